// Two at once: what decides or counts must come out as if one had been first.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Client } from './harness/client.ts';
import { k_admin, k_engine, Server } from './harness/server.ts';
import { change_asset, k_password, make_house, make_library, put_in, ticket_of, who, type House } from './house.ts';

let server: Server;
let house: House;
let admin: Client;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
    ]);
    admin = house.admin;
});
afterAll(() => server?.end());

/** Asks `count` times at once, from connections of their own. */
const at_once = (count: number, ask: (turn: number) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, (_, turn) => ask(turn)));

/** How many answers have each status: "201 409". */
const statuses = (answers: Answer[]): string => answers.map((one) => one.status).sort().join(' ');
const only = (answers: Answer[], status: number): Answer => {
    const found = answers.filter((one) => one.status === status);
    expect(found).toHaveLength(1);
    return found[0] as Answer;
};
const etag_of = async (path: string): Promise<string> => (await admin.get(path)).expect(200).headers['etag'] ?? '';

describe('set-up', () => {
    test('twice at once makes one administrator', async () => {
        const fresh = await Server.start();
        try {
            const code = await fresh.setup_code();
            const answers = await at_once(2, (turn) => fresh.nobody().post('/api/setup', { code, email: `ada${turn}@example.org`, password: k_admin.password }));
            expect(statuses(answers)).toBe('201 410');
            const client = await fresh.sign_in(only(answers, 201).json.me.email, k_admin.password);
            expect((await client.get('/api/people')).expect(200).json.items).toHaveLength(1);
        } finally {
            await fresh.end();
        }
    });
});

describe('names', () => {
    test.each([
        ['libraries', '/api/libraries', { name: 'Same', kind: 'media' }, 'name-taken'],
        ['groups', '/api/groups', { name: 'Same' }, 'name-taken'],
        ['roles', '/api/roles', { name: 'Same', flags: [] }, 'name-taken'],
        ['attributes', '/api/attributes', { name: 'Same', type: 'text' }, 'name-taken'],
    ])('of %s are taken once', async (_what, path, wanted, problem) => {
        const answers = await at_once(4, () => admin.post(path, wanted));
        expect(statuses(answers)).toBe('201 409 409 409');
        for (const one of answers) if (one.status === 409) expect(one.problem).toBe(problem);
        const named = (await admin.get(path)).expect(200).json.items.filter((one: { name: string }) => one.name === 'Same');
        expect(named).toHaveLength(1);
    });

    test('of folders are taken once in a place', async () => {
        const answers = await at_once(4, () => admin.post('/api/folders', { library: house.library, name: 'Same' }));
        expect(statuses(answers)).toBe('201 409 409 409');
    });

    test('of people, their addresses, are taken once', async () => {
        const answers = await at_once(3, () => admin.post('/api/people', { email: 'same@example.org', name: 'Same', level: 1, password: k_password }));
        expect(statuses(answers)).toBe('201 409 409');
    });

    test('of members are taken once in a place', async () => {
        const library = await make_library(admin, 'Members at once');
        const answers = await at_once(3, () => admin.post('/api/members', { library, person: who(house, 'viewer').id, role: 'viewer' }));
        expect(statuses(answers)).toBe('201 409 409');
        expect((await admin.get(`/api/libraries/${library}/members`)).expect(200).json.items
            .filter((one: { person: string }) => one.person === who(house, 'viewer').id)).toHaveLength(1);
    });
});

