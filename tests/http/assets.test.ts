// Assets over HTTP beyond what goes in and out: the card, its files and decisions, changes of one and of many, the bin;
// and what hangs on assets: attributes and terms.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change, change_asset, k_all_flags, make_house, make_library, put_in, ticket_of, who, type House } from './house.ts';

let server: Server;
let house: House;
let admin: Client;
const k_absent = '0'.repeat(26);
const k_people = [
    { name: 'owner', level: 4, flags: k_all_flags, role: 'owner' as const },
    { name: 'editor', level: 4, flags: k_all_flags, role: 'editor' as const },
    { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' as const },
    { name: 'stranger', level: 8, flags: [], role: 'none' as const },
];

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, k_people);
    admin = house.admin;
});
afterAll(() => server?.end());

const client = (name: string) => who(house, name).client;
const put = (name: string, text = name) => put_in(admin, house.library, name, Buffer.from(text));

describe('a card', () => {
    test('shows what each may, why not, and the rules only to those inside', async () => {
        const asset = await put('card.txt');
        (await change_asset(client('owner'), asset, { access: 'locked', protection: 'on_request' })).expect(200);
        const seen = (await client('viewer').get(`/api/assets/${asset}`)).expect(200).json;
        expect(seen).toMatchObject({ name: 'card.txt', size: 8, media_type: 'text/plain', access: null, protection: null, download: { outcome: 'need', needs: ['access_grant', 'download_grant'] } });
        expect(seen.can).toMatchObject({ download: false, edit: false, delete: false, protect: false });
        expect(seen.digest).toBeNull(); // it would tell whose copy this is
        expect(seen.why_not.edit.length).toBeGreaterThan(0);
        const owned = (await client('owner').get(`/api/assets/${asset}`)).expect(200).json;
        expect(owned).toMatchObject({ access: { set: 'locked', in_force: 'locked' }, protection: { in_force: 'on_request' }, download: { outcome: 'allow' } });
        expect(owned.can).toMatchObject({ download: true, edit: true, protect: true });
        expect(owned.digest).toBe(createHash('sha256').update('card.txt').digest('hex'));
    });

    test('tells why, gate by gate, and outsiders no more than they can see', async () => {
        const asset = await put('why.txt');
        (await change_asset(client('owner'), asset, { protection: 'on_request' })).expect(200);
        const path = `/api/assets/${asset}/decision`;
        const refused = (await client('viewer').get(`${path}?action=download`)).expect(200).json;
        expect(refused).toMatchObject({ action: 'download', file: 'original', outcome: 'need', needs: ['download_grant'], can_request: true });
        expect(refused.trace.map((line: { gate: string }) => line.gate)).toContain('protection');
        const free = (await client('owner').get(`${path}?action=download`)).expect(200).json;
        expect(free).toMatchObject({ outcome: 'allow', needs: [] });
        (await server.nobody().get(path)).expect(401);
        (await change_asset(admin, asset, { status: 'draft' })).expect(200);
        (await client('viewer').get(path)).expect(404);
    });

    test('holds every version that was, and those can be taken by insiders', async () => {
        const asset = await put('report.txt', 'first words');
        (await client('editor').upload('/api/assets', { replaces: asset }, { name: 'report 2.txt', bytes: Buffer.from('second words') })).expect(201);
        (await client('editor').upload('/api/assets', { attach_to: asset }, { name: 'release.txt', bytes: Buffer.from('a release') })).expect(201);
        const files: { file: string; name: string; size: number }[] = (await client('editor').get(`/api/assets/${asset}/files`)).expect(200).json.items;
        expect(files.map((one) => [one.file.split(':')[0], one.name, one.size])).toEqual(expect.arrayContaining([
            ['original', 'report 2.txt', 12], ['version', 'report.txt', 11], ['attachment', 'release.txt', 9],
        ]));
        expect(files).toHaveLength(3);
        const old = files.find((one) => one.file.startsWith('version'))?.file ?? '';
        const url = (await client('editor').post('/api/deliveries', { items: [{ asset, file: old }] })).expect(201).json.url;
        expect((await client('editor').get(url)).expect(200).text).toBe('first words');
        (await client('viewer').post('/api/deliveries', { items: [{ asset, file: old }] })).expect(404); // not offered to outsiders
        const shown = (await client('viewer').get(`/api/assets/${asset}/files`)).expect(200).json.items;
        expect(shown.map((one: { name: string }) => one.name)).not.toContain('report.txt');
    });
});

