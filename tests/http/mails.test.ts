// Mails from the act to the mail server: what leaves, what is said about it, and who may look.
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { MailServer, taking, text_of } from './harness/mail_server.ts';
import { run } from './harness/process.ts';
import { Server } from './harness/server.ts';
import { change, change_asset, k_password, make_house, make_person, put_in, who, type House } from './house.ts';

let post: MailServer;
let server: Server;
let house: House;
let admin: Client;
let viewer: Client;

beforeAll(async () => {
    post = await MailServer.start();
    server = await Server.start({ args: ['--smtp', post.url, '--mail-from', 'Prèss desk <desk@example.org>', '--public-url', 'https://exeat.example.org'] });
    house = await make_house(server, [{ name: 'viewer', level: 2, flags: ['download'], role: 'viewer' }]);
    admin = house.admin;
    viewer = who(house, 'viewer').client;
});
afterAll(async () => {
    await server?.end();
    await post?.end();
});

const to = (address: string) => (mail: string) => mail.includes(`To: ${address}`) || mail.includes(`<${address}>`);
const mails_in = async (state: string) => (await admin.get(`/api/mails?state=${state}`)).expect(200).json.items;
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
        const found = await look();
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

describe('a letter with a link', () => {
    test('leaves by the mail server, and nothing of it stays here', async () => {
        (await server.nobody().post('/api/password/forgot', { email: 'viewer@example.org' })).expect(202, 204);
        const mail = await post.mail(to('viewer@example.org'));
        expect(mail).toMatch(/^From: =\?utf-8\?B\?[\w+/=]+\?= <desk@example\.org>\r\n/);
        expect(post.commands).toContain('MAIL FROM:<desk@example.org>');
        const token = /\/reset\/([\w-]+)/.exec(text_of(mail))?.[1] ?? '';
        const [sent] = await until(async () => { const sent = await mails_in('sent'); return sent.length > 0 ? sent : undefined; });
        expect(sent).toMatchObject({ kind: 'set_password', recipient: 'viewer@example.org', text: null });
        const shown = (await admin.get(`/api/mails/${sent.id}`)).expect(200);
        expect(shown.text).not.toContain(token);
        const outbox = join(server.data, 'outbox');
        await until(async () => (!existsSync(outbox) || readdirSync(outbox).length === 0 ? true : undefined));
        (await server.nobody().post('/api/password/reset', { token, password: k_password })).expect(204);
        viewer = await server.sign_in('viewer@example.org', k_password);
    });

    test('that the server refuses is shown to administrators at once', async () => {
        post.answer = (command) => (command.startsWith('RCPT') ? '550 5.1.1 nobody of that name' : taking(command));
        (await admin.post('/api/people', { email: 'gone@example.org', name: 'Gone', level: 2 })).expect(201);
        const refused = await until(async () => (await mails_in('refused'))[0]);
        expect(refused).toMatchObject({ recipient: 'gone@example.org', reply: '550 5.1.1 nobody of that name', attempts: 1 });
        expect((await admin.post(`/api/mails/${refused.id}/retry`)).expect(409).problem).toBe('mail-ended');
        const told = (await admin.get('/api/inbox')).expect(200).json.items.find((one: { kind: string }) => one.kind === 'letter_refused');
        expect(told).toMatchObject({ text: 'The mail server refused a mail to Gone.', note: '550 5.1.1 nobody of that name', request: null, asset: null });
        post.answer = taking;
    });

    test('that the server does not take waits, and leaves later', async () => {
        for (const answer of ['451 4.7.1 come back', null]) {
            const email = `later-${answer === null}@example.org`;
            post.answer = (command) => (command === '.' ? answer : taking(command));
            (await admin.post('/api/people', { email, name: 'Later', level: 2 })).expect(201);
            const waiting = await until(async () => (await mails_in('waiting')).find((one: { recipient: string; reply: string }) => one.recipient === email && one.reply !== ''));
            expect(waiting.attempts).toBe(1);
            expect(Date.parse(waiting.not_before)).toBeGreaterThan(Date.parse(waiting.created_at));
            post.answer = taking;
        }
    });
});

