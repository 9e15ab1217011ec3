// Libraries, folders, members and usage settings over HTTP: what a change does to those who work there, and who may.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change, change_asset, k_all_flags, make_house, make_library, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;
let admin: Client;
const k_absent = '0'.repeat(26);
const k_people = [
    { name: 'owner', level: 4, flags: k_all_flags, role: 'owner' as const },
    { name: 'editor', level: 4, flags: k_all_flags, role: 'editor' as const },
    { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' as const },
    { name: 'stranger', level: 4, flags: k_all_flags, role: 'none' as const },
];

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, k_people);
    admin = house.admin;
});
afterAll(() => server?.end());

const client = (name: string) => who(house, name).client;
const id_of = (name: string) => who(house, name).id;
const named = (page: { items: { name: string }[] }) => page.items.map((one) => one.name);

async function add_folder(library: string, name: string, parent?: string): Promise<string> {
    return (await admin.post('/api/folders', { library, name, ...(parent ? { parent } : {}) })).expect(201).json.id;
}
async function add_member(library: string, person: string, role: string, more: object = {}): Promise<string> {
    return (await admin.post('/api/members', { library, person, role, ...more })).expect(201).json.id;
}

describe('libraries', () => {
    test('are listed to those who can see them, with what they may do there', async () => {
        const other = await make_library(admin, 'Not for all');
        expect(named((await client('viewer').get('/api/libraries')).expect(200).json)).toEqual(['Press']);
        expect(named((await client('stranger').get('/api/libraries')).expect(200).json)).toEqual([]);
        expect(named((await admin.get('/api/libraries')).expect(200).json)).toEqual(expect.arrayContaining(['Press', 'Not for all']));
        const seen = (await client('viewer').get(`/api/libraries/${house.library}`)).expect(200).json;
        expect(seen.can).toEqual({ upload: false, organise: false, publish: false, protect: false });
        expect(seen.why_not.upload.length).toBeGreaterThan(0);
        (await client('viewer').get(`/api/libraries/${other}`)).expect(404);
        (await server.nobody().get('/api/libraries')).expect(401);
    });

    test('are renamed over their version, by owners', async () => {
        const library = await make_library(admin, 'Old name');
        const path = `/api/libraries/${library}`;
        await add_member(library, id_of('owner'), 'owner');
        await add_member(library, id_of('editor'), 'editor');
        const first = (await client('owner').get(path)).expect(200).headers['etag'] ?? '';
        const over = (name: string) => client('owner').patch(path, { name }, { headers: { 'if-match': first } });
        expect((await over('New name')).expect(200).json.name).toBe('New name');
        expect((await over('Late name')).expect(412).problem).toBe('stale');
        expect((await change(client('owner'), path, { name: 'pRESS' })).expect(409).problem).toBe('name-taken');
        (await change(client('editor'), path, { name: 'By an editor' })).expect(403);
        (await client('viewer').patch(path, { name: 'Hidden' }, { headers: { 'if-match': first } })).expect(404);
        expect((await admin.get(path)).expect(200).json.name).toBe('New name');
    });

    test('that are archived are read and take nothing more', async () => {
        const library = await make_library(admin, 'Closed');
        const asset = await put_in(admin, library, 'kept.txt', Buffer.from('kept'));
        (await change(admin, `/api/libraries/${library}`, { archived: true })).expect(200);
        expect((await admin.upload('/api/assets', { library }, { name: 'late.txt', bytes: Buffer.from('late') })).expect(409).problem).toBe('library-archived');
        expect((await admin.post('/api/folders', { library, name: 'Late' })).expect(409).problem).toBe('library-archived');
        (await admin.get(`/api/assets/${asset}`)).expect(200);
        expect((await change(admin, `/api/libraries/${library}`, { archived: false })).expect(200).json.archived_at).toBeNull();
        await put_in(admin, library, 'again.txt', Buffer.from('again'));
    });

    test('a call that is sent again makes one library', async () => {
        const make = (kind: string) => admin.post('/api/libraries', { name: 'Once', kind }, { headers: { 'idempotency-key': 'library-1' } });
        const first = (await make('logo')).expect(201).json;
        expect((await make('logo')).expect(201).json.id).toBe(first.id);
        expect((await make('icon')).expect(422).problem).toBe('key-reused');
    });
});