describe('changes', () => {
    test('of one asset are made over its version', async () => {
        const asset = await put('versioned.txt');
        const first = (await client('editor').get(`/api/assets/${asset}`)).expect(200).headers['etag'] ?? '';
        const over = (change: object, tag = first) => client('editor').patch(`/api/assets/${asset}`, change, { headers: { 'if-match': tag } });
        const second = (await over({ name: 'renamed.txt' })).expect(200);
        expect(second.headers['etag']).not.toBe(first);
        expect((await over({ name: 'late.txt' })).expect(412).problem).toBe('stale');
        expect((await over({ name: 'late.txt' }, 'nonsense')).expect(412).problem).toBe('stale');
        expect((await client('viewer').get(`/api/assets/${asset}`)).expect(200).json.name).toBe('renamed.txt');
    });

    test('of many say of each what became of it, and one that is refused holds up no other', async () => {
        const [one, two, draft] = [await put('bulk one.txt'), await put('bulk two.txt'), await put('bulk draft.txt')];
        (await change_asset(admin, two, { access: 'locked' })).expect(200);
        (await change_asset(admin, draft, { status: 'draft' })).expect(200);
        const items = (await client('editor').patch('/api/assets', { ids: [one, two, k_absent], change: { name: 'changed.txt' } })).expect(200).json.items;
        expect(items.map((item: { changed: boolean; status: number | null }) => [item.changed, item.status])).toEqual([[true, null], [false, 403], [false, 404]]);
        expect(items[1].why.length).toBeGreaterThan(0);
        expect(items[2].type).toBe('/problems/not-found');
        expect((await admin.get(`/api/assets/${one}`)).expect(200).json.name).toBe('changed.txt');
        expect((await admin.get(`/api/assets/${two}`)).expect(200).json.name).toBe('bulk two.txt');
        // What a viewer cannot see looks like what is not there.
        const seen = (await client('viewer').patch('/api/assets', { ids: [draft, k_absent], change: { name: 'x' } })).expect(200).json.items;
        expect({ ...seen[0], id: '' }).toEqual({ ...seen[1], id: '' });
        const many = Array.from({ length: 501 }, () => one);
        expect((await admin.patch('/api/assets', { ids: many, change: {} })).expect(422).problem).toBe('too-many-assets');
        (await server.nobody().patch('/api/assets', { ids: [one], change: { name: 'x' } })).expect(401);
    });

    test('of place ask for leave where it goes, and the asset is ruled there', async () => {
        const asset = await put('wanderer.txt');
        const vault = await make_library(admin, 'Vault');
        const settings = (await admin.get(`/api/libraries/${vault}/settings`)).expect(200).json;
        (await change(admin, `/api/libraries/${vault}/settings`, { ...settings, access: 'locked' }, 'put')).expect(200);
        expect((await change_asset(client('owner'), asset, { library: vault })).expect(422).problem).toBe('no-such-folder');
        (await admin.post('/api/members', { library: vault, person: who(house, 'owner').id, role: 'editor' })).expect(201);
        (await change_asset(client('owner'), asset, { library: vault })).expect(200);
        (await client('viewer').get(`/api/assets/${asset}`)).expect(404);
        (await change_asset(client('owner'), asset, { library: house.library })).expect(403); // locked there, and no owner
        (await change_asset(admin, asset, { library: house.library })).expect(200);
        (await client('viewer').get(`/api/assets/${asset}`)).expect(200);
    });

    test('of availability are checked', async () => {
        const asset = await put('dates.txt');
        const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
        expect((await change_asset(client('editor'), asset, { available_from: at(2), available_until: at(1) })).expect(422).problem).toBe('wrong-dates');
        (await change_asset(client('editor'), asset, { available_from: at(1) })).expect(200);
        (await client('viewer').get(`/api/assets/${asset}`)).expect(404);
        (await change_asset(client('editor'), asset, { available_from: null })).expect(200);
        (await client('viewer').get(`/api/assets/${asset}`)).expect(200);
    });

    test('to the bin take it from everybody, its tickets too', async () => {
        const asset = await put('binned.txt');
        const url = await ticket_of(client('viewer'), asset);
        (await client('viewer').delete(`/api/assets/${asset}`)).expect(403);
        (await client('editor').delete(`/api/assets/${asset}`)).expect(204);
        for (const person of [admin, client('viewer')]) (await person.get(`/api/assets/${asset}`)).expect(404);
        (await client('viewer').get(url)).expect(404);
        (await client('editor').delete(`/api/assets/${asset}`)).expect(404);
    });

    test('out of the bin give it back, with the tickets that were out', async () => {
        const asset = await put('undone.txt');
        const url = await ticket_of(client('viewer'), asset);
        (await client('editor').delete(`/api/assets/${asset}`)).expect(204);
        const bin = async (name: string) => (await client(name).get(`/api/bin?library=${house.library}`)).expect(200).json.items.map((one: { id: string }) => one.id);
        expect(await bin('editor')).toContain(asset);
        expect((await client('viewer').get(`/api/bin?library=${house.library}`)).expect(403).problem).toBe('insiders-only');
        (await client('viewer').post(`/api/assets/${asset}/restore`)).expect(404);
        const card = (await client('editor').post(`/api/assets/${asset}/restore`)).expect(200);
        expect(card.json).toMatchObject({ id: asset, name: 'undone.txt' });
        expect((await client('editor').get(`/api/assets/${asset}`)).headers['etag']).toBe(card.headers['etag']);
        expect(await bin('editor')).not.toContain(asset);
        expect((await client('viewer').get(url)).expect(200).text).toBe('undone.txt');
    });
});

