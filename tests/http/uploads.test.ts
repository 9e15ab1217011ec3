// tus 1.0 as tus-js-client speaks it, and as somebody does who makes mistakes.
import { createHash, randomBytes } from 'node:crypto';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Client } from './harness/client.ts';
import { k_admin, Server } from './harness/server.ts';
import { state_of } from './harness/state.ts';
import { k_all_flags, k_password, make_house, ticket_of, who, type House } from './house.ts';

let server: Server;
let house: House;
let editor: Client;
const k_tus = { 'tus-resumable': '1.0.0' };

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [
        { name: 'editor', level: 4, flags: k_all_flags, role: 'editor' },
        { name: 'other_editor', level: 4, flags: k_all_flags, role: 'editor' },
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
        { name: 'stranger', level: 4, flags: k_all_flags, role: 'none' },
    ]);
    editor = who(house, 'editor').client;
});
afterAll(() => server?.end());

const sha = (kind: 'sha1' | 'sha256', bytes: Buffer) => `${kind} ${createHash(kind).update(bytes).digest('base64')}`;
const meta = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');

function begin(client: Client, length: number | string, fields: Record<string, string> = {}, more: Record<string, string> = {}): Promise<Answer> {
    const metadata = meta({ library: house.library, filename: 'tus.bin', ...fields });
    return client.post('/api/uploads', undefined, { headers: { ...k_tus, 'upload-length': String(length), 'upload-metadata': metadata, ...more } });
}
async function begun(length: number, fields: Record<string, string> = {}): Promise<string> {
    return String((await begin(editor, length, fields)).expect(201).headers.location);
}
function send(client: Client, path: string, offset: number, bytes: Buffer, more: Record<string, string> = {}): Promise<Answer> {
    return client.ask('PATCH', path, { body: bytes, type: 'application/offset+octet-stream', headers: { ...k_tus, 'upload-offset': String(offset), ...more } });
}
const look = (client: Client, path: string) => client.head(path, { headers: k_tus });
const offset_of = async (path: string) => Number((await look(editor, path)).expect(200).headers['upload-offset']);

/** A whole upload by tus-js-client; the asset that it became. */
function by_client(bytes: Buffer, name: string, more: Partial<UploadOptions> = {}): Promise<string> {
    return new Promise((resolve, reject) => {
        new Upload(bytes, {
            endpoint: `${server.url}/api/uploads`, chunkSize: 300_000, headers: editor.own_headers('POST'), retryDelays: null,
            metadata: { library: house.library, filename: name },
            onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('Exeat-Asset') ?? ''),
            onError: reject,
            ...more,
        }).start();
    });
}
const content_of = async (asset: string) => (await editor.get(await ticket_of(editor, asset))).expect(200).body;

describe('tus-js-client', () => {
    test('uploads in one request that creates and sends, and in many', async () => {
        const bytes = randomBytes(1_000_000);
        expect((await content_of(await by_client(bytes, 'one.bin', { chunkSize: Infinity, uploadDataDuringCreation: true }))).equals(bytes)).toBe(true);
        expect((await content_of(await by_client(bytes, 'many.bin'))).equals(bytes)).toBe(true);
    });

    test('terminates, and nothing of it is left', async () => {
        const unfinished = async () => (await state_of(server)).split('\n').filter((line) => /\buploads?\b/.test(line));
        const before = await unfinished();
        const options = { headers: editor.own_headers('DELETE'), retryDelays: null };
        const url = await new Promise<string>((resolve, reject) => {
            const upload = new Upload(randomBytes(900_000), {
                ...options, endpoint: `${server.url}/api/uploads`, chunkSize: 300_000,
                metadata: { library: house.library, filename: 'ended.bin' },
                onChunkComplete: () => void upload.abort().then(() => resolve(upload.url ?? ''), reject),
                onError: reject,
            });
            upload.start();
        });
        expect((await unfinished()).length).toBeGreaterThan(before.length);
        await Upload.terminate(url, options);
        (await look(editor, new URL(url).pathname)).expect(404);
        expect(await unfinished()).toEqual(before);
    });

    test('goes on in another program, after this server was killed', async () => {
        const bytes = randomBytes(1_200_000);
        const path = await begun(bytes.length);
        (await send(editor, path, 0, bytes.subarray(0, 500_000))).expect(204);
        await server.kill();
        server = await server.again();
        editor = await server.sign_in('editor@example.org', k_password);
        expect(await offset_of(path)).toBe(500_000);
        const asset = await by_client(bytes, '', { uploadUrl: `${server.url}${path}` });
        expect((await content_of(asset)).equals(bytes)).toBe(true);
    });
});

describe('a token that only adds files', () => {
    test('replaces none and attaches to none', async () => {
        const asset = await by_client(Buffer.from('first'), 'kept.txt');
        const program = server.nobody();
        program.token = (await editor.post('/api/me/tokens', { name: 'import', scopes: ['upload'] })).expect(201).json.token;
        const file = { name: 'second.txt', bytes: Buffer.from('second') };
        (await program.upload('/api/assets', { library: house.library }, file)).expect(201);
        for (const target of ['replaces', 'attach_to']) {
            for (const id of [asset, '0'.repeat(26)]) {
                expect((await program.upload('/api/assets', { [target]: id }, file)).expect(403).problem).toBe('scope-missing');
                expect((await begin(program, 6, { [target]: id })).expect(403).problem).toBe('scope-missing');
            }
        }
        expect((await content_of(asset)).toString()).toBe('first');
        program.token = (await editor.post('/api/me/tokens', { name: 'editing', scopes: ['upload', 'edit'] })).expect(201).json.token;
        (await program.upload('/api/assets', { replaces: asset }, file)).expect(201);
        expect((await content_of(asset)).toString()).toBe('second');
    });
});

