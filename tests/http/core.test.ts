// The main job: files go in, one decision rules, files come out.
import { createHash, randomBytes } from 'node:crypto';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Server } from './harness/server.ts';
import { change_asset, make_house, put_in, ticket_of, who, type House } from './house.ts';

let server: Server;
let house: House;
const k_kinds = [
    { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' as const },
    { name: 'editor', level: 4, flags: ['download', 'edit', 'upload', 'publish'], role: 'editor' as const },
    { name: 'stranger', level: 2, flags: ['download'], role: 'none' as const },
];

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, k_kinds);
});
afterAll(() => server?.end());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('files in and out', () => {
    test('what goes in comes out, byte for byte, with its name', async () => {
        const bytes = randomBytes(3_000_001);
        const name = 'Ünïcode "quoted" 🎉.bin';
        const asset = await put_in(who(house, 'editor').client, house.library, name, bytes);
        const viewer = who(house, 'viewer').client;
        const url = await ticket_of(viewer, asset);
        const got = (await viewer.get(url)).expect(200);
        expect(sha256(got.body)).toBe(sha256(bytes));
        expect(got.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`);
        expect(got.headers['cache-control']).toBe('private, no-store');
        expect(got.headers['content-security-policy']).toContain('sandbox');
        expect(got.headers['x-content-type-options']).toBe('nosniff');
    });

    test('ranges, If-Range and HEAD', async () => {
        const bytes = randomBytes(2_500_000);
        const asset = await put_in(house.admin, house.library, 'ranges.bin', bytes);
        const url = await ticket_of(house.admin, asset);
        const head = (await house.admin.head(url)).expect(200);
        expect(head.headers['content-length']).toBe('2500000');
        const etag = head.headers['etag'] ?? '';
        const part = (await house.admin.get(url, { headers: { range: 'bytes=1048570-1048600', 'if-range': etag } })).expect(206);
        expect(part.body.equals(bytes.subarray(1048570, 1048601))).toBe(true);
        expect(part.headers['content-range']).toBe('bytes 1048570-1048600/2500000');
        (await house.admin.get(url, { headers: { range: 'bytes=0-1', 'if-range': '"other"' } })).expect(200);
        (await house.admin.get(url, { headers: { range: 'bytes=9999999-' } })).expect(416);
        (await house.admin.get(url, { headers: { 'if-none-match': etag } })).expect(304);
    });

    test('several files come as one ZIP that resumes anywhere', async () => {
        const assets = [];
        for (let i = 0; i < 3; ++i) assets.push(await put_in(house.admin, house.library, `same name.bin`, randomBytes(700_000 + i)));
        const made = (await house.admin.post('/api/deliveries', { items: assets.map((asset) => ({ asset })) })).expect(201).json;
        const whole = (await house.admin.get(made.url)).expect(200);
        expect(whole.body.length).toBe(made.bytes);
        expect(whole.body.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
        const tail = (await house.admin.get(made.url, { headers: { range: `bytes=${made.bytes - 900_000}-` } })).expect(206);
        expect(tail.body.equals(whole.body.subarray(made.bytes - 900_000))).toBe(true);
    });

    test('a selection is served in part, with what is left out and why', async () => {
        const free = await put_in(house.admin, house.library, 'free.txt', Buffer.from('free'));
        const locked = await put_in(house.admin, house.library, 'locked.txt', Buffer.from('locked'));
        (await change_asset(house.admin, locked, { access: 'locked' })).expect(200);
        const viewer = who(house, 'viewer').client;
        const made = (await viewer.post('/api/deliveries', { items: [{ asset: free }, { asset: locked }] })).expect(201).json;
        expect(made.files).toBe(1);
        expect(made.left_out).toHaveLength(1);
        expect(made.left_out[0].needs).toEqual(['access_grant']);
        expect(made.left_out[0].why.length).toBeGreaterThan(0);
    });

    test('the same POST with the same key makes one delivery', async () => {
        const asset = await put_in(house.admin, house.library, 'once.txt', Buffer.from('once'));
        const ask = () => house.admin.post('/api/deliveries', { items: [{ asset }] }, { headers: { 'idempotency-key': 'key-1' } });
        const [one, two] = [(await ask()).expect(201).json, (await ask()).expect(201).json];
        expect(two.url).toBe(one.url);
        const other = await house.admin.post('/api/deliveries', { items: [{ asset, file: 'metadata:csv' }] }, { headers: { 'idempotency-key': 'key-1' } });
        expect(other.expect(422).problem).toBe('key-reused');
    });

    test('the same content twice is recognised', async () => {
        const bytes = randomBytes(1000);
        const first = await put_in(house.admin, house.library, 'first.bin', bytes);
        const second = (await house.admin.upload('/api/assets', { library: house.library }, { name: 'second.bin', bytes })).expect(201).json.items[0];
        expect(second.duplicates).toEqual([first]);
        const skipped = (await house.admin.upload('/api/assets', { library: house.library, duplicates: 'skip' }, { name: 'third.bin', bytes })).expect(201).json.items[0];
        expect(skipped).toMatchObject({ asset: first, existed: true });
    });

    test('tus-js-client uploads, and goes on after an interruption', async () => {
        const bytes = randomBytes(5_000_000);
        const editor = who(house, 'editor').client;
        const headers = editor.own_headers('POST');
        let url: string | null = null;
        const send = (stop_after: number | null) => new Promise<string>((resolve, reject) => {
            const upload = new Upload(bytes, {
                endpoint: `${server.url}/api/uploads`, uploadUrl: url, chunkSize: 1_000_000, headers, retryDelays: null,
                metadata: { library: house.library, filename: 'resumed.bin' },
                onChunkComplete: (_size, accepted) => {
                    url = upload.url;
                    if (stop_after !== null && accepted >= stop_after) void upload.abort().then(() => resolve(''));
                },
                onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('Exeat-Asset') ?? ''),
                onError: reject,
            });
            upload.start();
        });
        await send(2_000_000);
        expect(url).not.toBeNull();
        const asset = await send(null);
        const got = (await editor.get(await ticket_of(editor, asset))).expect(200);
        expect(sha256(got.body)).toBe(sha256(bytes));
    });
});

describe('refusals', () => {
    test('tell what is needed and why, and hidden looks like absent', async () => {
        const asset = await put_in(house.admin, house.library, 'secret.txt', Buffer.from('secret'));
        (await change_asset(house.admin, asset, { protection: 'on_request' })).expect(200);
        const viewer = who(house, 'viewer').client;
        const refused = (await viewer.post('/api/deliveries', { items: [{ asset }] })).expect(403).json;
        expect(refused.needs).toEqual(['download_grant']);
        expect(refused.can_request).toBe(true);
        expect(refused.why.length).toBeGreaterThan(0);
        const stranger = who(house, 'stranger').client;
        const hidden = (await stranger.post('/api/deliveries', { items: [{ asset }] })).expect(404).json;
        const absent = (await stranger.post('/api/deliveries', { items: [{ asset: `0${asset.slice(1)}` }] })).expect(404).json;
        const same = ({ type, title, status, detail }: Record<string, unknown>) => ({ type, title, status, detail });
        expect(same(hidden)).toEqual(same(absent));
        (await server.nobody().post('/api/deliveries', { items: [{ asset }] })).expect(401);
    });
});

describe('why', () => {
    test.each([
        ['protection', { protection: 'on_request' }],
        ['the lock', { access: 'locked' }],
        ['both', { protection: 'on_request', access: 'locked' }],
    ])('is told in the same words by the card, by its page, by a refused call and by exeat explain: %s', async (_name, rules) => {
        const asset = await put_in(house.admin, house.library, 'told.txt', Buffer.from('told'));
        (await change_asset(house.admin, asset, rules)).expect(200);
        const viewer = who(house, 'viewer').client;
        const refused: string[] = (await viewer.post('/api/deliveries', { items: [{ asset }] })).expect(403).json.why;
        expect(refused.length).toBeGreaterThan(0);
        expect((await viewer.get(`/api/assets/${asset}`)).expect(200).json.why).toEqual(refused);
        expect((await viewer.get(`/api/assets/${asset}/decision?action=download`)).expect(200).json.why).toEqual(refused);
        const said = (await server.command('explain', '--user', 'viewer@example.org', '--asset', asset, '--action', 'download')).split('\n');
        const first = said.indexOf('need') + 1;
        expect(said.slice(first, first + refused.length)).toEqual(refused);
    });
});

describe('the ledger', () => {
    test('holds every delivery and verifies', async () => {
        const said = await server.command('audit', 'verify');
        expect(said).toContain('the ledger is as it was written');
    });
});
