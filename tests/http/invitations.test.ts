// A8 over HTTP: people invited by e-mail to a library; level, roles, membership and its end are set in one step, and what
// defeats what is told. An owner invites where the site lets them, and never to more than they have.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Server } from './harness/server.ts';
import { change, k_kinds, make_house, who, type House } from './house.ts';

let server: Server;
let house: House;
const k_password = 'violet anvils hum';

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, k_kinds.filter(({ name }) => ['viewer', 'owner', 'stranger'].includes(name)));
});
afterAll(() => server?.end());

const invite = (by: House['admin'], wanted: object, headers: Record<string, string> = {}) =>
    by.post('/api/invitations', { library: house.library, role: 'viewer', ...wanted }, { headers });
const waiting = async () => (await house.admin.get(`/api/libraries/${house.library}/invitations`)).expect(200).json.items;
const waiting_for = async (email: string) => (await waiting()).find((one: { email: string }) => one.email === email);

async function letters_to(email: string): Promise<string[]> {
    const folder = join(server.data, 'outbox');
    const mails = await Promise.all((await readdir(folder)).filter((name) => name.endsWith('.eml')).map((name) => readFile(join(folder, name), 'utf8')));
    return mails.filter((mail) => mail.includes(`To: ${email}\r\n`));
}

async function come_in(email: string) {
    const token = (await letters_to(email))[0]?.match(/\/reset\/([\w-]{43})/)?.[1] ?? '';
    const client = server.nobody();
    (await client.post('/api/password/reset', { token, password: k_password })).expect(204);
    return server.sign_in(email, k_password);
}

async function let_owners(owners_invite: boolean, rest: object = {}) {
    (await change(house.admin, '/api/settings/inviting', { owners_invite, level: 2, roles: [], ...rest }, 'put')).expect(200);
}

test('level, roles, role and its end are set in one step, and the invited person comes in', async () => {
    const role = (await house.admin.post('/api/roles', { name: 'Takes files', flags: ['download'] })).expect(201).json.id;
    const ends_at = '2199-01-01T00:00:00Z';
    const made = (await invite(house.admin, { emails: ['mira@example.org', ' Noor@example.org ', 'MIRA@example.org'], role: 'viewer', ends_at, level: 3, roles: [role] })).expect(201).json;
    expect(made.items.map((one: { email: string; outcome: string }) => [one.email, one.outcome])).toEqual([['mira@example.org', 'invited'], ['Noor@example.org', 'invited']]);
    expect(made).toMatchObject({ left: [], warnings: [] });
    expect(await waiting_for('mira@example.org')).toMatchObject({ member: { role: 'viewer', ends_at }, inviter: expect.any(String) });
    const [letter] = await letters_to('mira@example.org');
    expect(letter).toContain('the library "Press"');
    expect(letter).toContain('Subject: You are invited to Exeat');
    const mira = await come_in('mira@example.org');
    expect((await mira.get('/api/me')).expect(200).json).toMatchObject({ level: 3, flags: ['download'], name: 'mira' });
    (await mira.get(`/api/libraries/${house.library}`)).expect(200);
    expect(await waiting_for('mira@example.org')).toBeUndefined();
});

test('what defeats what is told before and after', async () => {
    const asked = (await house.admin.get(`/api/libraries/${house.library}/inviting?role=owner&level=1`)).expect(200).json;
    expect(asked).toMatchObject({ may_invite: true, sets_account: true, level: 1 });
    expect(asked.warnings.map((one: { code: string }) => one.code)).toEqual(['level-stops', 'flag-missing']);
    const made = (await invite(house.admin, { emails: ['weak@example.org'], role: 'owner', level: 1 })).expect(201).json;
    expect(made.warnings).toEqual(asked.warnings);
    const known = (await invite(house.admin, { emails: ['stranger@example.org'], role: 'editor', level: 9 })).expect(201).json;
    expect(known.items[0]).toMatchObject({ outcome: 'added', warnings: [{ code: 'level-stops' }, { code: 'flag-missing' }] });
    const id = who(house, 'stranger').id;
    expect((await house.admin.get(`/api/people/${id}`)).expect(200).json.level).toBe(2);
    expect(await letters_to('stranger@example.org')).toEqual([]);
});

test('an owner adds whom the site knows, and invites others where it says so', async () => {
    const owner = who(house, 'owner').client;
    const refused = (await invite(owner, { emails: ['guest@example.org'] })).expect(403);
    expect(refused.problem).toBe('not-invited');
    expect((await invite(who(house, 'viewer').client, { emails: ['guest@example.org'] })).expect(403).problem).toBe('denied');
    expect((await owner.get(`/api/libraries/${house.library}/inviting`)).expect(200).json).toMatchObject({ may_invite: false, sets_account: false });
    const all = (await house.admin.post('/api/roles', { name: 'Everything there is', flags: ['download', 'curate'] })).expect(201).json.id;
    await let_owners(true, { roles: [all] });
    expect((await invite(owner, { emails: ['guest@example.org'], level: 2 })).expect(403).problem).toBe('level-too-low');
    const both = (await invite(owner, { emails: ['guest@example.org', 'viewer@example.org'], role: 'viewer' })).expect(201).json;
    expect(both.items).toMatchObject([{ email: 'guest@example.org', outcome: 'invited', warnings: [] }]);
    expect(both.left).toMatchObject([{ email: 'viewer@example.org', code: 'member-already' }]);
    const guest = await come_in('guest@example.org');
    expect((await guest.get('/api/me')).expect(200).json).toMatchObject({ level: 2, flags: ['download', 'curate'] });
    await let_owners(false);
});

