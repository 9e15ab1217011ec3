// Telling: a request and its decision reach the inbox, the open page and the mailbox of whom they concern.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { MailServer, taking, text_of } from './harness/mail_server.ts';
import { Page } from './harness/page.ts';
import { Server } from './harness/server.ts';
import { change, change_asset, make_house, put_in, who, type House } from './house.ts';

let post: MailServer;
let server: Server;
let house: House;
let turn = 0;

beforeAll(async () => {
    post = await MailServer.start();
    server = await Server.start({ args: ['--smtp', post.url, '--public-url', 'https://exeat.example.org'] });
    house = await make_house(server, [
        { name: 'owner', level: 4, flags: ['download', 'edit'], role: 'owner' },
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
        { name: 'stranger', level: 2, flags: ['download'], role: 'none' },
    ]);
});
afterAll(async () => {
    await server?.end();
    await post?.end();
});

const client = (name: string): Client => who(house, name).client;
const inbox = async (name: string, query = '') => (await client(name).get(`/api/inbox${query}`)).expect(200).json;
const unread = async (name: string): Promise<number> => (await client(name).get('/api/inbox/unread')).expect(200).json.unread;
async function ask(name = `harbour ${++turn}.txt`): Promise<{ asset: string; request: string; name: string }> {
    const asset = await put_in(house.admin, house.library, name, Buffer.from(name));
    (await change_asset(house.admin, asset, { protection: 'on_request' })).expect(200);
    const made = (await client('viewer').post('/api/requests', { assets: [asset], answers: { intended_use: 'A poster' } })).expect(201).json;
    return { asset, request: made.items[0].id, name };
}
const decide = (requests: string[], more: object = {}) => client('owner').post('/api/requests/decisions', { requests, decision: 'approve', ...more });
const listening = async (name: string) => (await Page.open(client(name))).until((page) => page.events.length > 0);

