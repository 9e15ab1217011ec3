// Every kind of person x every state of an asset or a place x every route about one, held against the policy: the test
// gathers the facts itself and asks `exeat policy eval`, so that what the server loads and what its routes do is tried,
// too.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from './harness/server.ts';
import { change, change_asset, k_kinds, k_password, make_house, who, type House } from './house.ts';
import { at, case_of, decide, type Pass, type Rules, type Seen } from './matrix/facts.ts';
import { k_about_something_else, k_rows, type Row, type Subject } from './matrix/rows.ts';

let server: Server;
let house: House;
let dummy: string;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server);
    dummy = (await house.admin.post('/api/people', { email: 'dummy@example.org', name: 'Dummy', level: 2, password: k_password })).expect(201).json.id;
});
afterAll(() => server?.end());

const hour = 3_600_000;

interface State extends Rules {
    name: string;
}
/** States of an asset. */
const k_states: State[] = [
    { name: 'free' },
    { name: 'locked', asset: { access: 'locked' } },
    { name: 'protected', asset: { protection: 'on_request' } },
    { name: 'locked and protected', asset: { access: 'locked', protection: 'on_request' } },
    { name: 'draft', asset: { status: 'draft' } },
    { name: 'archived', asset: { status: 'archived' } },
    { name: 'embargoed', asset: { available_from: at(hour) } },
    { name: 'expired', asset: { available_until: at(-hour) } },
    { name: 'original not offered', asset: { not_offered: ['original'] } },
    { name: 'locked, with a pass', asset: { access: 'locked' }, pass: { kind: 'access', actions: ['download', 'edit'] } },
    { name: 'locked, with a pass to delete', asset: { access: 'locked' }, pass: { kind: 'access', actions: ['delete'] } },
    { name: 'protected, with a pass', asset: { protection: 'on_request' }, pass: { kind: 'download', actions: ['download'] } },
    { name: 'protected, with a pass for attachments', asset: { protection: 'on_request' }, pass: { kind: 'download', actions: ['download'], files: ['attachment'] } },
    { name: 'locked and protected, with a pass', asset: { access: 'locked', protection: 'on_request' }, pass: { kind: 'access', actions: ['download'] } },
    { name: 'locked, with a pass that was revoked', asset: { access: 'locked' }, pass: { kind: 'access', actions: ['download', 'edit'], revoked: true } },
    { name: 'draft, with a pass', asset: { status: 'draft', access: 'locked' }, pass: { kind: 'access', actions: ['download'] } },
];
/** States of the folder and the library that hold it. */
const k_places: State[] = [
    { name: 'a free place' },
    { name: 'a locked folder', folder: { access: 'locked' } },
    { name: 'a protected folder', folder: { protection: 'on_request' } },
    { name: 'a locked library', library: { access: 'locked' } },
    { name: 'a locked library with an unlocked folder', folder: { access: 'unlocked' }, library: { access: 'locked' } },
    { name: 'a library whose files are given on request', library: { viewer_access: 'by_request' } },
    { name: 'a library for everyone', library: { visibility: 'everyone' } },
];

/** A folder with an asset; people have tickets from before the state is set. */
async function set_up(state: State): Promise<Subject> {
    const { admin, library } = house;
    const folder = (await admin.post('/api/folders', { library, name: `State ${state.name}` })).expect(201).json.id;
    const subject: Subject = { admin, library, folder, asset: '', dummy, tickets: new Map(), turn: 0 };
    subject.asset = await new_asset(subject);
    for (const person of house.people) {
        const made = await person.client.post('/api/deliveries', { items: [{ asset: subject.asset }] });
        if (made.status === 201) subject.tickets.set(person.name, made.json.url);
    }
    await set_rules(subject, state.asset);
    await give_passes(subject, state.pass);
    if (state.folder) (await change(admin, `/api/folders/${folder}`, state.folder)).expect(200);
    if (state.library) await change_settings(state.library);
    return subject;
}