test('settings for owners are refused with the reason', async () => {
    const wrong = async (wanted: object) => (await change(house.admin, '/api/settings/inviting', { owners_invite: true, level: 2, roles: [], ...wanted }, 'put')).expect(422);
    expect((await wrong({ level: 7 })).json).toMatchObject({ errors: [{ pointer: '/level' }] });
    expect((await wrong({ roles: ['0'.repeat(26)] })).json).toMatchObject({ errors: [{ pointer: '/roles/0' }] });
    expect((await house.admin.put('/api/settings/inviting', { owners_invite: true, level: 2, roles: [] })).expect(428).problem).toBe('version-missing');
});

test('an invitation is sent again, withdrawn and made anew', async () => {
    const email = 'later@example.org';
    (await invite(house.admin, { emails: [email], role: 'editor' })).expect(201);
    const first = await waiting_for(email);
    const again = (await house.admin.post(`/api/invitations/${first.id}/send`)).expect(200).json;
    expect(again.id).toBe(first.id);
    expect(await letters_to(email)).toHaveLength(2);
    (await house.admin.delete(`/api/invitations/${first.id}`)).expect(204);
    expect((await house.admin.delete(`/api/invitations/${first.id}`)).expect(409).problem).toBe('invitation-ended');
    expect((await house.admin.post(`/api/invitations/${first.id}/send`)).expect(409).problem).toBe('invitation-ended');
    for (const letter of await letters_to(email)) {
        const token = letter.match(/\/reset\/([\w-]{43})/)?.[1];
        expect((await server.nobody().post('/api/password/reset', { token, password: k_password })).expect(410).problem).toBe('password-link-ended');
    }
    const members = (await house.admin.get(`/api/libraries/${house.library}/members`)).expect(200).json.items;
    expect(members.some((one: { email: string }) => one.email === email)).toBe(false);
    (await invite(house.admin, { emails: [email], role: 'viewer' })).expect(201);
    expect(await waiting_for(email)).toMatchObject({ member: { role: 'viewer' } });
});

test('one address is written to a few times an hour, whoever asks', async () => {
    const email = 'flooded@example.org';
    (await invite(house.admin, { emails: [email] })).expect(201);
    const { id } = await waiting_for(email);
    for (let sent = 1; sent < 5; ++sent) (await house.admin.post(`/api/invitations/${id}/send`)).expect(200);
    const refused = (await house.admin.post(`/api/invitations/${id}/send`)).expect(429);
    expect(refused.problem).toBe('too-many-invitations');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await letters_to(email)).toHaveLength(5);
});

test('the same call twice invites once', async () => {
    const key = { 'idempotency-key': 'invite-once' };
    const emails = ['once@example.org', 'viewer@example.org'];
    const first = (await invite(house.admin, { emails }, key)).expect(201).json;
    const second = (await invite(house.admin, { emails }, key)).expect(201).json;
    expect(first.left).toMatchObject([{ email: 'viewer@example.org', code: 'member-already' }]);
    expect(second.left).toEqual(first.left);
    expect(second.items[0].member.id).toBe(first.items[0].member.id);
    expect(await letters_to('once@example.org')).toHaveLength(1);
});

test('a folder has its own, and a suspended account is nobody that an owner learns of', async () => {
    const folder = (await house.admin.post('/api/folders', { library: house.library, name: 'Kit' })).expect(201).json.id;
    (await invite(house.admin, { folder, emails: ['folder@example.org'], role: 'editor' })).expect(201);
    expect(await waiting_for('folder@example.org')).toMatchObject({ member: { folder, folder_name: 'Kit', role: 'editor' } });
    expect((await letters_to('folder@example.org'))[0]).toContain('the folder "Kit" in the library "Press"');
    const made = (await house.admin.post('/api/people', { email: 'gone@example.org', name: 'Gone', level: 2, password: k_password })).expect(201).json;
    (await change(house.admin, `/api/people/${made.id}`, { active: false })).expect(200);
    const by_owner = (await invite(who(house, 'owner').client, { emails: ['gone@example.org'] })).expect(403);
    const of_nobody = (await invite(who(house, 'owner').client, { emails: ['nobody@example.org'] })).expect(403);
    expect(by_owner.json.detail).toBe(of_nobody.json.detail);
    expect((await invite(house.admin, { emails: ['gone@example.org'] })).expect(409).problem).toBe('account-suspended');
});