describe('a request', () => {
    test('reaches who decides: inbox, page and mail', async () => {
        const page = await listening('owner');
        const before = await unread('owner');
        const { request, asset, name } = await ask();
        await page.until((one) => one.events.includes('inbox'));
        page.close();
        expect(await unread('owner')).toBe(before + 1);
        const [notice] = (await inbox('owner')).items;
        expect(notice).toMatchObject({ kind: 'request_made', request, asset, library: house.library, by: 'Demo viewer', read_at: null, text: `Demo viewer asks for “${name}” in “Press”.` });
        const mail = await post.mail((one) => one.includes(`Subject: Request: ${name}`) && one.includes('<owner@example.org>'));
        expect(mail).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
        expect(text_of(mail)).toContain(`https://exeat.example.org/requests/${request}`);
        expect((await inbox('stranger')).items).toEqual([]);
    });

    test('that is decided reaches who asked at once, and by mail when it can be taken back no more', async () => {
        const { request, name } = await ask();
        const page = await listening('viewer');
        (await decide([request], { note: 'For <b>print</b> only' })).expect(200);
        await page.until((one) => one.events.includes('inbox') && one.events.includes('requests'));
        page.close();
        const [notice] = (await inbox('viewer')).items;
        expect(notice).toMatchObject({ kind: 'request_approved', by: 'Demo owner', note: 'For <b>print</b> only' });
        expect(post.mails.some((one) => one.includes(`Subject: Approved: ${name}`))).toBe(false);
        const mail = await post.mail((one) => one.includes(`Subject: Approved: ${name}`));
        expect(text_of(mail)).toContain('> For <b>print</b> only');
        expect(text_of(mail)).toContain(`Pass for: ${name}`);
        expect(text_of(mail)).toMatch(/Until: \d+ \w+ \d{4}, \d\d:\d\d UTC/);
        const html = Buffer.from(/text\/html[^]*?\r\n\r\n([^]*?)\r\n--/.exec(mail)?.[1] ?? '', 'base64').toString('utf8');
        expect(html).toContain('For &lt;b&gt;print&lt;/b&gt; only');
        expect(html).not.toContain('<b>print');
    });

    test('of several is one notice and one mail', async () => {
        const all = [await ask(), await ask(), await ask()];
        const before = (await inbox('viewer')).items.length;
        (await decide(all.map((one) => one.request), { decision: 'reject', note: 'Not these' })).expect(200);
        const { items } = await inbox('viewer');
        expect(items).toHaveLength(before + 1);
        expect(items[0]).toMatchObject({ kind: 'request_rejected', count: 3, subject: 'Rejected: 3 assets' });
        const mail = await post.mail((one) => one.includes('Subject: Rejected: 3 assets'));
        expect(mail).toContain('<viewer@example.org>');
    });

    test('whose mail is refused for ever shows so at once, and the inbox has it all the same', async () => {
        post.answer = (command) => (/^RCPT TO:<(viewer|owner)@/.test(command) ? `550 5.1.1 ${command.slice(9, -1)} is nobody here` : taking(command));
        const { request } = await ask();
        const unsent = async (name: string, id: string) => (await client(name).get(`/api/requests/${id}`)).expect(200).json.unsent_mails;
        // To its requester nothing is said of whoever decides, nor of what the server says about their addresses.
        await expect.poll(async () => (await unsent('viewer', request)).length, { timeout: 20_000 }).toBe(1);
        const [asked] = await unsent('viewer', request);
        expect(asked).toMatchObject({ kind: 'request_made', text: 'The mail server refused a mail to somebody about this.' });
        const page = await listening('viewer');
        (await decide([request])).expect(200);
        await page.until((one) => one.events.includes('requests'));
        // Its mail waits ten seconds; the page hears that it was refused.
        await expect.poll(async () => (await unsent('owner', request)).length, { timeout: 60_000 }).toBe(2);
        await page.until((one) => one.events.filter((event) => event === 'requests').length >= 2);
        page.close();
        const [, approved] = await unsent('owner', request);
        expect(approved).toMatchObject({ kind: 'request_approved', text: 'The mail server refused a mail to Demo viewer about this. It said: 550 5.1.1 viewer@example.org is nobody here' });
        expect((await unsent('viewer', request))[1].text).toContain('a mail to you about this. Ask an administrator to correct your address.');
        expect((await inbox('viewer')).items[0]).toMatchObject({ kind: 'request_approved', request });
        const told = (await house.admin.get('/api/inbox')).expect(200).json.items.filter((one: { kind: string }) => one.kind === 'mail_refused');
        expect(told).toHaveLength(1); // one unread notice in an hour is enough
        expect(told[0]).toMatchObject({ request, by: 'Demo owner', note: '550 5.1.1 owner@example.org is nobody here' });
        post.answer = taking;
        for (const one of (await house.admin.get('/api/mails?state=refused')).expect(200).json.items) (await house.admin.post(`/api/mails/${one.id}/retry`)).expect(204);
        await expect.poll(async () => (await unsent('owner', request)).length, { timeout: 20_000 }).toBe(0);
    });

    test('has the subject that the site words for it, in one line', async () => {
        const path = '/api/settings/mail-subjects';
        (await change(house.admin, path, { request: '{requester} möchte {asset}', approved: '', rejected: '' }, 'put')).expect(200);
        const asset = await put_in(house.admin, house.library, 'plain.txt', Buffer.from(`subject ${++turn}`));
        (await change_asset(house.admin, asset, { protection: 'on_request' })).expect(200);
        (await change_asset(house.admin, asset, { name: 'a\r\nBcc: eve@example.org {requester}.txt' })).expect(200);
        (await client('viewer').post('/api/requests', { assets: [asset], answers: { intended_use: 'A poster' } })).expect(201);
        const head_of = (one: string) => one.slice(0, one.indexOf('\r\n\r\n'));
        const subject_of = (one: string) => [...(/\r\nSubject: ([^]*?)\r\n(?! )/.exec(head_of(one))?.[1] ?? '').matchAll(/=\?utf-8\?B\?([\w+/=]+)\?=/g)].map((word) => Buffer.from(word[1] ?? '', 'base64').toString('utf8')).join('');
        const mail = await post.mail((one) => subject_of(one).includes('eve@example.org'));
        expect(subject_of(mail)).toBe('Demo viewer möchte a  Bcc: eve@example.org {requester}.txt');
        expect(head_of(mail)).not.toMatch(/^Bcc:/m);
        (await change(house.admin, path, { request: '', approved: '', rejected: '' }, 'put')).expect(200);
    });

    test('for what one may not see any more is told without its name', async () => {
        const { request, asset, name } = await ask('secret merger.txt');
        (await change_asset(house.admin, asset, { status: 'draft' })).expect(200);
        (await decide([request])).expect(200);
        const { items } = await inbox('viewer');
        expect(items[0].request).toBe(request);
        expect(items[0]).toMatchObject({ asset: null, library: null });
        expect(JSON.stringify(items[0])).not.toContain(name);
    });

    test('that is decided waits in nobody’s bell any more, nor does one that its reader opened', async () => {
        const before = await unread('owner');
        const decided = await ask();
        const opened = await ask();
        expect(await unread('owner')).toBe(before + 2);
        const page = await listening('owner');
        (await decide([decided.request])).expect(200);
        await page.until((one) => one.events.includes('inbox'));
        page.close();
        expect(await unread('owner')).toBe(before + 1);
        const mark = (body: object) => client('owner').post('/api/inbox/marks', body);
        expect((await mark({ requests: [opened.request] })).expect(200).json.unread).toBe(before);
        expect((await mark({ requests: [opened.request], mark: 'unread' })).expect(422).problem).toBe('wrong-marks');
        (await client('viewer').post(`/api/requests/${opened.request}/cancel`)).expect(200);
        expect((await inbox('viewer', '?only=requests')).items[0]).toMatchObject({ kind: 'request_approved', request: decided.request });
        for (const { kind } of (await inbox('owner', '?only=requests')).items) expect(kind).toMatch(/^(request|question)/);
    });
});