describe('the protocol', () => {
    test('gives back what was said of an upload', async () => {
        const path = await begun(10, { anything: 'else' });
        const said = meta({ library: house.library, filename: 'tus.bin', anything: 'else' });
        expect((await look(editor, path)).expect(200).headers['upload-metadata']).toBe(said);
        (await send(editor, path, 0, randomBytes(10))).expect(204);
        expect((await look(editor, path)).expect(200).headers['upload-metadata']).toBe(said);
    });

    test('says what it can', async () => {
        const said = (await editor.ask('OPTIONS', '/api/uploads', { outside_contract: true })).expect(204).headers;
        expect(said).toMatchObject({ 'tus-version': '1.0.0', 'tus-extension': 'creation,creation-with-upload,termination,checksum,expiration', 'tus-checksum-algorithm': 'sha1,sha256' });
        expect(Number(said['tus-max-size'])).toBeGreaterThan(20 * 2 ** 30);
        const answer = (await begin(editor, 10)).expect(201);
        expect(Date.parse(String(answer.headers['upload-expires']))).toBeGreaterThan(Date.now() + 23 * 3_600_000);
        const looked = (await look(editor, String(answer.headers.location))).expect(200).headers;
        expect(looked).toMatchObject({ 'upload-offset': '0', 'upload-length': '10', 'cache-control': 'no-store' });
    });

    test('checks a checksum, and drops what does not meet it', async () => {
        const bytes = randomBytes(1000);
        const path = await begun(1000);
        expect((await send(editor, path, 0, bytes.subarray(0, 400), { 'upload-checksum': sha('sha1', bytes) })).expect(460).problem).toBe('checksum-mismatch');
        expect(await offset_of(path)).toBe(0);
        (await send(editor, path, 0, bytes.subarray(0, 400), { 'upload-checksum': sha('sha1', bytes.subarray(0, 400)) })).expect(204);
        expect((await send(editor, path, 400, bytes.subarray(400), { 'upload-checksum': sha('sha256', bytes) })).expect(460).problem).toBe('checksum-mismatch');
        expect(await offset_of(path)).toBe(400);
        (await send(editor, path, 400, bytes.subarray(400), { 'upload-checksum': 'md5 AAAA' })).expect(400, 422);
        const asset = String((await send(editor, path, 400, bytes.subarray(400), { 'upload-checksum': sha('sha256', bytes.subarray(400)) })).expect(204).headers['exeat-asset']);
        expect((await content_of(asset)).equals(bytes)).toBe(true);
    });

    test('refuses the wrong offset, too many bytes, another version, and what it does not offer', async () => {
        const path = await begun(100);
        expect((await send(editor, path, 50, Buffer.alloc(10))).expect(409).problem).toBe('upload-offset-mismatch');
        (await send(editor, path, 0, Buffer.alloc(101))).expect(413);
        expect((await editor.ask('PATCH', path, { body: 'x', type: 'text/plain', headers: { ...k_tus, 'upload-offset': '0' } })).expect(415).problem).toBe('tus-type-unsupported');
        expect((await send(editor, path, 0, Buffer.alloc(1), { 'tus-resumable': '0.2.2' })).expect(412).headers['tus-version']).toBe('1.0.0');
        expect((await begin(editor, 10, {}, { 'upload-concat': 'partial' })).expect(422).problem).toBe('concatenation-unsupported');
        expect((await begin(editor, 10, {}, { 'upload-defer-length': '1' })).expect(422).problem).toBe('defer-length-unsupported');
        for (const length of ['-1', 'many', '']) (await begin(editor, length)).expect(422);
        expect(await offset_of(path)).toBe(0);
    });

    test('makes an empty file at once', async () => {
        const answer = (await begin(editor, 0)).expect(201);
        expect((await content_of(String(answer.headers['exeat-asset']))).length).toBe(0);
    });

    test('asks for leave when it begins, each time it goes on, and when it ends', async () => {
        const sign_in = (name: string) => server.sign_in(`${name}@example.org`, k_password);
        (await begin(await sign_in('viewer'), 10)).expect(403);
        (await begin(await sign_in('stranger'), 10)).expect(404);
        (await begin(server.nobody(), 10)).expect(401);
        const path = await begun(10);
        for (const name of ['other_editor', 'viewer']) {
            const person = await sign_in(name);
            (await look(person, path)).expect(404);
            (await send(person, path, 0, Buffer.alloc(10))).expect(404);
            (await person.delete(path, { headers: k_tus })).expect(404);
        }
        (await send(server.nobody(), path, 0, Buffer.alloc(10))).expect(401);
        // Whoever is no editor any more when the last byte comes has no leave to put it there.
        const { id } = who(house, 'editor');
        const admin = await server.sign_in(k_admin.email, k_admin.password);
        const members: { id: string; person: string }[] = (await admin.get(`/api/libraries/${house.library}/members`)).expect(200).json.items;
        (await admin.delete(`/api/members/${members.find((one) => one.person === id)?.id}`)).expect(204);
        const before = await admin.get(`/api/assets?library=${house.library}&count=exact`);
        (await send(editor, path, 0, Buffer.alloc(10))).expect(403, 404);
        expect((await admin.get(`/api/assets?library=${house.library}&count=exact`)).json.count).toBe(before.json.count);
        (await admin.post('/api/members', { library: house.library, person: id, role: 'editor' })).expect(201);
    });
});
