// A download ends with the session or token that its ticket was made with, when somebody takes that away. Signing out ends
// no download of one's own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { slow_reader, transfers_are } from './harness/slow_reader.ts';
import { change, k_password, make_house, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;
let large: string;
let small: string;
const k_size = 60_000_000; // more than the sockets of both sides hold

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [{ name: 'viewer', level: 2, flags: ['download'], role: 'viewer' }]);
    large = await put_in(house.admin, house.library, 'large.bin', Buffer.alloc(k_size, 'one piece; '));
    small = await put_in(house.admin, house.library, 'small.txt', Buffer.from('small'));
});
afterAll(() => server?.end());

const viewer = () => server.sign_in('viewer@example.org', k_password);
async function with_token(): Promise<Client> {
    const program = server.nobody();
    program.token = (await (await viewer()).post('/api/me/tokens', { name: 'taking', scopes: ['download'] })).expect(201).json.token;
    return program;
}
async function end_tokens(): Promise<void> {
    const client = await viewer();
    for (const { id } of (await client.get('/api/me/tokens')).expect(200).json.items) (await client.delete(`/api/me/tokens/${id}`)).expect(204);
}
/** From another session, as from the list of them. */
async function end_session(): Promise<void> {
    const client = await viewer();
    const sessions: { id: string; current: boolean }[] = (await client.get('/api/me/sessions')).expect(200).json.items;
    for (const { id, current } of sessions) if (!current) (await client.delete(`/api/me/sessions/${id}`)).expect(204);
}
async function suspend_for_a_moment(): Promise<void> {
    const path = `/api/people/${who(house, 'viewer').id}`;
    for (const active of [false, true]) (await change(house.admin, path, { active })).expect(200);
}
const sign_out = async (client: Client) => void (await client.delete('/api/session')).expect(204);

const ticket = async (client: Client, assets: string[]): Promise<string> => (await client.post('/api/deliveries', { items: assets.map((asset) => ({ asset })) })).expect(201).json.url;
const again = (url: string) => server.nobody().get(url, { headers: { range: 'bytes=0-9' } });

describe.each([
    ['one file', () => [large]],
    ['a ZIP', () => [large, small]],
] as const)('a download of %s', (_what, assets) => {
    test.each([
        { how: 'the token that it was made with ends', from: with_token, take: end_tokens },
        { how: 'the session that it was made with is ended elsewhere', from: viewer, take: end_session },
        { how: 'the account was suspended, if only for a moment', from: viewer, take: suspend_for_a_moment },
    ])('is cut when $how', async ({ from, take }) => {
        const url = await ticket(await from(), assets());
        const waiting = await ticket(await from(), assets());
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await transfers_are(server, 1);
        await take();
        await transfers_are(server, 0); // the reader takes nothing meanwhile
        reader.resume();
        const { bytes, how } = await reader.ended;
        expect(how).not.toBe('whole');
        expect(bytes).toBeLessThan(k_size);
        for (const one of [url, waiting]) expect((await again(one)).expect(410).problem).toBe('ticket-ended');
    });

    test('goes on for whoever signs out, and can be resumed', async () => {
        const client = await viewer();
        const url = await ticket(client, assets());
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await transfers_are(server, 1);
        await sign_out(client);
        reader.resume();
        expect((await reader.ended).how).toBe('whole');
        (await again(url)).expect(206);
    });

    test('goes on when another session of the same person is ended', async () => {
        const mine = await viewer();
        const url = await ticket(mine, assets());
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await transfers_are(server, 1);
        await viewer();
        (await mine.delete('/api/me/sessions')).expect(204);
        reader.resume();
        expect((await reader.ended).how).toBe('whole');
    });
});
