// A file that came with a request stops being sent when whoever reads it may not see the request any more.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { slow_reader, transfers_are } from './harness/slow_reader.ts';
import { change, k_password } from './house.ts';
import { form, RequestsStage } from './requests_stage.ts';

let s: RequestsStage;
let path: string;
let request: string;
const k_size = 25 * 1024 * 1024; // more than the sockets of both sides hold

beforeAll(async () => {
    s = await RequestsStage.start();
    const field = { name: 'layout', type: 'file', label: 'Layout', help: '', placeholder: '', required: true, options: [], shown_if: null };
    await s.settings({ requests: { fields: [field] } });
    const file = (await s.viewer.client.upload('/api/requests/files', {}, { name: 'layout.bin', bytes: Buffer.alloc(k_size, 'layout; ') })).expect(201).json.id;
    const wanted = { assets: [await s.new_asset()], answers: { ...form, layout: [file] } };
    request = (await s.viewer.client.post('/api/requests', wanted)).expect(201).json.items[0].id;
    path = `/api/requests/${request}/files/${file}`;
});
afterAll(() => s?.server.end());

async function begin(client: Client) {
    const reader = slow_reader(s.server.url + path, client.own_headers('GET'));
    await reader.begun;
    await transfers_are(s.server, 1);
    return reader;
}

const second = () => s.server.sign_in('second@example.org', k_password);
async function with_token(): Promise<Client> {
    const program = s.server.nobody();
    program.token = (await (await second()).post('/api/me/tokens', { name: 'reading', scopes: ['read'] })).expect(201).json.token;
    return program;
}
const set_active = async (active: boolean) => (await change(s.admin, `/api/people/${s.second.id}`, { active })).expect(200);
async function end_tokens(): Promise<void> {
    const client = await second();
    for (const { id } of (await client.get('/api/me/tokens')).expect(200).json.items) (await client.delete(`/api/me/tokens/${id}`)).expect(204);
}
async function end_ownership(): Promise<void> {
    const members: { id: string; person: string }[] = (await s.admin.get(`/api/libraries/${s.library}/members`)).expect(200).json.items;
    (await s.admin.delete(`/api/members/${members.find((one) => one.person === s.second.id)?.id}`)).expect(204);
}

test.each([
    { name: 'they sign out', who: second, take: async (client: Client) => (await client.delete('/api/session')).expect(204), undo: async () => undefined, after: 401 },
    { name: 'their token ends', who: with_token, take: end_tokens, undo: async () => undefined, after: 401 },
    { name: 'their account is suspended', who: second, take: () => set_active(false), undo: () => set_active(true), after: 401 },
    {
        name: 'they are no owner any more', who: second, take: end_ownership, after: 404,
        undo: async () => (await s.admin.post('/api/members', { library: s.library, person: s.second.id, role: 'owner' })).expect(201),
    },
])('it is cut when $name', async ({ who, take, undo, after }) => {
    const client = await who();
    const reader = await begin(client);
    try {
        await take(client);
        await transfers_are(s.server, 0); // the reader takes nothing meanwhile
        reader.resume();
        const { bytes, how } = await reader.ended;
        expect(how).not.toBe('whole');
        expect(bytes).toBeLessThan(k_size);
        (await client.get(path)).expect(after);
    } finally {
        await undo();
    }
});

test('somebody has 64 of them at a time', async () => {
    const client = await second();
    const readers = Array.from({ length: 64 }, () => slow_reader(s.server.url + path, client.own_headers('GET')));
    await Promise.all(readers.map((one) => one.begun));
    await transfers_are(s.server, 64);
    const refused = (await client.get(path)).expect(429);
    expect(refused.problem).toBe('too-many-transfers');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await s.viewer.client.get(path)).expect(200).body.length, 'others have their own').toBe(k_size);
    for (const one of readers) one.resume();
    await Promise.all(readers.map((one) => one.ended));
    await transfers_are(s.server, 0);
    (await client.get(path)).expect(200);
});

test('it goes on when something else changes', async () => {
    const reader = await begin(await second());
    await s.new_asset();
    reader.resume();
    expect(await reader.ended).toEqual({ bytes: k_size, how: 'whole' });
});

test('it is cut when the request is withdrawn, and is gone for everybody', async () => {
    const client = await second();
    const reader = await begin(client);
    (await s.viewer.client.post(`/api/requests/${request}/cancel`)).expect(200);
    await transfers_are(s.server, 0);
    reader.resume();
    expect((await reader.ended).how).not.toBe('whole');
    for (const person of [client, s.viewer.client, s.admin]) (await person.get(path)).expect(404);
    const card = (await s.viewer.client.get(`/api/requests/${request}`)).expect(200).json;
    expect(card).toMatchObject({ status: 'withdrawn', sent_files: [] });
    expect(await s.server.command('check')).toContain('all is well');
});