describe('the inbox', () => {
    test('is one’s own, read page by page, and marked', async () => {
        (await server.nobody().get('/api/inbox')).expect(401);
        const first = await inbox('viewer', '?limit=2');
        expect(first.items).toHaveLength(2);
        const second = await inbox('viewer', `?limit=2&cursor=${first.next}`);
        expect(second.items[0].id < first.items[1].id).toBe(true);
        const mark = (who_marks: string, body: object) => client(who_marks).post('/api/inbox/marks', body);
        const all = await unread('viewer');
        const { id } = first.items[0];
        expect((await mark('owner', { ids: [id] })).expect(200).json.unread).toBe(await unread('owner'));
        expect(await unread('viewer')).toBe(all); // nobody marks what is somebody else's
        const page = await listening('viewer');
        expect((await mark('viewer', { ids: [id] })).expect(200).json.unread).toBe(all - 1);
        await page.until((one) => one.events.includes('inbox'));
        page.close();
        expect((await inbox('viewer', '?only=unread')).items.map((one: { id: string }) => one.id)).not.toContain(id);
        expect((await mark('viewer', { ids: [id], mark: 'unread' })).expect(200).json.unread).toBe(all);
        expect((await mark('viewer', { until: id })).expect(200).json.unread).toBe(0);
        expect((await mark('viewer', { until: 'x' })).expect(422).problem).toBe('wrong-marks');
        expect((await mark('viewer', { ids: Array.from({ length: 501 }, () => id) })).expect(422).problem).toBe('too-many-notices');
        for (const query of ['?limit=0', '?limit=201', '?limit=x', '?only=all']) expect((await client('viewer').get(`/api/inbox${query}`)).expect(422).problem).toBe('wrong-page');
        expect((await client('viewer').get('/api/inbox?cursor=x')).expect(422).problem).toBe('wrong-cursor');
    });
});
