// P1 and P2 over HTTP: set-up, sign-in, second factor, tokens, people, groups and roles.
import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change } from './house.ts';

let server: Server;
let admin: Client;
const k_password = 'violet anvils hum';
const k_other_password = 'seven quiet herons';

beforeAll(async () => {
    server = await Server.start({ args: ['--trusted-proxy', '127.0.0.1/32'] });
    admin = await server.set_up();
});
afterAll(() => server?.end());

let visitors = 0;
/** Somebody whose wrong guesses count for nobody else: they come from a block of addresses of their own. */
function visitor(): Client {
    const client = server.nobody();
    client.address = `10.${++visitors >> 8}.${visitors & 255}.1`;
    return client;
}

async function sign_in(email: string, password: string): Promise<Client> {
    const client = visitor();
    (await client.post('/api/session', { email, password })).expect(200);
    return client;
}

let people = 0;
async function add(level = 2, email = `person${++people}@example.org`): Promise<{ id: string; email: string; client: Client }> {
    const made = (await admin.post('/api/people', { email, name: 'Somebody', level, password: k_password })).expect(201).json;
    return { id: made.id, email, client: await sign_in(email, k_password) };
}

/** RFC 6238, as an authenticator calculates it. */
function totp(secret: string, steps_ahead = 0): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps_ahead));
    const mac = createHmac('sha1', key).update(counter).digest();
    const at = (mac[19] ?? 0) & 15;
    return ((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}

describe('signing in', () => {
    test('a second set-up is gone', async () => {
        expect((await visitor().get('/api/setup')).expect(200).json).toEqual({ needed: false });
        const again = await visitor().post('/api/setup', { code: 'AAAA-AAAA-AAAA', email: 'eve@example.org', password: k_password });
        expect(again.expect(410).problem).toBe('set-up-done');
    });

    test('absent and wrong look the same', async () => {
        const { email } = await add();
        const absent = (await visitor().post('/api/session', { email: 'nobody@example.org', password: k_password })).expect(401).json;
        const wrong = (await visitor().post('/api/session', { email, password: k_other_password })).expect(401).json;
        expect({ ...absent, request_id: '' }).toEqual({ ...wrong, request_id: '' });
    });

    test('ten wrong guesses close an account for everybody, and an address for all accounts', async () => {
        const { email } = await add();
        const guess = (client: Client, of: string) => client.post('/api/session', { email: of, password: k_other_password });
        for (let i = 0; i < 10; ++i) (await guess(visitor(), email)).expect(401);
        const closed = await visitor().post('/api/session', { email, password: k_password });
        expect(closed.expect(429).problem).toBe('too-many-attempts');
        expect(Number(closed.headers['retry-after'])).toBeGreaterThan(0);
        const one = visitor();
        for (let i = 0; i < 10; ++i) (await guess(one, `guess${i}@example.org`)).expect(401);
        const other = (await add()).email;
        expect((await one.post('/api/session', { email: other, password: k_password })).expect(429).problem).toBe('too-many-attempts');
        await sign_in(other, k_password);
    });

    test('the cookie is for this machine, and ends with the session', async () => {
        const { email } = await add();
        const client = server.nobody();
        const signed_in = (await client.post('/api/session', { email, password: k_password })).expect(200);
        expect(signed_in.json).toMatchObject({ code_needed: false, me: { email, level: 2 } });
        expect(String(signed_in.headers['set-cookie'])).toMatch(/^exeat=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=7776000$/);
        expect((await client.get('/api/me')).expect(200).json.email).toBe(email);
        const by_https = (await visitor().post('/api/session', { email, password: k_password })).expect(200);
        expect(String(by_https.headers['set-cookie'])).toMatch(/^__Host-exeat=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=7776000$/);
        const open = visitor();
        open.address = undefined;
        const not_https = await open.post('/api/session', { email, password: k_password }, { headers: { 'x-forwarded-for': '10.0.0.1' } });
        expect(not_https.expect(403).problem).toBe('insecure-connection');
        const other = await sign_in(email, k_password);
        const sessions = (await client.get('/api/me/sessions')).expect(200).json.items;
        expect(sessions.map((one: { current: boolean }) => one.current).sort()).toEqual([false, false, false, true]);
        (await client.delete('/api/me/sessions')).expect(204);
        (await other.get('/api/me')).expect(401);
        expect((await client.get('/api/me/sessions')).expect(200).json.items).toMatchObject([{ current: true }]);
        (await client.delete('/api/session')).expect(204);
        expect((await client.get('/api/me')).expect(401).problem).toBe('not-signed-in');
    });

    test('one session of one\'s own is ended, and nobody else\'s', async () => {
        const { email, client } = await add();
        const other = await sign_in(email, k_password);
        const items: { id: string; current: boolean }[] = (await other.get('/api/me/sessions')).expect(200).json.items;
        const lost = items.find((one) => !one.current)?.id ?? '';
        const stranger = (await add()).client;
        (await stranger.delete(`/api/me/sessions/${lost}`)).expect(404);
        (await client.get('/api/me')).expect(200);
        (await other.delete(`/api/me/sessions/${lost}`)).expect(204);
        (await client.get('/api/me')).expect(401);
        (await other.get('/api/me')).expect(200);
        (await other.delete(`/api/me/sessions/${lost}`)).expect(404);
    });

    test('somebody changes their own name and nothing else', async () => {
        const { id, client } = await add();
        expect((await change(client, '/api/me', { name: 'Renamed' })).expect(200).json).toMatchObject({ name: 'Renamed', level: 2 });
        expect((await change(client, '/api/me', { name: ' ' })).expect(422).problem).toBe('name-empty');
        expect((await change(client, '/api/me', { name: 'More', level: 9 })).expect(422).problem).toBe('invalid-body');
        (await client.patch('/api/me', { name: 'Unversioned' })).expect(428);
        expect((await admin.get(`/api/people/${id}`)).expect(200).json).toMatchObject({ name: 'Renamed', level: 2 });
    });

    test('a changed password ends the other sessions', async () => {
        const { email, client } = await add();
        const other = await sign_in(email, k_password);
        expect((await client.put('/api/me/password', { old_password: 'wrong', new_password: k_other_password })).expect(422).problem).toBe('wrong-password');
        expect((await client.put('/api/me/password', { old_password: k_password, new_password: 'password1234' })).expect(422).problem).toBe('password-common');
        (await client.put('/api/me/password', { old_password: k_password, new_password: k_other_password })).expect(204);
        (await client.get('/api/me')).expect(200);
        (await other.get('/api/me')).expect(401);
        await sign_in(email, k_other_password);
    });

    test('a forgotten password is set by the link of a mail, once', async () => {
        const { email, client } = await add();
        (await visitor().post('/api/password/forgot', { email: 'nobody@example.org' })).expect(204);
        (await visitor().post('/api/password/forgot', { email })).expect(204);
        const folder = join(server.data, 'outbox');
        const mails = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
        const token = mails.find((mail) => mail.includes(`To: ${email}\r\n`))?.match(/\/reset\/([\w-]{43})/)?.[1] ?? '';
        (await visitor().post('/api/password/reset', { token, password: k_other_password })).expect(204);
        (await client.get('/api/me')).expect(401);
        await sign_in(email, k_other_password);
        expect((await visitor().post('/api/password/reset', { token, password: k_password })).expect(410).problem).toBe('password-link-ended');
    });

    test('a second factor is asked for, and a recovery code stands in', async () => {
        const { email, client } = await add();
        const { secret, uri } = (await client.post('/api/me/totp', { password: k_password })).expect(200).json;
        expect(uri).toContain(`secret=${secret}`);
        const codes = (await client.post('/api/me/totp/confirm', { code: totp(secret) })).expect(200).json.recovery_codes;
        expect(codes).toHaveLength(10);
        const half = visitor();
        expect((await half.post('/api/session', { email, password: k_password })).expect(200).json).toEqual({ code_needed: true, me: null });
        expect((await half.get('/api/me')).expect(401).problem).toBe('code-needed');
        expect((await half.post('/api/session/code', { code: totp(secret) })).expect(422).problem).toBe('wrong-code');
        expect((await half.post('/api/session/code', { code: totp(secret, 1) })).expect(200).json.me.second_factor).toBe(true);
        (await half.get('/api/me')).expect(200);
        const again = visitor();
        (await again.post('/api/session', { email, password: k_password })).expect(200);
        expect((await again.post('/api/session/code', { code: codes[0] })).expect(200).json.me.recovery_codes_left).toBe(9);
        (await again.post('/api/me/totp/recovery-codes', { password: k_password })).expect(200);
        (await again.post('/api/me/totp/disable', { password: k_password })).expect(204);
    });
});

/** Signed in, with a second factor; its recovery codes. */
async function with_second_factor() {
    const person = await add();
    const { secret } = (await person.client.post('/api/me/totp', { password: k_password })).expect(200).json;
    const codes: string[] = (await person.client.post('/api/me/totp/confirm', { code: totp(secret) })).expect(200).json.recovery_codes;
    return { ...person, codes };
}

describe('a second factor', () => {
    test('is not given without the password, nor taken away', async () => {
        const { client } = await with_second_factor();
        expect((await client.post('/api/me/totp/disable', { password: k_other_password })).expect(422).problem).toBe('wrong-password');
        expect((await client.post('/api/me/totp/recovery-codes', { password: k_other_password })).expect(422).problem).toBe('wrong-password');
        expect((await client.get('/api/me')).expect(200).json).toMatchObject({ second_factor: true, recovery_codes_left: 10 });
        (await client.post('/api/me/totp/disable', { password: k_password })).expect(204);
        expect((await client.get('/api/me')).expect(200).json.second_factor).toBe(false);
        expect((await (await add()).client.post('/api/me/totp', { password: k_other_password })).expect(422).problem).toBe('wrong-password');
    });

    test('has recovery codes that work once, and not after new ones were made', async () => {
        const { email, client, codes } = await with_second_factor();
        const enter = async (code: string | undefined) => {
            const half = visitor();
            (await half.post('/api/session', { email, password: k_password })).expect(200);
            return half.post('/api/session/code', { code });
        };
        (await enter(codes[0])).expect(200);
        expect((await enter(codes[0])).expect(422).problem).toBe('wrong-code');
        const renewed = (await client.post('/api/me/totp/recovery-codes', { password: k_password })).expect(200).json.recovery_codes;
        expect((await enter(codes[1])).expect(422).problem).toBe('wrong-code');
        (await enter(renewed[0])).expect(200);
    });

    test('is taken by an administrator from somebody who lost it, and by nobody else', async () => {
        const { id, email } = await with_second_factor();
        const path = `/api/people/${id}/second-factor`;
        (await (await add(8)).client.delete(path)).expect(403);
        (await visitor().delete(path)).expect(401);
        (await admin.delete(path)).expect(204);
        expect((await visitor().post('/api/session', { email, password: k_password })).expect(200).json.code_needed).toBe(false);
        (await admin.delete(`/api/people/${'0'.repeat(26)}/second-factor`)).expect(404);
    });
});

describe('tokens', () => {
    test('do what was asked for and no more', async () => {
        const { client } = await add();
        const made = (await client.post('/api/me/tokens', { name: 'ci', scopes: ['read'] })).expect(201).json;
        const program = visitor();
        program.token = made.token;
        (await program.get('/api/me')).expect(200);
        expect((await program.post('/api/me/tokens', { name: 'more', scopes: ['manage'] })).expect(403).problem).toBe('scope-missing');
        expect((await client.get('/api/me/tokens')).expect(200).json.items).toMatchObject([{ id: made.id, scopes: ['read'], token: null }]);
        (await client.delete(`/api/me/tokens/${made.id}`)).expect(204);
        expect((await program.get('/api/me')).expect(401).problem).toBe('wrong-token');
    });

    test('with every scope make no tokens and change no passwords', async () => {
        const { client } = await add(9);
        const program = visitor();
        program.token = (await client.post('/api/me/tokens', { name: 'all', scopes: ['read', 'download', 'upload', 'edit', 'manage'] })).expect(201).json.token;
        for (const answer of [
            await program.post('/api/me/tokens', { name: 'more', scopes: ['read'] }),
            await program.put('/api/me/password', { old_password: k_password, new_password: k_other_password }),
            await program.post('/api/me/totp', { password: k_password }),
            await program.get('/api/me/sessions'),
            await program.post('/api/people', { email: 'new@example.org', name: 'New', level: 9, password: k_password }),
        ]) expect(answer.expect(403).problem).toBe('not-with-a-token');
        const invited = (await program.post('/api/people', { email: 'invited@example.org', name: 'Invited', level: 1 })).expect(201).json;
        expect(invited.password_link).toBeNull();
    });
});

describe('people, groups and roles', () => {
    test('are for administrators', async () => {
        const { client } = await add(8);
        for (const path of ['/api/people', '/api/groups', '/api/roles']) {
            const one = `${path}/${'0'.repeat(26)}`;
            for (const at of [path, one]) {
                (await client.get(at)).expect(403);
                (await visitor().get(at)).expect(401);
                (await admin.get(at)).expect(at === path ? 200 : 404);
            }
            const if_match = { headers: { 'if-match': '"1"' } };
            (await client.patch(one, { name: 'X' }, if_match)).expect(403);
            if (path !== '/api/people') {
                (await client.post(path, { name: 'X', ...(path === '/api/roles' ? { flags: [] } : {}) })).expect(403);
                (await client.delete(one, if_match)).expect(403);
                (await client.put(`${one}/people`, { people: [] }, if_match)).expect(403);
            }
        }
        (await client.post('/api/people', { email: 'x@example.org', name: 'X', level: 9 })).expect(403);
    });

    test('a person is made, invited, changed and suspended', async () => {
        const made = (await admin.post('/api/people', { email: 'noor@example.org', name: 'Noor', level: 3 })).expect(201).json;
        const token = made.password_link.url.split('/reset/')[1];
        (await visitor().post('/api/password/reset', { token, password: k_password })).expect(204);
        const noor = await sign_in('noor@example.org', k_password);
        const path = `/api/people/${made.id}`;
        expect((await change(admin, path, { level: 6 })).expect(422).problem).toBe('no-such-level');
        expect((await change(admin, path, { quota_limit: 5 })).expect(200).json.quota_limit).toBe(5);
        (await admin.patch(path, { level: 4 })).expect(428);
        (await admin.patch(path, { level: 4 }, { headers: { 'if-match': '"1"' } })).expect(412);
        (await change(admin, path, { active: false })).expect(200);
        (await noor.get('/api/me')).expect(401);
        const refused = await visitor().post('/api/session', { email: 'noor@example.org', password: k_password });
        expect(refused.expect(403).problem).toBe('account-suspended');
    });

    test('a link to set a password is sent by an administrator', async () => {
        const { id, email, client } = await add();
        (await client.post(`/api/people/${id}/password-link`)).expect(403);
        (await admin.post(`/api/people/${'0'.repeat(26)}/password-link`)).expect(404);
        const link = (await admin.post(`/api/people/${id}/password-link`)).expect(200).json.password_link;
        const token = link.url.split('/reset/')[1];
        expect((await visitor().post('/api/password/reset', { token, password: 'short' })).expect(422).problem).toBe('password-too-short');
        (await visitor().post('/api/password/reset', { token, password: k_other_password })).expect(204);
        await sign_in(email, k_other_password);
        (await visitor().post('/api/session', { email, password: k_password })).expect(401);
    });

    test('are listed in pages and found by text', async () => {
        for (const name of ['Zora', 'Zelda', 'Zeno']) (await admin.post('/api/people', { email: `${name}@z.example`, name, level: 1 })).expect(201);
        const first = (await admin.get('/api/people?q=z.example&limit=2')).expect(200).json;
        expect(first.items.map((one: { name: string }) => one.name)).toEqual(['Zelda', 'Zeno']);
        const rest = (await admin.get(`/api/people?q=z.example&limit=2&cursor=${first.next}`)).expect(200).json;
        expect(rest).toMatchObject({ items: [{ name: 'Zora' }], next: null });
        expect((await admin.get('/api/people?limit=0')).expect(422).problem).toBe('wrong-limit');
        expect((await admin.get('/api/people?cursor=x')).expect(422).problem).toBe('wrong-cursor');
    });

    test('nobody gives themselves more, and one administrator stays', async () => {
        const me = (await admin.get('/api/me')).expect(200).json;
        const others = (await admin.get('/api/people?limit=200')).expect(200).json.items.filter((one: { id: string; level: number; active: boolean }) => one.level === 9 && one.active && one.id !== me.id);
        for (const other of others) (await change(admin, `/api/people/${other.id}`, { level: 2 })).expect(200);
        expect((await change(admin, `/api/people/${me.id}`, { level: 8 })).expect(409).problem).toBe('last-administrator');
        const role = (await admin.post('/api/roles', { name: 'Everything', flags: ['download', 'curate'] })).expect(201).json;
        const path = `/api/roles/${role.id}`;
        expect((await change(admin, `${path}/people`, { people: [me.id] }, 'put', path)).expect(409).problem).toBe('own-rights');
    });

    test('a role gives its flags at once', async () => {
        const { id, client } = await add();
        const role = (await admin.post('/api/roles', { name: 'Downloads', flags: ['download'] })).expect(201).json;
        const path = `/api/roles/${role.id}`;
        (await change(admin, `${path}/people`, { people: [id] }, 'put', path)).expect(200);
        expect((await client.get('/api/me')).expect(200).json).toMatchObject({ flags: ['download'], roles: [{ name: 'Downloads' }] });
        (await change(admin, path, { flags: ['edit'] })).expect(200);
        expect((await client.get('/api/me')).expect(200).json.flags).toEqual(['edit']);
        const version = (await admin.get(path)).expect(200).headers['etag'] ?? '';
        (await admin.delete(path, { headers: { 'if-match': version } })).expect(204);
        expect((await client.get('/api/me')).expect(200).json.flags).toEqual([]);
        (await admin.get(path)).expect(404);
    });

    test('a group that a trigger names is renamed with it or not at all', async () => {
        const { id } = await add();
        const group = (await admin.post('/api/groups', { name: 'Press' })).expect(201).json;
        const path = `/api/groups/${group.id}`;
        (await change(admin, `${path}/people`, { people: [id] }, 'put', path)).expect(200);
        const { settings } = (await admin.get('/api/settings')).expect(200).json;
        const wanted = { settings: { ...settings, justification: { ...settings.justification, groups: ['Press'] } } };
        (await change(admin, '/api/settings', wanted, 'put')).expect(200);
        expect((await change(admin, path, { name: 'Media' })).expect(409).json.detail).toContain('justification');
        const version = (await admin.get(path)).expect(200).headers['etag'] ?? '';
        expect((await admin.delete(path, { headers: { 'if-match': version } })).expect(409).problem).toBe('named-by-trigger');
        expect((await change(admin, path, { name: 'Media', triggers: 'follow' })).expect(200).json.name).toBe('Media');
        expect((await admin.get('/api/settings')).expect(200).json.settings.justification.groups).toEqual(['Media']);
    });

    test('a call that is sent again makes one person', async () => {
        const wanted = { email: 'once@example.org', name: 'Once', level: 1 };
        const ask = { headers: { 'idempotency-key': 'people-1' } };
        const first = (await admin.post('/api/people', wanted, ask)).expect(201).json;
        const second = (await admin.post('/api/people', wanted, ask)).expect(201).json;
        expect(second.id).toBe(first.id);
        expect((await admin.post('/api/people', { ...wanted, level: 2 }, ask)).expect(422).problem).toBe('key-reused');
    });
});
