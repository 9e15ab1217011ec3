// D6: one change to many assets over HTTP, how far it is, what it left alone, and taking it back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change_asset, k_all_flags, k_password, make_house, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;
const k_people = [
    { name: 'owner', level: 4, flags: k_all_flags, role: 'owner' as const },
    { name: 'editor', level: 4, flags: k_all_flags, role: 'editor' as const },
    { name: 'viewer', level: 4, flags: k_all_flags, role: 'viewer' as const },
    { name: 'stranger', level: 2, flags: [], role: 'none' as const },
];

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, k_people);
});
afterAll(() => server?.end());

const client = (name: string) => who(house, name).client;
const put = (name: string) => put_in(house.admin, house.library, name, Buffer.from(name));

/** Asks until the server has done its work; the test ends by its own limit where it never does. */
async function at_its_end(person: Client, id: string) {
    for (;;) {
        const shown = (await person.get(`/api/bulk-changes/${id}`)).expect(200).json;
        if (shown.state === 'changed' || shown.state === 'undone') return shown;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

test('D6: everything that a search finds is protected, and taken back but for what changed since', async () => {
    const meant = await Promise.all(['bulk one.txt', 'bulk two.txt', 'bulk three.txt'].map(put));
    const other = await put('other.txt');
    const made = (await client('owner').post('/api/bulk-changes', { library: house.library, q: 'BULK', except: [meant[2]], change: { protection: 'on_request' } })).expect(202).json;
    expect(made).toMatchObject({ total: 2, state: 'changing' });
    expect(await at_its_end(client('owner'), made.id)).toMatchObject({ state: 'changed', total: 2, changed: 2, left_alone: 0 });
    const protection = async (id: string | undefined) => (await house.admin.get(`/api/assets/${id}`)).expect(200).json.protection.set;
    // The change is at its end a moment before memory has heard of it.
    await expect.poll(() => Promise.all([...meant, other].map(protection)), { timeout: 60_000 }).toEqual(['on_request', 'on_request', 'inherit', 'inherit']);

    (await change_asset(client('owner'), meant[0] ?? '', { status: 'draft' })).expect(200);
    (await client('owner').post(`/api/bulk-changes/${made.id}/undo`)).expect(202);
    expect(await at_its_end(client('owner'), made.id)).toMatchObject({ state: 'undone', undone: 1, left_alone: 1, undo_until: null });
    await expect.poll(() => Promise.all(meant.map(protection)), { timeout: 60_000 }).toEqual(['on_request', 'inherit', 'inherit']);
    const left = (await client('owner').get(`/api/bulk-changes/${made.id}/left`)).expect(200).json;
    expect(left.items).toMatchObject([{ asset: meant[0], name: 'bulk one.txt', code: 'changed-since' }]);
    (await client('owner').post(`/api/bulk-changes/${made.id}/undo`)).expect(409);
    expect((await client('owner').get('/api/bulk-changes')).expect(200).json.items[0].id).toBe(made.id);
});

test('D6: nobody changes in bulk what they may not change one by one', async () => {
    const asset = await put('not theirs.txt');
    (await change_asset(house.admin, asset, { access: 'locked' })).expect(200);
    const wanted = { library: house.library, ids: [asset], change: { attributes: {} } };
    const made = (await client('editor').post('/api/bulk-changes', wanted)).expect(202).json;
    expect(await at_its_end(client('editor'), made.id)).toMatchObject({ changed: 0, left_alone: 1 });
    const left = (await client('editor').get(`/api/bulk-changes/${made.id}/left`)).expect(200).json;
    expect(left.items[0].text).not.toBe('');
    expect(left.count).toBe(1);
    (await client('stranger').post('/api/bulk-changes', wanted)).expect(404);
    (await client('stranger').get(`/api/bulk-changes/${made.id}`)).expect(404);
    (await client('owner').post(`/api/bulk-changes/${made.id}/undo`)).expect(404);
    (await server.nobody().post('/api/bulk-changes', wanted)).expect(401);
});

test('who could change nothing there is refused at once, and nothing waits', async () => {
    const asset = await put('seen by viewers.txt');
    const refused = async (name: string, change: object) => {
        const before = (await client(name).get('/api/bulk-changes')).expect(200).json.items.length;
        for (const ids of [[asset], undefined]) {
            const answer = (await client(name).post('/api/bulk-changes', { library: house.library, ids, change })).expect(403);
            expect(['denied', 'needs']).toContain(answer.problem);
        }
        expect((await client(name).get('/api/bulk-changes')).expect(200).json.items.length).toBe(before);
    };
    await refused('viewer', { status: 'draft' });
    await refused('viewer', { attributes: {} });
    await refused('viewer', { access: 'locked' });
    await refused('editor', { access: 'locked' });
    await refused('editor', { status: 'draft', protection: 'open' });
});

test('people take turns: a small bulk change does not wait for five large ones of somebody else', async () => {
    const [first, other] = await Promise.all(['turn one.txt', 'turn two.txt'].map(put));
    // Behind the one that is there, and not there themselves.
    const absent = Array.from({ length: 9_999 }, (_unused, i) => `7${String(i).padStart(25, '0')}`);
    const large = { library: house.library, ids: [first, ...absent], change: { protection: 'on_request' } };
    const made: string[] = [];
    for (let i = 0; i < 5; ++i) made.push((await client('owner').post('/api/bulk-changes', large)).expect(202).json.id);
    const small = (await client('editor').post('/api/bulk-changes', { library: house.library, ids: [other], change: { status: 'draft' } })).expect(202).json;
    expect(await at_its_end(client('editor'), small.id)).toMatchObject({ changed: 1 });
    const last = (await client('owner').get(`/api/bulk-changes/${made.at(-1)}`)).expect(200).json;
    expect(last).toMatchObject({ state: 'changing', visited: 0 });
    for (const id of made) (await client('owner').post(`/api/bulk-changes/${id}/cancel`)).expect(200, 409);
});

test('it stops when its maker says so, and when the token that made it ends', async () => {
    const assets = await Promise.all(Array.from({ length: 5 }, (_unused, i) => put(`stopped ${i}.txt`)));
    const wanted = { library: house.library, ids: assets, change: { protection: 'on_request' } };
    const owner = client('owner');
    // The server may be quicker than we: tried until it is not.
    for (;;) {
        const { id } = (await owner.post('/api/bulk-changes', wanted)).expect(202).json;
        const answer = (await owner.post(`/api/bulk-changes/${id}/cancel`)).expect(200, 409);
        (await client('stranger').post(`/api/bulk-changes/${id}/cancel`)).expect(404);
        expect((await owner.post(`/api/bulk-changes/${id}/cancel`)).expect(409).problem).toBe('cannot-cancel');
        if (answer.status !== 200) continue;
        expect(answer.json).toMatchObject({ state: 'changed', stopped: 'cancelled', changed: 0 });
        break;
    }
    for (;;) {
        const token = (await owner.post('/api/me/tokens', { name: 'bulk', scopes: ['edit'] })).expect(201).json;
        const program = server.nobody();
        program.token = token.token;
        const { id } = (await program.post('/api/bulk-changes', wanted)).expect(202).json;
        (await owner.delete(`/api/me/tokens/${token.id}`)).expect(204);
        const ended = await at_its_end(owner, id);
        if (ended.stopped === null) continue;
        expect(ended).toMatchObject({ state: 'changed', stopped: 'signed_out', changed: 0 });
        break;
    }
});

test('the same key makes one bulk change, also after a kill in the midst of it', async () => {
    const asset = await put('killed.txt');
    const wanted = { library: house.library, ids: [asset], change: { access: 'locked' } };
    const headers = { 'idempotency-key': 'bulk-once' };
    const made = (await client('owner').post('/api/bulk-changes', wanted, { headers })).expect(202).json;
    await server.kill();
    server = await server.again();
    const owner = await server.sign_in('owner@example.org', k_password);
    expect((await owner.post('/api/bulk-changes', wanted, { headers })).expect(202).json.id).toBe(made.id);
    expect(await at_its_end(owner, made.id)).toMatchObject({ changed: 1 });
});
