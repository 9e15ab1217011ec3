// Pictures over HTTP: made, waited for, failed, marked, and never shown without a decision.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { k_admin, Server } from './harness/server.ts';
import { change_asset, make_house, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;
const corpus = (name: string) => readFileSync(join(import.meta.dirname, '../corpus/pictures', name));
const k_kinds = [
    { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' as const },
    { name: 'editor', level: 4, flags: ['download', 'edit', 'upload'], role: 'editor' as const },
    { name: 'stranger', level: 2, flags: ['download'], role: 'none' as const },
];

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, k_kinds);
});
afterAll(() => server?.end());

const path_of = (asset: string, size = 'thumbnail') => `/api/assets/${asset}/preview?size=${size}`;

/** Asks until it is made, or cannot be; waits as the server says. */
async function picture(client: Client, asset: string, size = 'thumbnail') {
    for (;;) {
        const answer = await client.get(path_of(asset, size));
        if (answer.status !== 404 || answer.problem !== 'picture-waiting') return answer;
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** What the card says of it, once it says something: the picture may be there a moment earlier. */
async function settled(client: Client, asset: string) {
    for (;;) {
        const shown = (await client.get(`/api/assets/${asset}`)).expect(200).json.picture;
        if (shown.state !== 'waiting') return shown;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

describe('what becomes a picture', () => {
    test.each([
        ['plain.jpg', 120, 80, 'image/jpeg', '#c81e1e'],
        ['turned.jpg', 80, 120, 'image/jpeg', '#c81e1e'],
        ['transparent.png', 120, 80, 'image/webp', '#c81e1e'],
        ['animated.gif', 4, 4, 'image/jpeg', '#c81e1e'],
        ['plain.webp', 120, 80, 'image/jpeg', '#c81e1e'],
        ['plain.tiff', 120, 80, 'image/jpeg', '#c81e1e'],
        ['logo.svg', 16, 16, 'image/webp', '#c81e1e'],
        ['two-pages.pdf', 200, 300, 'image/jpeg', '#c81e1e'],
    ])('%s', async (name, width, height, type, colour) => {
        const asset = await put_in(house.admin, house.library, name, corpus(name));
        const got = (await picture(who(house, 'viewer').client, asset)).expect(200);
        expect(got.headers['content-type']).toBe(type);
        expect(got.headers['cache-control']).toBe('private, no-cache');
        expect(got.headers['x-content-type-options']).toBe('nosniff');
        expect(got.headers['content-security-policy']).toContain('sandbox');
        expect(got.body.length).toBeGreaterThan(100);
        const shown = await settled(house.admin, asset);
        expect(shown).toMatchObject({ state: 'ready', width, height });
        const near = (one: string, at: number) => Math.abs(parseInt(one.slice(at, at + 2), 16) - parseInt(colour.slice(at, at + 2), 16));
        expect(Math.max(near(shown.colour, 1), near(shown.colour, 3), near(shown.colour, 5))).toBeLessThan(8);
        const page = (await house.admin.get(`/api/assets?library=${house.library}&limit=200`)).expect(200).json;
        expect(page.items.find((one: { id: string }) => one.id === asset).picture).toEqual(shown);
    });

    test('other files have none', async () => {
        const asset = await put_in(house.admin, house.library, 'words.txt', Buffer.from('only words'));
        expect((await house.admin.get(`/api/assets/${asset}`)).expect(200).json.picture).toBeNull();
        expect((await house.admin.get(path_of(asset))).expect(404).problem).toBe('no-picture');
    });

    test('a preview is larger, has its own name, and is asked for by HEAD, too', async () => {
        const asset = await put_in(house.admin, house.library, 'logo.svg', Buffer.concat([corpus('logo.svg'), Buffer.from('<!-- one -->')]));
        const small = (await picture(house.admin, asset)).expect(200);
        const large = (await picture(house.admin, asset, 'preview')).expect(200);
        expect(large.headers['etag']).not.toBe(small.headers['etag']);
        expect(large.body.length).toBeGreaterThan(small.body.length);
        const head = (await house.admin.head(path_of(asset))).expect(200);
        expect(head.headers['content-length']).toBe(String(small.body.length));
        expect(head.headers['etag']).toBe(small.headers['etag']);
        expect(head.body.length).toBe(0);
    });

    test('what one has is not sent again, but decided again', async () => {
        const viewer = who(house, 'viewer').client;
        const asset = await put_in(house.admin, house.library, 'plain.png', corpus('plain.png'));
        const etag = (await picture(viewer, asset)).expect(200).headers['etag'] ?? '';
        const again = (await viewer.get(path_of(asset), { headers: { 'if-none-match': etag } })).expect(304);
        expect(again.body.length).toBe(0);
        expect(again.headers['etag']).toBe(etag);
        (await change_asset(house.admin, asset, { status: 'draft' })).expect(200);
        (await viewer.get(path_of(asset), { headers: { 'if-none-match': etag } })).expect(404);
        (await who(house, 'stranger').client.get(path_of(asset), { headers: { 'if-none-match': etag } })).expect(404);
        (await server.nobody().get(path_of(asset))).expect(401);
    });
});

describe('what becomes none', () => {
    test.each([
        ['bomb.png', 'picture-too-large'],
        ['truncated.jpg', 'picture-broken'],
        ['entity.svg', 'picture-broken'],
        ['cut.pdf', 'picture-broken'],
        ['locked.pdf', 'picture-encrypted'],
        ['loop.pdf', 'picture-broken'],
    ])('%s fails with a reason, and is tried again when somebody says so', async (name, reason) => {
        const asset = await put_in(house.admin, house.library, name, corpus(name));
        const got = (await picture(who(house, 'viewer').client, asset)).expect(404);
        expect(got.problem).toBe('picture-failed');
        expect((await house.admin.get(`/api/assets/${asset}`)).expect(200).json.picture).toEqual({ state: 'failed', width: null, height: null, colour: null });
        const failed = () => house.admin.get('/api/jobs?status=failed').then((answer) => answer.expect(200).json.items.find((job: { assets: { id: string }[] }) => job.assets.some((one) => one.id === asset)));
        const job = await failed();
        expect(job).toMatchObject({ kind: 'thumbnail', status: 'failed', reason, attempts: 1, assets: [{ id: asset, name }] });
        expect(job.text).not.toBe('');
        (await who(house, 'editor').client.get('/api/jobs')).expect(403);
        (await who(house, 'editor').client.post(`/api/jobs/${job.id}/retry`)).expect(403);
        (await house.admin.post(`/api/jobs/${job.id}/retry`)).expect(200, 204);
        expect((await picture(house.admin, asset)).expect(404).problem).toBe('picture-failed');
        expect((await failed()).reason).toBe(reason);
    });
});

describe('the padlock', () => {
    test('lies on what may not be taken, under a name of its own', async () => {
        const { admin } = house;
        const settings = (await admin.get(`/api/libraries/${house.library}/settings`)).expect(200);
        (await admin.put(`/api/libraries/${house.library}/settings`, { ...settings.json, watermark: true }, { headers: { 'if-match': settings.headers['etag'] ?? '' } })).expect(200);
        const asset = await put_in(admin, house.library, 'marked.png', corpus('opaque-alpha.png'));
        const viewer = who(house, 'viewer').client;
        const free = (await picture(viewer, asset)).expect(200);
        (await change_asset(admin, asset, { access: 'locked' })).expect(200);
        const locked = (await picture(viewer, asset)).expect(200);
        const own = (await picture(admin, asset)).expect(200);
        expect(locked.headers['etag']).not.toBe(free.headers['etag']);
        expect(locked.body.equals(free.body)).toBe(false);
        expect(own.headers['etag']).toBe(free.headers['etag']);
        // Neither gets the other's by naming it.
        const other = await viewer.get(path_of(asset), { headers: { 'if-none-match': free.headers['etag'] ?? '' } });
        expect(other.expect(200).body.equals(locked.body)).toBe(true);
    });
});

describe('without the program that makes pictures', () => {
    test('all else is served, and readyz says so', async () => {
        const bare = await Server.start({ env: { EXEAT_MEDIA: '/nonexistent/exeat-media' } });
        try {
            const admin = await bare.set_up();
            const ready = (await bare.nobody().get('/readyz')).expect(200).json;
            expect(ready.ready).toBe(true);
            expect(ready.pictures).toContain('cannot be started');
            const library = (await admin.post('/api/libraries', { name: 'Press', kind: 'media' })).expect(201).json.id;
            const asset = await put_in(admin, library, 'plain.png', corpus('plain.png'));
            expect((await admin.get(`/api/assets/${asset}`)).expect(200).json.picture.state).toBe('waiting');
            expect((await admin.get(path_of(asset))).expect(404).problem).toBe('picture-waiting');
            expect(bare.process.text.match(/no_pictures/g)).toHaveLength(1);
        } finally {
            await bare.end();
        }
    });
});

describe('the queue', () => {
    test('survives the end of the server: what waited is made by the next one', async () => {
        const first = await Server.start({ env: { EXEAT_MEDIA: '/nonexistent/exeat-media' } });
        try {
            const admin = await first.set_up();
            const library = (await admin.post('/api/libraries', { name: 'Press', kind: 'media' })).expect(201).json.id;
            const asset = await put_in(admin, library, 'plain.png', corpus('plain.png'));
            expect((await admin.get('/api/jobs?status=waiting')).expect(200).json.items).toHaveLength(1);
            await first.kill();
            const second = await first.again();
            try {
                // Nobody asks for the picture itself: the queue alone has it made.
                expect(await settled(await second.sign_in(k_admin.email, k_admin.password), asset)).toMatchObject({ state: 'ready', width: 120 });
            } finally {
                await second.end();
            }
        } finally {
            await first.remove_data();
        }
    });
});

describe('a decoder that harms itself', () => {
    test('is one failed file; the next one is made', async () => {
        const program = join(import.meta.dirname, '../../build/test/exeat-media-hostile');
        const data = await Server.start({ env: { EXEAT_MEDIA: program } });
        try {
            const admin = await data.set_up();
            const library = (await admin.post('/api/libraries', { name: 'Press', kind: 'media' })).expect(201).json.id;
            const put = (word: string) => put_in(admin, library, `${word}.gif`, Buffer.from(`GIF89a do:${word};`));
            const dying = await put('die');
            const lying = await put('lie html');
            const good = await put('nothing');
            (await picture(admin, good)).expect(200);
            // It died once and has its pause; nothing of it is shown, and nothing else suffers.
            for (const asset of [dying, lying]) {
                const answer = (await admin.get(path_of(asset))).expect(404);
                expect(['picture-waiting', 'picture-failed']).toContain(answer.problem);
            }
            (await admin.get('/healthz')).expect(200);
        } finally {
            await data.end();
        }
    });
});