describe('usage settings', () => {
    test('decide at once, and only owners write them', async () => {
        const asset = await put_in(admin, house.library, 'settings.txt', Buffer.from('settings'));
        const path = `/api/libraries/${house.library}/settings`;
        const before = (await client('editor').get(path)).expect(200).json;
        (await client('viewer').post('/api/deliveries', { items: [{ asset }] })).expect(201);
        (await change(client('owner'), path, { ...before, protection: 'on_request' }, 'put')).expect(200);
        expect((await client('viewer').post('/api/deliveries', { items: [{ asset }] })).expect(403).json.needs).toEqual(['download_grant']);
        (await client('editor').post('/api/deliveries', { items: [{ asset }] })).expect(201);
        (await change(client('owner'), path, { ...before, protection: 'inherit' }, 'put')).expect(422);
        (await change(client('editor'), path, before, 'put')).expect(403);
        (await client('owner').put(path, before)).expect(428);
        (await client('viewer').put(path, before, { headers: { 'if-match': '"1"' } })).expect(403);
        (await client('stranger').get(path)).expect(404);
        (await change(client('owner'), path, before, 'put')).expect(200);
        expect((await client('owner').get(path)).expect(200).json).toEqual(before);
        (await client('viewer').post('/api/deliveries', { items: [{ asset }] })).expect(201);
    });

    test('with visibility for everyone a library is seen by everyone, until it is taken back', async () => {
        const library = await make_library(admin, 'Town square');
        const path = `/api/libraries/${library}/settings`;
        const before = (await admin.get(path)).expect(200).json;
        (await client('stranger').get(`/api/libraries/${library}`)).expect(404);
        (await change(admin, path, { ...before, visibility: 'everyone' }, 'put')).expect(200);
        expect((await client('stranger').get(`/api/libraries/${library}`)).expect(200).json.can.upload).toBe(false);
        expect((await client('stranger').get(path)).expect(403).problem).toBe('insiders-only');
        (await change(admin, path, before, 'put')).expect(200);
        (await client('stranger').get(`/api/libraries/${library}`)).expect(404);
    });
});

describe('folders', () => {
    test('nest, are listed level by level, renamed, moved and deleted when empty', async () => {
        const library = await make_library(admin, 'Tree');
        const top = await add_folder(library, 'Top');
        const below = await add_folder(library, 'Below', top);
        const other = await add_folder(library, 'Other');
        expect(named((await admin.get(`/api/folders?library=${library}`)).expect(200).json)).toEqual(expect.arrayContaining(['Other', 'Top']));
        expect(named((await admin.get(`/api/folders?library=${library}&parent=${top}`)).expect(200).json)).toEqual(['Below']);
        expect((await change(admin, `/api/folders/${below}`, { name: 'Renamed', parent: other })).expect(200).json).toMatchObject({ name: 'Renamed', parent: other });
        expect(named((await admin.get(`/api/folders?library=${library}&parent=${top}`)).expect(200).json)).toEqual([]);
        expect((await change(admin, `/api/folders/${other}`, { parent: below })).expect(409).problem).toBe('folder-in-itself');
        expect((await change(admin, `/api/folders/${other}`, { parent: other })).expect(409).problem).toBe('folder-in-itself');
        expect((await change(admin, `/api/folders/${other}`, { parent: k_absent })).expect(422).problem).toBe('no-such-folder');
        expect((await admin.delete(`/api/folders/${other}`)).expect(409).problem).toBe('folder-not-empty');
        (await change(admin, `/api/folders/${below}`, { parent: null })).expect(200);
        (await admin.delete(`/api/folders/${other}`)).expect(204);
        (await admin.get(`/api/folders/${other}`)).expect(404);
        (await admin.delete(`/api/folders/${other}`)).expect(404);
        (await client('viewer').get(`/api/folders/${below}`)).expect(404);
        (await client('viewer').delete(`/api/folders/${below}`)).expect(404);
    });

    test('rule what lies in them, the nearest first', async () => {
        const outer = await add_folder(house.library, 'Ruled');
        const inner = await add_folder(house.library, 'Freed', outer);
        const asset = (await admin.upload('/api/assets', { library: house.library, folder: inner }, { name: 'ruled.txt', bytes: Buffer.from('ruled') })).expect(201).json.items[0].asset;
        const take = () => client('viewer').post('/api/deliveries', { items: [{ asset }] });
        (await change(client('owner'), `/api/folders/${outer}`, { access: 'locked' })).expect(200);
        expect((await take()).expect(403).json.needs).toEqual(['access_grant']);
        expect((await client('owner').get(`/api/folders/${inner}`)).expect(200).json.access).toMatchObject({ set: 'inherit', in_force: 'locked', set_on: 'folder', folder: outer });
        (await change(client('owner'), `/api/folders/${inner}`, { access: 'unlocked' })).expect(200);
        (await take()).expect(201);
        (await change(client('editor'), `/api/folders/${inner}`, { access: 'locked' })).expect(403);
        (await change(client('viewer'), `/api/folders/${inner}`, { name: 'Mine' })).expect(403);
        expect((await client('viewer').get(`/api/folders/${inner}`)).expect(200).json.access).toBeNull();
    });

    test('of one that moves keep what is locked: an editor cannot carry it out', async () => {
        const locked = await add_folder(house.library, 'Safe');
        const inner = await add_folder(house.library, 'In the safe', locked);
        (await change(client('owner'), `/api/folders/${locked}`, { access: 'locked' })).expect(200);
        (await change(client('editor'), `/api/folders/${inner}`, { parent: null })).expect(403);
        (await change(client('owner'), `/api/folders/${inner}`, { parent: null })).expect(200);
    });
});