describe('a version', () => {
    test('is changed once', async () => {
        const asset = await put_in(admin, house.library, 'contested.txt', Buffer.from('contested'));
        const tag = await etag_of(`/api/assets/${asset}`);
        const answers = await at_once(4, (turn) => admin.patch(`/api/assets/${asset}`, { name: `by ${turn}.txt` }, { headers: { 'if-match': tag } }));
        expect(statuses(answers)).toBe('200 412 412 412');
        expect((await admin.get(`/api/assets/${asset}`)).expect(200).json.name).toBe(only(answers, 200).json.name);
    });

    test('of an asset that is replaced twice at once is kept each time', async () => {
        const asset = await put_in(admin, house.library, 'replaced.txt', Buffer.from('zero'));
        const answers = await at_once(3, (turn) => admin.upload('/api/assets', { replaces: asset }, { name: 'replaced.txt', bytes: Buffer.from(`turn ${turn}`) }));
        expect(statuses(answers)).toBe('201 201 201');
        const files: { file: string }[] = (await admin.get(`/api/assets/${asset}/files`)).expect(200).json.items;
        expect(files.filter((one) => one.file.startsWith('version'))).toHaveLength(3);
        const texts = await Promise.all(files.map(async (one) => {
            const { url } = (await admin.post('/api/deliveries', { items: [{ asset, file: one.file }] })).expect(201).json;
            return (await admin.get(url)).expect(200).text;
        }));
        expect(texts.sort()).toEqual(['turn 0', 'turn 1', 'turn 2', 'zero']);
    });

    test('of members is written once, whoever adds one meanwhile', async () => {
        const library = await make_library(admin, 'Written at once');
        const path = `/api/libraries/${library}/members`;
        const tag = await etag_of(path);
        const answers = await at_once(3, () => admin.put(path, { places: [{ members: [{ person: who(house, 'viewer').id, role: 'viewer' }] }] }, { headers: { 'if-match': tag } }));
        expect(statuses(answers)).toBe('200 412 412');
    });
});

describe('the last administrator', () => {
    let fresh: Server;
    let both: { id: string; client: Client; tag: string }[];

    beforeEach(async () => {
        fresh = await Server.start();
        const first = await fresh.set_up();
        (await first.post('/api/people', { email: 'bea@example.org', name: 'Bea', level: 9, password: k_password })).expect(201);
        both = [];
        for (const client of [first, await fresh.sign_in('bea@example.org', k_password)]) {
            const { id } = (await client.get('/api/me')).expect(200).json;
            both.push({ id, client, tag: (await client.get(`/api/people/${id}`)).expect(200).headers['etag'] ?? '' });
        }
    });
    afterEach(() => fresh?.end());

    const change = (by: number, of: number, wanted: object) => both[by]!.client.patch(`/api/people/${both[of]!.id}`, wanted, { headers: { 'if-match': both[of]!.tag } });
    const still_administrator = async (one: number) => (await both[one]!.client.get('/api/people')).status === 200;

    test('stays when the last two step down at once', async () => {
        const answers = await at_once(2, (turn) => change(turn, turn, { level: 2 }));
        expect(statuses(answers)).toBe('200 409');
        expect(only(answers, 409).problem).toBe('last-administrator');
        expect(await Promise.all([still_administrator(0), still_administrator(1)])).toEqual(answers.map((one) => one.status === 409));
    });

    test('stays when one steps down and suspends the other at once', async () => {
        const answers = await at_once(2, (turn) => change(0, turn, turn === 0 ? { level: 2 } : { active: false }));
        expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
        expect([await still_administrator(0), await still_administrator(1)]).toEqual([answers[0]!.status !== 200, answers[1]!.status !== 200]);
    });

    test('stays when the last two suspend each other at once', async () => {
        const answers = await at_once(2, (turn) => change(turn, 1 - turn, { active: false }));
        expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
        expect(await still_administrator(answers[0]!.status === 200 ? 0 : 1)).toBe(true);
    });
});