describe('a page of assets', () => {
    test('goes on where it ended, sorted and counted, and finds names', async () => {
        const library = await make_library(admin, 'Pages');
        for (const [name, size] of [['delta', 4], ['alpha', 3], ['charlie', 2], ['bravo', 1]] as const) await put_in(admin, library, `${name}.bin`, Buffer.alloc(size, 1));
        const all = async (query: string) => {
            const names: string[] = [];
            for (let cursor = ''; ; ) {
                const page = (await admin.get(`/api/assets?library=${library}&limit=3&${query}${cursor && `&cursor=${cursor}`}`)).expect(200).json;
                names.push(...page.items.map((one: { name: string }) => one.name.slice(0, 1)));
                if (!page.next) return names.join('');
                cursor = page.next;
            }
        };
        expect(await all('sort=name')).toBe('abcd');
        expect(await all('sort=-name')).toBe('dcba');
        expect(await all('sort=size')).toBe('bcad');
        expect(await all('sort=created')).toBe('dacb');
        expect(await all('q=LPH')).toBe('a');
        expect((await admin.get(`/api/assets?library=${library}&limit=1&count=exact`)).expect(200).json.count).toBe(4);
        (await client('viewer').get(`/api/assets?library=${library}`)).expect(404);
        (await server.nobody().get(`/api/assets?library=${library}`)).expect(401);
    });
});

