// What is taken away ends a download that is running: one file and a ZIP, read by somebody slow.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { slow_reader, transfers_are } from './harness/slow_reader.ts';
import { change, change_asset, k_password, make_house, who, type House } from './house.ts';

let server: Server;
let house: House;
let admin: Client;
let group: string;
let role: string;
let folder: string;
const k_size = 60_000_000; // more than the sockets of both sides hold
const k_piece = 'one piece of the large file; ';
const k_secret = 'all of the small file';
let large: string;
let small: string;

const k_hour = 3_600_000;
const id_of = (name: string) => who(house, name).id;
const path_of = (name: string) => `/api/people/${id_of(name)}`;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
        { name: 'guest', level: 2, flags: ['download'], role: 'none' },
        { name: 'owner', level: 4, flags: ['download'], role: 'owner' },
    ]);
    admin = house.admin;
    group = (await admin.post('/api/groups', { name: 'Guests' })).expect(201).json.id;
    await guests([id_of('guest')]);
    (await admin.post('/api/members', { library: house.library, group, role: 'viewer' })).expect(201);
    role = (await admin.get(path_of('viewer'))).expect(200).json.roles[0].id;
    folder = (await admin.post('/api/folders', { library: house.library, name: 'Kit' })).expect(201).json.id;
    const put = (name: string, bytes: Buffer) => admin.upload('/api/assets', { library: house.library, folder }, { name, bytes });
    large = (await put('large.bin', Buffer.alloc(k_size, k_piece))).expect(201).json.items[0].asset;
    small = (await put('small.txt', Buffer.from(k_secret))).expect(201).json.items[0].asset;
});
afterAll(() => server?.end());

const guests = async (people: string[]) => (await change(admin, `/api/groups/${group}/people`, { people }, 'put', `/api/groups/${group}`)).expect(200);
const alter = async (asset: string, wanted: object) => (await change_asset(admin, asset, wanted as Record<string, unknown>)).expect(200);
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

async function library_settings(wanted: object) {
    const path = `/api/libraries/${house.library}/settings`;
    const now = (await admin.get(path)).expect(200).json;
    (await change(admin, path, { ...now, ...wanted }, 'put')).expect(200);
}

async function member_of(person: string): Promise<string> {
    const items: { id: string; person: string }[] = (await admin.get(`/api/libraries/${house.library}/members`)).expect(200).json.items;
    return items.find((one) => one.person === person)?.id ?? '';
}

/** The large file is given on request, and the viewer has a pass for it. */
async function with_pass(until: string | null): Promise<string> {
    await alter(large, { protection: 'on_request' });
    const validity = until ? { valid_until: until } : {};
    return (await admin.post('/api/passes', { assets: [large], person: id_of('viewer'), ...validity })).expect(201).json.items[0].id;
}
let pass = '';

interface Case {
    name: string;
    who: string;
    before?: () => Promise<unknown>;
    take: () => Promise<unknown>;
    undo: () => Promise<unknown>;
    /** The sign-in that the ticket came from ends with it: the ticket does not come back. */
    for_good?: boolean;
}
const k_cases: Case[] = [
    { name: 'the asset is locked', who: 'viewer', take: () => alter(large, { access: 'locked' }), undo: () => alter(large, { access: 'inherit' }) },
    { name: 'the asset is protected', who: 'viewer', take: () => alter(large, { protection: 'on_request' }), undo: () => alter(large, { protection: 'inherit' }) },
    { name: 'its folder is locked', who: 'viewer', take: async () => (await change(admin, `/api/folders/${folder}`, { access: 'locked' })).expect(200), undo: async () => (await change(admin, `/api/folders/${folder}`, { access: 'inherit' })).expect(200) },
    { name: 'its library is protected', who: 'viewer', take: () => library_settings({ protection: 'on_request' }), undo: () => library_settings({ protection: 'open' }) },
    { name: 'the asset is archived', who: 'viewer', take: () => alter(large, { status: 'archived' }), undo: () => alter(large, { status: 'published' }) },
    { name: 'the asset is embargoed', who: 'viewer', take: () => alter(large, { available_from: at(k_hour) }), undo: () => alter(large, { available_from: null }) },
    { name: 'the file is not offered any more', who: 'viewer', take: () => alter(large, { not_offered: ['original'] }), undo: () => alter(large, { not_offered: [] }) },
    { name: 'the pass is revoked', who: 'viewer', before: async () => (pass = await with_pass(null)), take: async () => (await admin.post(`/api/requests/${pass}/revoke`, {})).expect(200), undo: () => alter(large, { protection: 'inherit' }) },
    { name: 'the account is suspended', who: 'viewer', take: async () => (await change(admin, path_of('viewer'), { active: false })).expect(200), undo: async () => (await change(admin, path_of('viewer'), { active: true })).expect(200), for_good: true },
    { name: 'the level sinks', who: 'viewer', take: async () => (await change(admin, path_of('viewer'), { level: 1 })).expect(200), undo: async () => (await change(admin, path_of('viewer'), { level: 2 })).expect(200) },
    { name: 'the role allows no downloads any more', who: 'viewer', take: async () => (await change(admin, `/api/roles/${role}`, { flags: [] })).expect(200), undo: async () => (await change(admin, `/api/roles/${role}`, { flags: ['download'] })).expect(200) },
    { name: 'the membership is revoked', who: 'viewer', take: async () => (await admin.delete(`/api/members/${await member_of(id_of('viewer'))}`)).expect(204), undo: async () => (await admin.post('/api/members', { library: house.library, person: id_of('viewer'), role: 'viewer' })).expect(201) },
    { name: 'somebody leaves the group that is the member', who: 'guest', take: () => guests([]), undo: () => guests([id_of('guest')]) },
];