describe('an upload', () => {
    const tus = { 'tus-resumable': '1.0.0' };
    const begin = async (length: number) => {
        const meta = `library ${Buffer.from(house.library).toString('base64')},filename ${Buffer.from('race.bin').toString('base64')}`;
        return String((await admin.post('/api/uploads', undefined, { headers: { ...tus, 'upload-length': String(length), 'upload-metadata': meta } })).expect(201).headers.location);
    };
    const send = (path: string, offset: number, bytes: Buffer) => admin.ask('PATCH', path, { body: bytes, type: 'application/offset+octet-stream', headers: { ...tus, 'upload-offset': String(offset) } });

    test('takes the same part once when it is sent twice at once', async () => {
        const bytes = randomBytes(2_000_000);
        const path = await begin(bytes.length);
        const first = await at_once(2, () => send(path, 0, bytes.subarray(0, 1_200_000)));
        expect(statuses(first)).toBe('204 409');
        expect((await admin.head(path, { headers: tus })).expect(200).headers['upload-offset']).toBe('1200000');
        const last = await at_once(3, () => send(path, 1_200_000, bytes.subarray(1_200_000)));
        expect(last.map((one) => one.status === 204 ? 'done' : 'refused').sort()).toEqual(['done', 'refused', 'refused']);
        const asset = String(only(last, 204).headers['exeat-asset']);
        expect((await admin.get(await ticket_of(admin, asset))).expect(200).body.equals(bytes)).toBe(true);
        const named = (await admin.get(`/api/assets?library=${house.library}&q=race.bin&count=exact`)).expect(200).json;
        expect(named.count).toBe(1);
    });

    test('is terminated or finished, and not half of both', async () => {
        const bytes = randomBytes(100_000);
        const path = await begin(bytes.length);
        const [sent, ended] = await Promise.all([send(path, 0, bytes), admin.delete(path, { headers: tus })]);
        expect([204, 404, 409]).toContain(sent.status);
        expect([204, 404, 409]).toContain(ended.status);
        const asset = sent.status === 204 ? String(sent.headers['exeat-asset']) : undefined;
        if (asset) expect((await admin.get(await ticket_of(admin, asset))).expect(200).body.equals(bytes)).toBe(true);
        else expect(ended.status).toBe(204);
    });
});

describe('a call with a key', () => {
    test.each([
        ['delivery', 201, async () => {
            const asset = await put_in(admin, house.library, 'keyed.txt', Buffer.from('keyed'));
            return () => admin.post('/api/deliveries', { items: [{ asset }] }, { headers: { 'idempotency-key': 'race-1' } });
        }, (answer: Answer) => answer.json.url],
        ['library', 201, async () => () => admin.post('/api/libraries', { name: 'Keyed', kind: 'media' }, { headers: { 'idempotency-key': 'race-2' } }), (answer: Answer) => answer.json.id],
        ['person', 201, async () => () => admin.post('/api/people', { email: 'keyed@example.org', name: 'Keyed', level: 1, password: k_password }, { headers: { 'idempotency-key': 'race-3' } }), (answer: Answer) => answer.json.id],
    ])('makes one %s when it is sent four times at once', async (_what, status, prepare, made) => {
        const answers = await at_once(4, await prepare());
        expect(statuses(answers)).toBe(Array(4).fill(status).join(' '));
        expect(new Set(answers.map(made)).size).toBe(1);
    });
});

describe('folders', () => {
    test('are not moved into each other', async () => {
        for (let turn = 0; turn < 5; ++turn) {
            const make = async (name: string) => (await admin.post('/api/folders', { library: house.library, name: `${name} ${turn}` })).expect(201).json.id;
            const ids: string[] = [await make('left'), await make('right')];
            const tags = await Promise.all(ids.map((id) => etag_of(`/api/folders/${id}`)));
            const answers = await at_once(2, (i) => admin.patch(`/api/folders/${ids[i]}`, { parent: ids[1 - i] }, { headers: { 'if-match': tags[i] ?? '' } }));
            expect(statuses(answers)).toBe('200 409');
            expect(only(answers, 409).problem).toBe('folder-in-itself');
        }
    });

    test('are deleted or filled, and nothing is left in one that is gone', async () => {
        for (let turn = 0; turn < 5; ++turn) {
            const folder = (await admin.post('/api/folders', { library: house.library, name: `emptied ${turn}` })).expect(201).json.id;
            const [gone, put] = await Promise.all([
                admin.delete(`/api/folders/${folder}`),
                admin.upload('/api/assets', { library: house.library, folder }, { name: 'late.txt', bytes: Buffer.from('late') }),
            ]);
            expect([gone.status, put.status]).toEqual(gone.status === 204 ? [204, expect.toSatisfy((status: number) => status >= 404 && status < 500)] : [409, 201]);
        }
    });
});

