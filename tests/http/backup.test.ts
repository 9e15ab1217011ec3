// A backup of a running site, and what is made of it again.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './harness/client.ts';
import { run } from './harness/process.ts';
import { k_admin, k_engine, k_exeat, new_database, Server } from './harness/server.ts';
import { make_library, put_in, ticket_of } from './house.ts';

const bytes = randomBytes(1_500_000);
let folder: string;
let server: Server;
let admin: Client;
let asset: string;
let ticket: string;
let token: string;
let again: Server;
let place: { data: string; database?: string };

/** Where a restored site is to live. */
async function new_place(name: string): Promise<{ data: string; database?: string }> {
    const data = join(folder, name);
    return k_engine === 'postgresql' ? { data, database: await new_database() } : { data };
}
const restore = (to: { data: string; database?: string }, backup = 'backup'): Promise<string> =>
    run(k_exeat, ['restore', join(folder, backup), '--verify', '--data', to.data, ...(to.database ? ['--database', to.database] : [])]);

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exeat-backup-'));
    server = await Server.start();
    admin = await server.set_up();
    asset = await put_in(admin, await make_library(admin, 'Press'), 'photo.bin', bytes);
    ticket = await ticket_of(admin, asset);
    token = (await server.command('token', 'create', '--user', k_admin.email, '--name', 'script', '--scopes', 'read,download')).trim().split('\n').at(-1) ?? '';
    await server.command('backup', join(folder, 'backup'));
    place = await new_place('again');
    await restore(place);
    again = await Server.start(place);
});
afterAll(async () => {
    await server?.end();
    await again?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
});

describe('a restored site', () => {
    test('knows no session, no token and no ticket of before', async () => {
        const stale = new Client(again);
        stale.token = token;
        (await stale.get('/api/me')).expect(401);
        const program = new Client(server);
        program.token = token;
        (await program.get('/api/me')).expect(200);
        expect((await again.nobody().get(ticket)).status).toBe(410);
        (await admin.get(ticket)).expect(200);
        expect((await again.nobody().get('/api/me', { headers: { cookie: admin.own_headers('GET').cookie ?? '' } })).status).toBe(401);
    });

    test('lets no files go until an administrator has confirmed it', async () => {
        const ada = await again.sign_in(k_admin.email, k_admin.password);
        (await ada.get(`/api/assets/${asset}`)).expect(200);
        expect((await ada.get('/api/settings')).expect(200).json.held_since).toMatch(/^\d{4}-/);
        const refused = (await ada.post('/api/deliveries', { items: [{ asset }] })).expect(409);
        expect(refused.problem).toBe('site-held');
        (await again.nobody().post('/api/site/confirm-restore')).expect(401);
        expect((await ada.post('/api/deliveries', { items: [{ asset }] })).status).toBe(409);

        (await ada.post('/api/site/confirm-restore')).expect(200, 204);
        (await ada.post('/api/site/confirm-restore')).expect(200, 204);
        expect((await ada.get('/api/settings')).expect(200).json.held_since ?? null).toBeNull();
        const got = (await ada.get(await ticket_of(ada, asset))).expect(200);
        expect(got.body.equals(bytes)).toBe(true);
        expect(await again.command('audit', 'verify')).not.toMatch(/broken|changed/);
    });
});

describe('restore', () => {
    test('refuses a place that is not empty', async () => {
        await expect(restore(place)).rejects.toThrow(/is not empty/);
        const other = await new_place('other');
        if (place.database) await expect(restore({ ...other, database: place.database })).rejects.toThrow(/The database is not empty/);
        else await expect(restore({ ...other, database: 'postgresql:///somewhere' })).rejects.toThrow(/leave out --database/);
        (await again.nobody().get('/healthz')).expect(200);
    });

    test('refuses what is no whole backup', async () => {
        await expect(restore(await new_place('nothing'), 'no-backup')).rejects.toThrow(/backup\.json is missing/);
    });
});