describe('attributes', () => {
    test('are defined by directors, filled in by editors, and not taken away while they are used', async () => {
        const made = (await client('stranger').post('/api/attributes', { name: 'Usage', type: 'pulldown', vocabulary: ['print', 'web'] })).expect(201).json;
        const path = `/api/attributes/${made.id}`;
        expect((await client('stranger').post('/api/attributes', { name: 'Usage', type: 'tag' })).expect(409).problem).toBe('name-taken');
        (await client('editor').post('/api/attributes', { name: 'Mine', type: 'text' })).expect(403);
        (await change(client('editor'), path, { name: 'Mine' })).expect(403);
        expect((await client('viewer').get('/api/attributes')).expect(200).json.items).toMatchObject([{ name: 'Usage', vocabulary: ['print', 'web'] }]);
        const asset = await put('described.txt');
        const say = (person: string, attributes: object) => change_asset(client(person), asset, { attributes });
        (await say('viewer', { Usage: ['web'] })).expect(403);
        (await say('editor', { Usage: ['radio'] })).expect(422);
        expect((await say('editor', { Colour: ['red'] })).expect(422).problem).toBe('no-such-attribute');
        expect((await say('editor', { Usage: ['web'] })).expect(200).json.attributes).toEqual({ Usage: ['web'] });
        expect((await change(client('stranger'), path, { vocabulary: ['print'] })).expect(409).problem).toBe('word-in-use');
        expect((await client('stranger').delete(path)).expect(409).problem).toBe('attribute-in-use');
        const renamed = (await change(client('stranger'), path, { name: 'Use', vocabulary: ['print', 'web', 'radio'] })).expect(200).json;
        expect(renamed).toMatchObject({ name: 'Use', vocabulary: ['print', 'web', 'radio'] });
        (await client('stranger').patch(path, { name: 'Late' }, { headers: { 'if-match': '"1"' } })).expect(412);
        expect((await client('viewer').get(`/api/assets/${asset}`)).expect(200).json.attributes).toEqual({ Use: ['web'] });
        (await say('editor', { Use: [] })).expect(200);
        (await client('editor').delete(path)).expect(403);
        (await client('stranger').delete(path)).expect(204);
        (await client('stranger').get(path)).expect(404);
    });

    test('that a rule names are the owners\' to fill in, and stay', async () => {
        const made = (await admin.post('/api/attributes', { name: 'Sensitivity', type: 'text' })).expect(201).json;
        const settings = (await admin.get('/api/settings')).expect(200).json.settings;
        const justification = { ...settings.justification, enabled: true, attribute_name: 'Sensitivity', attribute_value: 'high' };
        (await change(admin, '/api/settings', { settings: { ...settings, justification } }, 'put')).expect(200);
        expect((await admin.delete(`/api/attributes/${made.id}`)).expect(409).problem).toBe('named-by-trigger');
        expect((await change(admin, `/api/attributes/${made.id}`, { name: 'Secrecy' })).expect(409).problem).toBe('named-by-trigger');
        const asset = await put('sensitive.txt');
        (await change_asset(client('editor'), asset, { attributes: { Sensitivity: ['high'] } })).expect(403);
        (await change_asset(client('owner'), asset, { attributes: { Sensitivity: ['high'] } })).expect(200);
        const take = (more: object) => client('viewer').post('/api/deliveries', { items: [{ asset }], ...more });
        expect((await take({})).expect(403).json.needs).toEqual(['justification']);
        (await take({ answers: { intended_use: 'a poster' } })).expect(201);
        (await change(admin, '/api/settings', { settings }, 'put')).expect(200);
        (await take({})).expect(201);
        (await admin.delete(`/api/attributes/${made.id}`)).expect(409);
    });
});

describe('terms', () => {
    test('are accepted as they are written now, by everybody', async () => {
        const made = (await client('stranger').post('/api/terms', { title: 'Press', body: 'For newspapers.' })).expect(201).json;
        (await client('owner').post('/api/terms', { title: 'Mine', body: 'Mine.' })).expect(403);
        const asset = await put('termed.txt');
        expect((await change_asset(client('owner'), asset, { terms: k_absent })).expect(422).problem).toBe('no-such-terms');
        (await change_asset(client('editor'), asset, { terms: made.id })).expect(403);
        (await change_asset(client('owner'), asset, { terms: made.id })).expect(200);
        const take = (person: Client, version?: number) => person.post('/api/deliveries', { items: [{ asset }], ...(version ? { terms: [{ id: made.id, version }] } : {}) });
        for (const person of [admin, client('owner'), client('viewer')]) expect((await take(person)).expect(403).json.needs).toEqual(['terms']);
        (await take(client('viewer'), 1)).expect(201);
        const versions = `/api/terms/${made.id}/versions`;
        const add = (person: Client, tag: string) => person.post(versions, { title: 'Press', body: 'For all papers.' }, { headers: { 'if-match': tag } });
        (await add(client('owner'), '"1"')).expect(403);
        const tag = (await client('stranger').get(`/api/terms/${made.id}`)).expect(200).headers['etag'] ?? '';
        expect((await add(client('stranger'), tag)).expect(201).json.number).toBe(2);
        (await add(client('stranger'), tag)).expect(412);
        expect((await client('viewer').get(versions)).expect(200).json.items.map((one: { body: string }) => one.body).sort()).toEqual(['For all papers.', 'For newspapers.']);
        expect((await client('viewer').get('/api/terms')).expect(200).json.items).toMatchObject([{ id: made.id, number: 2 }]);
        (await admin.get(`/api/terms/${k_absent}`)).expect(404);
        (await admin.get(`/api/terms/${k_absent}/versions`)).expect(404);
        (await change_asset(client('owner'), asset, { terms: made.id })).expect(200);
        (await take(client('viewer'), 1)).expect(403);
        (await take(client('viewer'), 2)).expect(201);
        (await change_asset(client('owner'), asset, { terms: null })).expect(200);
        (await take(client('viewer'))).expect(201);
    });
});
