// Every kind of person x every state of an asset x every route about one, held against the policy: the test gathers the
// facts itself and asks `exeat policy eval`, so that what the server loads and what its routes do is tried, too.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server, k_exeat } from './harness/server.ts';
import { change_asset, k_kinds, make_house, put_in, type House, type Somebody } from './house.ts';

let server: Server;
let house: House;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server);
});
afterAll(() => server?.end());

const hour = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, 'Z');

interface State {
    name: string;
    change: Record<string, unknown>;
}
const k_states: State[] = [
    { name: 'free', change: {} },
    { name: 'locked', change: { access: 'locked' } },
    { name: 'protected', change: { protection: 'on_request' } },
    { name: 'locked and protected', change: { access: 'locked', protection: 'on_request' } },
    { name: 'draft', change: { status: 'draft' } },
    { name: 'archived', change: { status: 'archived' } },
    { name: 'embargoed', change: { available_from: at(hour) } },
    { name: 'expired', change: { available_until: at(-hour) } },
    { name: 'original not offered', change: { not_offered: ['original'] } },
];

interface Call {
    name: string;
    action: string;
    file?: string;
    /** Calls the route as that person; the status. */
    run: (person: Somebody, asset: string, turn: number) => Promise<number>;
}
const k_calls: Call[] = [
    { name: 'GET card', action: 'view', run: async (p, a) => (await p.client.get(`/api/assets/${a}`)).status },
    { name: 'GET files', action: 'view', run: async (p, a) => (await p.client.get(`/api/assets/${a}/files`)).status },
    { name: 'POST delivery', action: 'download', run: async (p, a) => (await p.client.post('/api/deliveries', { items: [{ asset: a }] })).status },
    { name: 'POST delivery of metadata', action: 'download', file: 'metadata', run: async (p, a) => (await p.client.post('/api/deliveries', { items: [{ asset: a, file: 'metadata:csv' }] })).status },
    { name: 'PATCH name', action: 'organise', run: (p, a, turn) => patch(p, a, { name: `renamed ${turn}.txt` }) },
    { name: 'PATCH terms', action: 'protect', run: (p, a) => patch(p, a, { terms: null }) },
    { name: 'POST new version', action: 'update', run: async (p, a, turn) => (await p.client.upload('/api/assets', { replaces: a }, { name: 'v.txt', bytes: Buffer.from(`version ${turn}`) })).status },
];

async function patch(person: Somebody, asset: string, change: Record<string, unknown>): Promise<number> {
    const version = (await house.admin.get(`/api/assets/${asset}`)).expect(200).headers['etag'] ?? '';
    return (await person.client.patch(`/api/assets/${asset}`, change, { headers: { 'if-match': version } })).status;
}

const off = { enabled: false, user_level: null, groups: [], attribute_name: null, attribute_value: null, combine: 'supersede' };

function facts_of(person: Somebody, state: State, call: Call) {
    const asset = {
        access: 'inherit', protection: 'inherit', status: 'published', available_from: null, available_until: null,
        attributes: {}, replaced_at: null, not_offered: [], terms: null, ...state.change,
    };
    return {
        now: at(0),
        site: { justification: off, approval: off, conversions_count_as_original: false, attachments_count_as_original: false, public_user: { level: 2, groups: [] } },
        library: {
            visibility: 'members', access: 'unlocked', viewer_access: 'open', protection: 'open', watermark: false, grant_ends_on_replace: false,
            not_offered: [], access_actions: ['download', 'edit', 'update', 'organise', 'delete'], re_request: { download: 'always', access: 'never' }, presets: {},
        },
        folders: [], asset,
        principal: { active: true, level: person.level, groups: [], flags: person.flags, role: person.role },
        requests: [], link: null, action: call.action, file: { class: call.file ?? 'original' }, share_type: 'file',
        accepted: { justification: false, terms: null }, quota: null,
    };
}

/** What the program answers to cases, one a line. */
function decide(cases: object[]): { outcome: string }[] {
    const run = spawnSync(k_exeat, ['policy', 'eval'], { input: cases.map((one) => JSON.stringify(one)).join('\n') + '\n', maxBuffer: 1 << 28, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** What an outcome looks like from outside. */
const expected = (outcome: string) => (outcome === 'allow' ? 'done' : outcome === 'hidden' ? 'absent' : 'refused');
const seen = (status: number) => (status < 300 ? 'done' : status === 404 ? 'absent' : status === 403 ? 'refused' : `status ${status}`);

test.each(k_states)('an asset that is $name', async (state) => {
    const asset = await put_in(house.admin, house.library, 'matrix.txt', Buffer.from(`matrix ${state.name}`));
    if (Object.keys(state.change).length > 0) (await change_asset(house.admin, asset, state.change)).expect(200);
    const rows = house.people.flatMap((person) => k_calls.map((call) => ({ person, call })));
    const answers = decide(rows.map(({ person, call }) => facts_of(person, state, call)));
    const differ: string[] = [];
    let turn = 0;
    for (const [i, { person, call }] of rows.entries()) {
        const want = expected(answers[i]?.outcome ?? '');
        const got = seen(await call.run(person, asset, ++turn));
        if (got !== want) differ.push(`${person.name}, ${call.name}: ${got}, the policy says ${answers[i]?.outcome}`);
    }
    expect(differ).toEqual([]);
    // Nobody at all is told to sign in, whatever is there.
    (await server.nobody().get(`/api/assets/${asset}`)).expect(401);
    // A list shows exactly what may be viewed.
    const views = decide(house.people.map((person) => facts_of(person, state, { name: '', action: 'view', run: async () => 0 })));
    for (const [i, person] of house.people.entries()) {
        const page = (await person.client.get(`/api/assets?library=${house.library}&limit=200`)).expect(200, 404);
        const listed = page.status === 200 && page.json.items.some((one: { id: string }) => one.id === asset);
        expect(`${person.name} ${listed}`).toBe(`${person.name} ${views[i]?.outcome === 'allow'}`);
    }
});

test('the kinds of people differ', () => {
    expect(new Set(k_kinds.map((kind) => kind.name)).size).toBe(k_kinds.length);
});