describe('a mail about a request', () => {
    const owner_email = 'owner@example.org';
    /** The mail to that address that the server would not take at first. */
    const refused_for = (email: string) => until(async () => (await mails_in('refused')).find((one: { recipient: string }) => one.recipient === email));
    const state_of_mail = async (id: string) => (await admin.get(`/api/mails/${id}`)).expect(200).json;

    test('goes to the address of the day it leaves, and to nobody who may not know of the request any more', async () => {
        const owner = await make_person(house, { name: 'owner', level: 4, flags: ['download'], role: 'owner' });
        const asset = await put_in(admin, house.library, 'harbour.txt', Buffer.from('harbour'));
        (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
        post.answer = (command) => (command.startsWith('RCPT') ? '550 5.1.1 nobody of that name' : taking(command));
        const wanted = { assets: [asset], answers: { intended_use: 'The spring campaign' } };
        (await viewer.post('/api/requests', wanted)).expect(201);
        const { id } = await refused_for(owner_email);
        post.answer = taking;

        (await change(admin, `/api/people/${owner.id}`, { email: 'owner@new.example.org' })).expect(200);
        (await admin.post(`/api/mails/${id}/retry`)).expect(204);
        const mail = await post.mail(to('owner@new.example.org'));
        expect(mail).toContain('harbour.txt');
        expect(mail).not.toContain(owner_email);
        await until(async () => ((await state_of_mail(id)).state === 'sent' ? true : undefined));
        expect(await state_of_mail(id)).toMatchObject({ recipient: 'owner@new.example.org' });

        post.answer = (command) => (command.startsWith('RCPT') ? '550 5.1.1 nobody of that name' : taking(command));
        const other = await put_in(admin, house.library, 'quarry.txt', Buffer.from('quarry'));
        (await change_asset(admin, other, { protection: 'on_request' })).expect(200);
        (await viewer.post('/api/requests', { ...wanted, assets: [other] })).expect(201);
        const second = (await refused_for('owner@new.example.org')).id;
        post.answer = taking;
        const members: { id: string; person: string }[] = (await admin.get(`/api/libraries/${house.library}/members`)).expect(200).json.items;
        (await admin.delete(`/api/members/${members.find((one) => one.person === owner.id)?.id}`)).expect(204);
        (await admin.post(`/api/mails/${second}/retry`)).expect(204);
        await until(async () => ((await state_of_mail(second)).state === 'waiting' ? undefined : true));
        expect(await state_of_mail(second)).toMatchObject({ state: 'not_wanted', text: null });
        expect(post.mails.some((one) => one.includes('quarry.txt') && to('owner@new.example.org')(one))).toBe(false);
        const notices: { by: string | null; note: string; asset: string | null }[] = (await owner.client.get('/api/inbox')).expect(200).json.items;
        expect(notices.length).toBe(2);
        for (const notice of notices) expect(notice).toMatchObject({ by: null, note: '', asset: null });
    });
});

describe('links in mails', () => {
    test('lead to where the server listens while it has no public address, whatever a stranger calls it', async () => {
        const office = await MailServer.start();
        const own = await Server.start({ args: ['--smtp', office.url] });
        try {
            const ada = await own.set_up();
            for (const host of ['evil.example', 'localhost:1']) {
                const asked = { email: 'ada@example.org' };
                await own.nobody().post('/api/password/forgot', asked, { headers: { host, origin: `http://${host}` } });
                await until(async () => (office.mails.length > 0 ? true : undefined));
                expect(text_of(office.mails.pop() ?? '')).toContain(`${own.url}/reset/`);
            }
            expect((await ada.get('/api/mails')).expect(200).json).toMatchObject({ links_to: own.url, has_public_url: false });
        } finally {
            await own.end();
            await office.end();
        }
        expect((await admin.get('/api/mails')).expect(200).json).toMatchObject({ links_to: 'https://exeat.example.org', has_public_url: true });
    });
});

describe('the list of mails', () => {
    test('and a test are for administrators', async () => {
        (await viewer.get('/api/mails')).expect(403);
        (await viewer.post('/api/mails/test')).expect(403);
        (await server.nobody().get('/api/mails')).expect(401);
        expect((await admin.get('/api/mails?state=nothing')).expect(422).problem).toBe('wrong-page');
        expect((await admin.post('/api/mails/test')).expect(200).json).toMatchObject({ outcome: 'taken', code: 250 });
        const mail = await post.mail((one) => one.includes('Mails leave this site'));
        expect(mail).toContain('text/html');
    });
});

describe('how one wants to be written to', () => {
    const at_once = { to_decide: 'at_once', approved_by_rule: 'at_once', answers: 'at_once', questions: 'at_once', passes: 'at_once', passes_ending: 'at_once', standing_in: 'at_once' };
    const put = (wish: object) => change(viewer, '/api/me/mail', wish, 'put');

    test('is one’s own for each thing that mails are about, and kept over a version', async () => {
        const first = (await viewer.get('/api/me/mail')).expect(200);
        expect(first.json).toEqual({ choices: at_once, zone: 'UTC' });
        const wanted = { choices: { ...at_once, answers: 'daily', standing_in: 'never' }, zone: 'Europe/Paris' };
        expect((await put(wanted)).expect(200).json).toEqual(wanted);
        expect((await viewer.get('/api/me/mail')).json).toEqual(wanted);
        expect((await viewer.put('/api/me/mail', wanted, { headers: { 'if-match': first.headers.etag ?? '' } })).expect(412).problem).toBe('stale');
        (await viewer.put('/api/me/mail', wanted)).expect(428);
        expect((await put({ ...wanted, zone: '../etc/passwd' })).expect(422).problem).toBe('wrong-zone');
        (await put({ ...wanted, choices: { ...at_once, answers: 'hourly' } })).expect(422);
        (await put({ ...wanted, choices: { answers: 'never' } })).expect(422);
        expect((await viewer.get('/api/me/mail')).json).toEqual(wanted);
    });

    test('can be ended by one click without signing in: for such mails, or for all', async () => {
        (await put({ choices: at_once, zone: 'UTC' })).expect(200);
        const one_click = { type: 'application/x-www-form-urlencoded', body: 'List-Unsubscribe=One-Click' };
        const nobody = server.nobody();
        for (const token of ['nothing', 'A'.repeat(90)]) {
            (await nobody.ask('POST', `/api/unsubscribe/${token}`, one_click)).expect(204);
            (await nobody.get(`/api/unsubscribe/${token}`)).expect(404);
        }
        expect((await viewer.get('/api/me/mail')).json.choices).toEqual(at_once);
        const owner = await make_person(house, { name: 'harbourmaster', level: 4, flags: ['download'], role: 'owner' });
        const asset = await put_in(admin, house.library, 'lamp.txt', Buffer.from('lamp'));
        (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
        const request = (await viewer.post('/api/requests', { assets: [asset], answers: { intended_use: 'The spring campaign' } })).expect(201).json.items[0].id;
        (await owner.client.post('/api/requests/decisions', { requests: [request], decision: 'reject', note: 'Ask again in May' })).expect(200);
        const mail = await post.mail((one) => one.includes('Subject: Rejected: lamp.txt') && to('viewer@example.org')(one));
        const token = /^List-Unsubscribe: <https:\/\/exeat\.example\.org\/api\/unsubscribe\/([\w-]+)>\r$/m.exec(mail)?.[1] ?? '';
        expect(text_of(mail)).toContain(`https://exeat.example.org/unsubscribe/`);
        expect((await nobody.get(`/api/unsubscribe/${token}`)).expect(200).json).toEqual({ topics: ['answers'] });
        expect((await viewer.get('/api/me/mail')).json.choices, 'looking ends nothing').toEqual(at_once);
        (await nobody.ask('POST', `/api/unsubscribe/${token}`, one_click)).expect(204);
        expect((await viewer.get('/api/me/mail')).json.choices).toEqual({ ...at_once, answers: 'never' });
        expect((await nobody.post(`/api/unsubscribe/${token}?from=some`)).expect(422).problem).toBe('wrong-way-out');
        (await nobody.post(`/api/unsubscribe/${token}?from=all`)).expect(204);
        expect(new Set(Object.values((await viewer.get('/api/me/mail')).json.choices))).toEqual(new Set(['never']));
    });
});

describe('a mail server that wants TLS and a password', () => {
    const signing_in = (command: string): string => {
        if (command.startsWith('EHLO')) return '250-small\r\n250-STARTTLS\r\n250 AUTH PLAIN';
        if (command === 'AUTH PLAIN') return '334 ';
        if (/^[\w+/=]{12,}$/.test(command)) return command === Buffer.from('\0exeat\0secret-word').toString('base64') ? '235 come in' : '535 wrong';
        return taking(command);
    };
    /** A server of its own; what a test mail came to, and the commands that the mail server heard. */
    async function tried(password: string, trusts: boolean): Promise<{ answer: { outcome: string; code: number; reply: string }; commands: string[] }> {
        const folder = await mkdtemp(join(tmpdir(), 'exeat-mail-'));
        const file = (name: string) => join(folder, name);
        await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', file('key'), '-out', file('cert')]);
        await writeFile(file('password'), `${password}\n`, { mode: 0o600 });
        const office = await MailServer.start(signing_in, { key: await readFile(file('key'), 'utf8'), cert: await readFile(file('cert'), 'utf8') });
        const own = await Server.start({ args: ['--smtp', `smtp://localhost:${office.port}`, '--smtp-user', 'exeat', '--smtp-password-file', file('password'), ...(trusts ? ['--smtp-authorities', file('cert')] : [])] });
        try {
            const answer = (await (await own.set_up()).post('/api/mails/test')).expect(200).json;
            expect(own.process.text).not.toContain('secret-word');
            return { answer, commands: office.commands };
        } finally {
            await own.end();
            await office.end();
            await rm(folder, { recursive: true, force: true });
        }
    }

    test('has both', async () => {
        const { answer, commands } = await tried('secret-word', true);
        expect(answer).toMatchObject({ outcome: 'taken', code: 250 });
        expect(commands.findIndex((one) => one === 'STARTTLS')).toBeLessThan(commands.findIndex((one) => one.startsWith('AUTH')));
    });

    test('is told neither where nobody vouches for it', async () => {
        const { answer, commands } = await tried('secret-word', false);
        expect(answer).toMatchObject({ outcome: 'later' });
        expect(commands.some((one) => one.startsWith('AUTH') || one.startsWith('MAIL'))).toBe(false);
    });

    test('says so when the password is wrong, and the mail waits', async () => {
        const { answer } = await tried('another-word', true);
        expect(answer).toMatchObject({ outcome: 'later', code: 535, reply: '535 wrong' });
    });
});
