// Refused means that nothing changed: rows and files are the same after as before (SAFETY.md 2).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { state_of } from './harness/state.ts';
import { make_house, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
        { name: 'importer', level: 3, flags: ['download', 'upload', 'edit'], role: 'editor' },
    ]);
});
afterAll(() => server?.end());

/** A form of several files; the fields stand before them. */
function form(fields: Record<string, string>, files: { name: string; text: string }[], end = '--\r\n'): { body: string; type: string } {
    const boundary = 'exeat-form-of-many';
    const parts = [
        ...Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
        ...files.map(({ name, text }) => `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${text}\r\n`),
    ];
    return { body: `${parts.join('')}--${boundary}${end}`, type: `multipart/form-data; boundary=${boundary}` };
}
const send = (name: string, what: { body: string; type: string }): Promise<Answer> => who(house, name).client.ask('POST', '/api/assets', what);

describe('a form of several files', () => {
    test('brings them all', async () => {
        const files = ['a', 'b', 'c'].map((name) => ({ name: `${name}.txt`, text: `text of ${name}` }));
        const items = (await send('importer', form({ library: house.library }, files))).expect(201).json.items;
        expect(new Set(items.map((item: { asset: string }) => item.asset)).size).toBe(3);
    });

    test('brings none when one is refused', async () => {
        const long = 'n'.repeat(256);
        for (const [at, name] of [[1, long], [2, '..'], [0, '']] as const) {
            const files = [0, 1, 2].map((i) => ({ name: i === at ? name : `good ${i}.txt`, text: `never seen ${at} ${i}` }));
            const before = await state_of(server);
            (await send('importer', form({ library: house.library }, files))).expect(422);
            expect(await state_of(server), `file ${at} is called ${name.slice(0, 4)}`).toBe(before);
        }
    });

    test('brings none when it is not allowed, or is cut off', async () => {
        const before = await state_of(server);
        const files = [{ name: 'a.txt', text: 'never seen' }];
        (await send('viewer', form({ library: house.library }, files))).expect(403, 404);
        (await send('importer', form({ library: house.library }, files, ''))).expect(400, 422);
        expect(await state_of(server)).toBe(before);
    });
});

describe('a resumable upload', () => {
    test('whose library was archived meanwhile leaves no blob', async () => {
        const importer = who(house, 'importer').client;
        const shelf = (await house.admin.post('/api/libraries', { name: 'Shelf', kind: 'media' })).expect(201);
        const library = shelf.json.id;
        (await house.admin.post('/api/members', { library, person: who(house, 'importer').id, role: 'editor' })).expect(201);
        const text = 'bytes that nobody will see';
        const metadata = [['filename', 'late.txt'], ['library', library]].map(([key, value]) => `${key} ${Buffer.from(value ?? '').toString('base64')}`).join(',');
        const begun = (await importer.ask('POST', '/api/uploads', {
            outside_contract: true, headers: { 'tus-resumable': '1.0.0', 'upload-length': String(text.length), 'upload-metadata': metadata },
        })).expect(201);
        (await house.admin.patch(`/api/libraries/${library}`, { archived: true }, { headers: { 'if-match': shelf.headers.etag ?? '"1"' } })).expect(200);
        const blobs = async (): Promise<string> => (await state_of(server)).split('\n').filter((line) => /^blobs/.test(line)).join('\n');
        const before = await blobs();
        const url = new URL(String(begun.headers.location), server.url).pathname;
        const answer = await importer.ask('PATCH', url, {
            outside_contract: true, body: text, type: 'application/offset+octet-stream', headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0' },
        });
        expect(answer.status).toBe(409);
        expect(await blobs()).toBe(before);
    });
});

describe('what is asked for without the right', () => {
    test('changes nothing', async () => {
        const asset = await put_in(house.admin, house.library, 'kept.txt', Buffer.from('kept'));
        const viewer = who(house, 'viewer').client;
        const before = await state_of(server);
        (await viewer.patch(`/api/assets/${asset}`, { name: 'mine.txt' }, { headers: { 'if-match': '"1"' } })).expect(403, 404);
        (await viewer.post('/api/site/confirm-restore')).expect(403);
        (await viewer.post('/api/people', { email: 'eve@example.org', name: 'Eve', level: 9, roles: [] })).expect(403);
        (await viewer.put('/api/me/password', { old_password: 'wrong', new_password: 'another long password' })).expect(422);
        (await viewer.post('/api/deliveries', { items: [{ asset, file: 'version:99' }] })).expect(403, 404, 422);
        expect(await state_of(server)).toBe(before);
    });
});
