// D1 over HTTP: the kind of a library says which files it takes, its owners widen that, and every way in asks.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from './harness/server.ts';
import type { Client } from './harness/client.ts';
import { change, change_asset, make_library, put_in } from './house.ts';

let server: Server;
let admin: Client;
let logos: string;
const k_svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>');
const k_words = Buffer.from('Only words, and more words after them.\n');
const k_tus = { 'tus-resumable': '1.0.0' };

beforeAll(async () => {
    server = await Server.start();
    admin = await server.set_up();
    logos = (await admin.post('/api/libraries', { name: 'Logos', kind: 'logo' })).expect(201).json.id;
});
afterAll(() => server?.end());

const settings_path = () => `/api/libraries/${logos}/settings`;
const names = async () => (await admin.get(`/api/assets?library=${logos}`)).expect(200).json.items.map((one: { name: string }) => one.name);
async function accept(accepted_types: object) {
    const settings = (await admin.get(settings_path())).expect(200).json;
    return change(admin, settings_path(), { ...settings, accepted_types }, 'put');
}
async function by_tus(filename: string, bytes: Buffer) {
    const metadata = Object.entries({ library: logos, filename }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');
    const begun = await admin.post('/api/uploads', undefined, { headers: { ...k_tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata } });
    if (begun.status !== 201) return begun;
    return admin.ask('PATCH', String(begun.headers.location), { body: bytes, type: 'application/offset+octet-stream', headers: { ...k_tus, 'upload-offset': '0' } });
}

test('a new library takes what its kind takes', async () => {
    expect((await admin.get(settings_path())).expect(200).json.accepted_types).toEqual({ rule: 'kind', list: [] });
    await put_in(admin, logos, 'mark.svg', k_svg);
    const media = await make_library(admin, 'Anything');
    await put_in(admin, media, 'words.txt', k_words);
});

test('every way in refuses the others, and nothing is left', async () => {
    const before = await names();
    const form = (name: string) => admin.upload('/api/assets', { library: logos }, { name, bytes: k_words });
    for (const answer of [await form('words.txt'), await form('mark.eps'), await by_tus('words.txt', k_words), await by_tus('mark.eps', k_words)]) {
        expect(answer.expect(422).problem).toBe('type-not-accepted');
        expect(answer.json.detail).toContain('The library "Logos" takes pictures, PDF, EPS and Illustrator files.');
    }
    const mark = await put_in(admin, logos, 'replaced.svg', k_svg);
    expect((await admin.upload('/api/assets', { library: logos, replaces: mark }, { name: 'replaced.txt', bytes: k_words })).expect(422).problem).toBe('type-not-accepted');
    const media = await make_library(admin, 'Elsewhere');
    const words = await put_in(admin, media, 'words.txt', k_words);
    expect((await change_asset(admin, words, { library: logos })).expect(422).problem).toBe('type-not-accepted');
    (await change_asset(admin, mark, { library: media })).expect(200);
    expect(await names()).toEqual(before);
});

test('its owners widen that, and a wrong list is refused with its place', async () => {
    (await accept({ rule: 'list', list: ['image/*', 'text/plain'] })).expect(200);
    await put_in(admin, logos, 'words.txt', k_words);
    (await accept({ rule: 'any', list: [] })).expect(200);
    await put_in(admin, logos, 'sound.bin', Buffer.from([0, 1, 2, 3, 255, 254]));
    expect((await accept({ rule: 'list', list: ['pictures'] })).expect(422).json).toMatchObject({ errors: [{ pointer: '/accepted_types/list/0' }] });
    expect((await accept({ rule: 'list', list: [] })).expect(422).problem).toBe('wrong-settings');
});