async function new_asset(subject: Subject): Promise<string> {
    const { library, folder } = subject;
    return (await house.admin.upload('/api/assets', { library, folder }, { name: 'matrix.txt', bytes: Buffer.from('matrix') })).expect(201).json.items[0].asset;
}
async function set_rules(subject: Subject, rules: State['asset']): Promise<void> {
    if (rules) (await change_asset(house.admin, subject.asset, rules)).expect(200);
}
async function give_passes(subject: Subject, pass: Pass | undefined): Promise<void> {
    if (!pass) return;
    for (const person of house.people) {
        const given = (await house.admin.post('/api/passes', { assets: [subject.asset], person: person.id, actions: pass.actions, files: pass.files ?? null })).expect(201).json.items[0];
        expect(given.kind).toBe(pass.kind);
        if (pass.revoked) (await house.admin.post(`/api/requests/${given.id}/revoke`, {})).expect(200);
    }
}
async function change_settings(settings: object): Promise<() => Promise<void>> {
    const path = `/api/libraries/${house.library}/settings`;
    const before = (await house.admin.get(path)).expect(200).json;
    (await change(house.admin, path, { ...before, ...settings }, 'put')).expect(200);
    return async () => void (await change(house.admin, path, before, 'put')).expect(200);
}

/** What each person should see of each row. */
function expected(state: State, rows: Row[]): Map<string, Seen> {
    const pairs = rows.flatMap((row) => house.people.map((person) => ({ row, person })));
    const answers = decide(pairs.map(({ row, person }) => case_of(person, row.place ? { ...state, asset: {} } : state, row.wish)));
    return new Map(pairs.map(({ row, person }, i) => {
        let want = answers[i] ?? 'absent';
        const is_insider = ['editor', 'owner'].includes(person.role) || person.level === 9;
        if (row.insiders && want === 'done' && !is_insider) want = 'refused';
        if (row.hides && want === 'refused') want = 'absent';
        return [key(row, person.name), want];
    }));
}
const key = (row: Row, person: string) => `${person}, ${row.route}${row.what ? ` (${row.what})` : ''}`;

/** Calls each row as each person; what differs from the policy. */
async function differences(state: State, subject: Subject, rows: Row[]): Promise<string[]> {
    const wanted = expected(state, rows);
    const differ: string[] = [];
    for (const row of rows) {
        for (const person of house.people) {
            const got = await row.run(person, subject);
            const want = wanted.get(key(row, person.name));
            if (got !== want) differ.push(`${key(row, person.name)}: ${got}, the policy says ${want}`);
            if (row.takes_away && got === 'done') {
                subject.asset = await new_asset(subject);
                await set_rules(subject, state.asset);
                await give_passes(subject, state.pass);
            }
            // Only what is asked is to be seen: what a row has changed is set back.
            if (row.what === 'availability' && got === 'done') await set_rules(subject, { available_until: state.asset?.available_until ?? null });
        }
    }
    return differ;
}

test.each(k_states)('an asset that is $name', async (state) => {
    const subject = await set_up(state);
    // A ticket is for the bytes that it named: it is asked before anybody replaces them.
    const rows = k_rows.filter((row) => !row.place);
    rows.sort((a, b) => Number(b.route.startsWith('GET')) - Number(a.route.startsWith('GET')));
    expect(await differences(state, subject, rows)).toEqual([]);
    // Nobody at all is told to sign in, whatever is there.
    (await server.nobody().get(`/api/assets/${subject.asset}`)).expect(401);
});

test.each(k_places)('$name', async (state) => {
    const put_back = await change_settings({});
    try {
        const subject = await set_up(state);
        const rows = k_rows.filter((row) => row.place || ['view', 'download', 'edit', 'organise'].includes(row.wish.action));
        rows.sort((a, b) => Number(b.route.startsWith('GET')) - Number(a.route.startsWith('GET')));
        expect(await differences(state, subject, rows)).toEqual([]);
    } finally {
        await put_back();
    }
});

test('every route has a row, or is about something else', async () => {
    const { paths } = (await server.nobody().get('/api/openapi.json')).expect(200).json;
    const routes = Object.entries<object>(paths).flatMap(([path, item]) => Object.keys(item).filter((method) => method !== 'parameters').map((method) => `${method.toUpperCase()} ${path}`));
    const has_row = (route: string) => k_rows.some((row) => row.route === route);
    const is_other = (route: string) => k_about_something_else.some(([pattern]) => pattern.test(route));
    expect(routes.filter((route) => !has_row(route) && !is_other(route))).toEqual([]);
    expect(routes.filter((route) => has_row(route) && is_other(route))).toEqual([]);
    expect(k_rows.map((row) => row.route).filter((route) => !routes.includes(route))).toEqual([]);
});

test('the kinds of people differ, and the house has each', () => {
    expect(new Set(k_kinds.map((kind) => kind.name)).size).toBe(k_kinds.length);
    for (const kind of k_kinds) expect(who(house, kind.name).id).toMatch(/^[0-9a-z]{26}$/);
});