describe('what may be taken', () => {
    test('is not delivered after the answer to its lock, however many ask at once', async () => {
        const asset = await put_in(admin, house.library, 'locking.txt', Buffer.from('locking'));
        const viewer = who(house, 'viewer').client;
        let locked = false;
        const asking = at_once(12, async (turn) => {
            if (turn === 3) {
                const answer = await change_asset(admin, asset, { access: 'locked' });
                locked = true;
                return answer;
            }
            return viewer.post('/api/deliveries', { items: [{ asset }] });
        });
        await asking;
        expect(locked).toBe(true);
        (await viewer.post('/api/deliveries', { items: [{ asset }] })).expect(403);
    });
});

describe('requests', () => {
    /** Assets that are given on request, each asked for by the viewer. */
    async function asked(count: number): Promise<{ asset: string; id: string }[]> {
        const made = [];
        for (let i = 0; i < count; ++i) {
            const asset = await put_in(admin, house.library, `wanted ${randomBytes(4).toString('hex')}.txt`, randomBytes(10));
            (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
            const answer = await who(house, 'viewer').client.post('/api/requests', { assets: [asset], answers: { intended_use: 'A race' } });
            made.push({ asset, id: answer.expect(201).json.items[0].id });
        }
        return made;
    }
    const approve = (client: Client, id: string) => client.post('/api/requests/decisions', { requests: [id], decision: 'approve' });

    test('are decided once, however many decide', async () => {
        for (const { id } of await asked(4)) {
            const answers = await at_once(8, () => approve(admin, id));
            expect(statuses(answers)).toBe('200 409 409 409 409 409 409 409');
        }
    });

    test('are not approved and withdrawn', async () => {
        for (const { id } of await asked(6)) {
            const answers = await Promise.all([approve(admin, id), who(house, 'viewer').client.post(`/api/requests/${id}/cancel`)]);
            expect(statuses(answers)).toBe('200 409');
            const status = answers[0]?.status === 200 ? 'approved' : 'withdrawn';
            expect((await admin.get(`/api/requests/${id}`)).expect(200).json.status).toBe(status);
        }
    });

    test('of the same asset by many calls at once are one', async () => {
        const [first] = await asked(1);
        const answers = await at_once(6, () => who(house, 'viewer').client.post('/api/requests', { assets: [first?.asset], answers: { intended_use: 'Again' } }));
        expect(new Set(answers.map((one) => one.expect(201).json.items[0].id)).size).toBe(1);
    });

    describe.runIf(k_engine === 'postgresql')('on two servers of one site', () => {
        test('are decided once, and both know at once', async () => {
            const second = await Server.start(server.database ? { database: server.database } : {});
            try {
                const there = await second.sign_in(k_admin.email, k_admin.password);
                const viewer = await second.sign_in('viewer@example.org', k_password);
                for (const { asset, id } of await asked(5)) {
                    const answers = await Promise.all([approve(admin, id), approve(there, id), approve(admin, id), approve(there, id)]);
                    expect(statuses(answers)).toBe('200 409 409 409');
                    const outcome = async () => (await viewer.get(`/api/assets/${asset}/decision?action=download`)).expect(200).json.outcome;
                    await expect.poll(outcome, { timeout: 10_000 }).toBe('allow');
                    (await admin.post(`/api/requests/${id}/revoke`, {})).expect(200);
                    await expect.poll(outcome, { timeout: 10_000 }).toBe('need');
                }
            } finally {
                await second.end();
            }
        });
    });
});