describe('members', () => {
    test('see what they are members of, until it ends', async () => {
        const library = await make_library(admin, 'Guests');
        const asset = await put_in(admin, library, 'guest.txt', Buffer.from('guest'));
        (await client('stranger').get(`/api/assets/${asset}`)).expect(404);
        const member = await add_member(library, id_of('stranger'), 'viewer');
        (await client('stranger').get(`/api/assets/${asset}`)).expect(200);
        (await client('stranger').delete(`/api/members/${member}`)).expect(404); // who is a member is not for them to see
        (await client('viewer').delete(`/api/members/${member}`)).expect(404);
        (await admin.delete(`/api/members/${member}`)).expect(204);
        (await client('stranger').get(`/api/assets/${asset}`)).expect(404);
        (await admin.delete(`/api/members/${member}`)).expect(404);
        const ended = new Date(Date.now() - 60_000).toISOString();
        await add_member(library, id_of('stranger'), 'viewer', { ends_at: ended });
        (await client('stranger').get(`/api/assets/${asset}`)).expect(404);
        expect((await admin.get(`/api/libraries/${library}/members`)).expect(200).json.items).toContainEqual(expect.objectContaining({ person: id_of('stranger'), in_force: false }));
    });

    test('of a folder and of one asset see these and nothing beside', async () => {
        const library = await make_library(admin, 'Corners');
        const folder = await add_folder(library, 'Corner');
        const inside = (await admin.upload('/api/assets', { library, folder }, { name: 'inside.txt', bytes: Buffer.from('inside') })).expect(201).json.items[0].asset;
        const single = await put_in(admin, library, 'single.txt', Buffer.from('single'));
        const hidden = await put_in(admin, library, 'hidden.txt', Buffer.from('hidden'));
        await add_member(library, id_of('stranger'), 'viewer', { folder });
        await add_member(library, id_of('stranger'), 'viewer', { asset: single });
        const person = client('stranger');
        (await person.get(`/api/assets/${inside}`)).expect(200);
        (await person.get(`/api/assets/${single}`)).expect(200);
        (await person.get(`/api/assets/${hidden}`)).expect(404);
        const listed = (await person.get(`/api/assets?library=${library}`)).expect(200, 404);
        if (listed.status === 200) expect(named(listed.json)).not.toContain('hidden.txt');
        expect((await admin.get(`/api/folders/${folder}/members`)).expect(200).json.items).toMatchObject([{ person: id_of('stranger'), folder }]);
        expect((await admin.get(`/api/assets/${single}/members`)).expect(200).json.items).toMatchObject([{ person: id_of('stranger'), asset: single }]);
        for (const path of [`/api/folders/${folder}/members`, `/api/assets/${single}/members`]) {
            (await person.get(path)).expect(403);
            (await client('viewer').get(path)).expect(404);
        }
        (await admin.get(`/api/folders/${k_absent}/members`)).expect(404);
        (await admin.get(`/api/assets/${k_absent}/members`)).expect(404);
    });

    test('are written place by place over one version, all or none', async () => {
        const library = await make_library(admin, 'Council');
        const path = `/api/libraries/${library}/members`;
        await add_member(library, id_of('owner'), 'owner');
        const group = (await admin.post('/api/groups', { name: 'Council' })).expect(201).json.id;
        const wanted = [{ person: id_of('owner'), role: 'owner' }, { person: id_of('viewer'), role: 'viewer' }, { group, role: 'editor' }];
        const first = (await client('owner').get(path)).expect(200).headers['etag'] ?? '';
        const put = (members: object[]) => client('owner').put(path, { places: [{ members }] }, { headers: { 'if-match': first } });
        (await put([...wanted, { person: k_absent, role: 'viewer' }])).expect(422);
        expect((await admin.get(path)).expect(200).headers['etag']).toBe(first);
        const there: { person: string | null; group: string | null; role: string }[] = (await put(wanted)).expect(200).json.items;
        expect(there.map((one) => `${one.person ?? one.group} ${one.role}`).sort())
            .toEqual([`${id_of('owner')} owner`, `${id_of('viewer')} viewer`, `${group} editor`].sort());
        expect((await put([])).expect(412).problem).toBe('stale');
        (await client('viewer').get(`/api/libraries/${library}`)).expect(200);
        (await change(client('viewer'), path, { places: [{ members: wanted }] }, 'put', `/api/libraries/${library}`)).expect(403);
        (await change(client('owner'), path, { places: [{ members: [{ person: id_of('owner'), role: 'owner' }] }] }, 'put')).expect(200);
        (await client('viewer').get(`/api/libraries/${library}`)).expect(404);
    });

    test('of a group come and go with it', async () => {
        const library = await make_library(admin, 'By group');
        const group = (await admin.post('/api/groups', { name: 'Readers' })).expect(201).json.id;
        (await admin.post('/api/members', { library, group, role: 'viewer' })).expect(201);
        (await client('stranger').get(`/api/libraries/${library}`)).expect(404);
        const candidates = `/api/libraries/${library}/candidates?q=`;
        expect((await admin.get(`${candidates}READ`)).expect(200).json.items).toContainEqual({ person: null, email: null, group, name: 'Readers' });
        expect((await admin.get(`${candidates}viewer`)).expect(200).json.items)
            .toContainEqual({ person: id_of('viewer'), email: 'viewer@example.org', group: null, name: 'Demo viewer' });
        (await client('stranger').get(candidates)).expect(404);
        const people = (ids: string[]) => change(admin, `/api/groups/${group}/people`, { people: ids }, 'put', `/api/groups/${group}`);
        (await people([id_of('stranger')])).expect(200);
        (await client('stranger').get(`/api/libraries/${library}`)).expect(200);
        (await people([])).expect(200);
        (await client('stranger').get(`/api/libraries/${library}`)).expect(404);
    });

    test('do not raise themselves', async () => {
        const asset = await put_in(admin, house.library, 'rise.txt', Buffer.from('rise'));
        (await change_asset(admin, asset, { access: 'locked' })).expect(200);
        for (const name of ['viewer', 'editor']) {
            (await client(name).post('/api/members', { library: house.library, person: id_of(name), role: 'owner' })).expect(403);
            (await client(name).post('/api/members', { library: house.library, asset, person: id_of(name), role: 'editor' })).expect(403);
        }
        (await client('stranger').post('/api/members', { library: house.library, person: id_of('stranger'), role: 'viewer' })).expect(404);
    });
});
