// Whoever is signed out, or whose token ends, while they send a file brings nothing in: what is still coming is cut.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { transfers_are } from './harness/slow_reader.ts';
import { slow_sender } from './harness/slow_sender.ts';
import { state_of } from './harness/state.ts';
import { k_all_flags, k_password, make_house, put_in, type House } from './house.ts';

let server: Server;
let house: House;
let asset: string; // that files are sent for
const k_piece = 64 * 1024; // the server looks at a body in pieces of at least this size

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [{ name: 'editor', level: 4, flags: k_all_flags, role: 'editor' }]);
    asset = await put_in(house.admin, house.library, 'contract.txt', Buffer.from('contract'));
});
afterAll(() => server?.end());

const editor = () => server.sign_in('editor@example.org', k_password);
async function with_token(): Promise<Client> {
    const program = server.nobody();
    program.token = (await (await editor()).post('/api/me/tokens', { name: 'import', scopes: ['upload', 'edit', 'download'] })).expect(201).json.token;
    return program;
}
const sign_out = async (client: Client) => void (await client.delete('/api/session')).expect(204);
async function end_tokens(): Promise<void> {
    const client = await editor();
    for (const { id } of (await client.get('/api/me/tokens')).expect(200).json.items) (await client.delete(`/api/me/tokens/${id}`)).expect(204);
}

/** The first bytes of a form, up to those of its file. */
function form_of(fields: Record<string, string>): Buffer {
    const parts = Object.entries(fields).map(([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
    return Buffer.from(`${parts.join('')}--edge\r\nContent-Disposition: form-data; name="file"; filename="contract.txt"\r\n\r\n`);
}
const form_type = { 'content-type': 'multipart/form-data; boundary=edge' };

interface Way {
    name: string;
    begin: (client: Client, length: number) => Promise<{ method: string; path: string; headers: Record<string, string>; first: Buffer }>;
}
const by_form = (path: string, fields: () => Record<string, string>): Way['begin'] => async () => ({ method: 'POST', path, headers: form_type, first: form_of(fields()) });
const ways: Way[] = [
    { name: 'a new asset by a form', begin: by_form('/api/assets', () => ({ library: house.library })) },
    { name: 'another file of an asset by a form', begin: by_form('/api/assets', () => ({ replaces: asset })) },
    { name: 'a file for a form of a request', begin: by_form('/api/requests/files', () => ({})) },
    {
        name: 'a resumable upload',
        begin: async (client, length) => {
            const metadata = Object.entries({ library: house.library, filename: 'tus.bin' }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');
            const tus = { 'tus-resumable': '1.0.0' };
            const begun = (await client.post('/api/uploads', undefined, { headers: { ...tus, 'upload-length': String(length), 'upload-metadata': metadata } })).expect(201);
            return { method: 'PATCH', path: String(begun.headers['location']), headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, first: Buffer.alloc(0) };
        },
    },
];
const ends = [
    { how: 'they sign out', who: editor, take: sign_out },
    { how: 'their token ends', who: with_token, take: end_tokens },
];

test.each(ways.flatMap((way) => ends.map((end) => ({ ...way, ...end }))))('$name is cut when $how', async ({ begin, who, take }) => {
    const client = await who();
    const length = 4 * k_piece;
    const { method, path, headers, first } = await begin(client, length);
    const sender = slow_sender(server.url + path, method, { ...client.own_headers(method), ...headers }, length);
    try {
        await sender.admitted;
        // Less than the server looks at in one piece, and nothing more: it is not the next piece that ends it.
        sender.send(Buffer.concat([first, Buffer.from('other bytes; ')]));
        await transfers_are(server, 1);
        await take(client);
        const kept = async () => (await state_of(server)).split('\n').filter((line) => /^(INSERT INTO public\.)?(assets|asset_versions|request_files|blobs) /.test(line));
        const before = await kept();
        const { status } = await sender.ended;
        expect(status).toBeNaN();
        await transfers_are(server, 0);
        expect(await kept()).toEqual(before);
    } finally {
        sender.end();
    }
});

test('what somebody else is signed out of ends nothing of one’s own', async () => {
    const [client, other] = [await editor(), await editor()];
    const { method, path, headers, first } = await (ways[0] as Way).begin(client, k_piece);
    const end = Buffer.from('\r\n--edge--\r\n');
    const sender = slow_sender(server.url + path, method, { ...client.own_headers(method), ...headers, connection: 'close' }, k_piece);
    try {
        await sender.admitted;
        await transfers_are(server, 1);
        await sign_out(other);
        sender.send(Buffer.concat([first, Buffer.alloc(k_piece - first.length - end.length, 'bytes; '), end]));
        expect((await sender.ended).status).toBe(201);
    } finally {
        sender.end();
    }
});