const until_running = (count: number) => transfers_are(server, count);

async function ticket_for(client: Client, assets: string[]): Promise<string> {
    return (await client.post('/api/deliveries', { items: assets.map((asset) => ({ asset })) })).expect(201).json.url;
}
const sign_in = (name: string) => server.sign_in(`${name}@example.org`, k_password);

describe.each([
    ['one file', () => [large]],
    ['a ZIP', () => [large, small]],
] as const)('a download of %s ends when', (_what, assets) => {
    test.each(k_cases)('$name', async ({ who: name, before, take, undo, for_good }) => {
        await before?.();
        const url = await ticket_for(await sign_in(name), assets());
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await until_running(1);
        const begin = () => server.nobody().get(url, { headers: { range: 'bytes=0-999999' } });
        try {
            await take();
            await until_running(0); // the reader takes nothing meanwhile
            reader.resume();
            const { bytes, how } = await reader.ended;
            expect(how).not.toBe('whole');
            expect(bytes).toBeLessThan(k_size);
            const again = await begin();
            // An archive of which something is left keeps its length, and has nothing more of what was taken away.
            if (assets().length > 1 && again.status === 206) expect(again.body.includes(k_piece)).toBe(false);
            else again.expect(...(for_good ? [410] : [403, 404]));
        } finally {
            await undo();
        }
        // What came back lets the same ticket go on where it stopped.
        if (for_good) (await begin()).expect(410);
        else if (assets().length === 1) (await begin()).expect(206);
    });
});

describe('a download goes on', () => {
    test('for an owner when the asset is locked for others', async () => {
        const url = await ticket_for(await sign_in('owner'), [large]);
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await until_running(1);
        const other = slow_reader(server.url + (await ticket_for(await sign_in('viewer'), [large])));
        await other.begun;
        await until_running(2);
        await alter(large, { access: 'locked' });
        await until_running(1);
        reader.resume();
        other.resume();
        expect(await reader.ended).toEqual({ bytes: k_size, how: 'whole' });
        expect((await other.ended).how).not.toBe('whole');
        await alter(large, { access: 'inherit' });
    });

    test('when the pass that it began with ends by itself', async () => {
        const id = await with_pass(at(2_000));
        const url = await ticket_for(await sign_in('viewer'), [large]);
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await until_running(1);
        const status = async () => (await admin.get(`/api/requests/${id}`)).expect(200).json.status;
        await expect.poll(status, { timeout: 20_000 }).toBe('expired');
        // Something else rings the bell: it is decided again as of when it began.
        await alter(small, { access: 'locked' });
        await alter(small, { access: 'inherit' });
        reader.resume();
        expect(await reader.ended).toEqual({ bytes: k_size, how: 'whole' });
        (await server.nobody().get(url, { headers: { range: 'bytes=0-9' } })).expect(403);
        await alter(large, { protection: 'inherit' });
    });

    test('when what was taken away is another file', async () => {
        const url = await ticket_for(await sign_in('viewer'), [large]);
        const reader = slow_reader(server.url + url);
        await reader.begun;
        await until_running(1);
        await alter(small, { access: 'locked' });
        reader.resume();
        expect(await reader.ended).toEqual({ bytes: k_size, how: 'whole' });
        await alter(small, { access: 'inherit' });
    });
});

test('a ZIP has nothing of an entry that was taken away while another was read', async () => {
    const url = await ticket_for(await sign_in('viewer'), [large, small]);
    const reader = slow_reader(server.url + url);
    await reader.begun;
    await until_running(1);
    await alter(small, { access: 'locked' });
    reader.resume();
    expect((await reader.ended).how).toBe('whole');
    const again = (await server.nobody().get(url, { headers: { range: 'bytes=-1000000' } })).expect(206).body;
    expect(again.includes(k_piece)).toBe(true);
    expect(again.includes(k_secret)).toBe(false);
    await alter(small, { access: 'inherit' });
});
