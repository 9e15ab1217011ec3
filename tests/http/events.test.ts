// Server-sent events: who hears what, and when a stream ends.
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Page } from './harness/page.ts';
import { Server } from './harness/server.ts';
import { change, k_password, make_house, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
        { name: 'other', level: 2, flags: ['download'], role: 'viewer' },
    ]);
});
afterAll(() => server?.end());

const person = (name: string) => who(house, name);
const rename = async (name: string, to: string) => (await change(house.admin, `/api/people/${person(name).id}`, { name: to })).expect(200);

describe('a stream of events', () => {
    test('is for who is signed in, and says that it is ready', async () => {
        (await server.nobody().get('/api/events')).expect(401);
        const page = await Page.open(person('viewer').client);
        expect(page.answer.statusCode).toBe(200);
        expect(page.answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
        await page.until((one) => one.events.includes('ready'));
        page.close();
    });

    test('tells of one’s own account and of nobody else’s', async () => {
        const mine = await (await Page.open(person('viewer').client)).until((one) => one.events.length > 0);
        const theirs = await (await Page.open(person('other').client)).until((one) => one.events.length > 0);
        await rename('viewer', 'Vera');
        await mine.until((one) => one.events.includes('account'));
        await rename('other', 'Otto');
        await theirs.until((one) => one.events.includes('account'));
        expect(mine.events.filter((event) => event === 'account')).toHaveLength(1);
        expect(theirs.events.filter((event) => event === 'account')).toHaveLength(1);
        for (const page of [mine, theirs]) page.close();
    });

    test('tells everybody in a group of its passes', async () => {
        const group = (await house.admin.post('/api/groups', { name: 'Agency' })).expect(201).json.id;
        (await change(house.admin, `/api/groups/${group}/people`, { people: [person('viewer').id] }, 'put', `/api/groups/${group}`)).expect(200);
        const asset = await put_in(house.admin, house.library, 'for the agency.txt', Buffer.from('for the agency'));
        const mine = await (await Page.open(person('viewer').client)).until((one) => one.events.length > 0);
        const theirs = await (await Page.open(person('other').client)).until((one) => one.events.length > 0);
        (await house.admin.post('/api/passes', { assets: [asset], group })).expect(201);
        await mine.until((one) => one.events.includes('requests'));
        await rename('other', 'Olga');
        await theirs.until((one) => one.events.includes('account'));
        expect(theirs.events).not.toContain('requests');
        for (const page of [mine, theirs]) page.close();
    });

    test('says when something was missed', async () => {
        const { client } = person('viewer');
        const first = await (await Page.open(client)).until((one) => one.events.length > 0);
        const heard = first.last_id;
        first.close();
        const again = await (await Page.open(client, { 'last-event-id': heard })).until((one) => one.events.length > 0);
        expect(again.events[0]).toBe('ready');
        again.close();
        await rename('viewer', 'Viola');
        const late = await (await Page.open(client, { 'last-event-id': heard })).until((one) => one.events.length > 0);
        expect(late.events[0]).toBe('resync');
        late.close();
        const odd = await (await Page.open(client, { 'last-event-id': 'x' })).until((one) => one.events.length > 0);
        expect(odd.events[0]).toBe('resync');
        odd.close();
    });

    test('is one for each session', async () => {
        const { client } = person('viewer');
        const first = await (await Page.open(client)).until((one) => one.events.length > 0);
        const second = await (await Page.open(client)).until((one) => one.events.length > 0);
        await first.until((one) => one.ended);
        expect(second.ended).toBe(false);
        second.close();
    });

    test('is refused to who has too many', async () => {
        const pages: Page[] = [];
        for (let i = 0; i < 10; i++) pages.push(await (await Page.open(await server.sign_in('other@example.org', k_password))).until((one) => one.events.length > 0));
        const more = await server.sign_in('other@example.org', k_password);
        const refused = await more.get('/api/events');
        expect(refused.expect(503).problem).toBe('too-many-streams');
        expect(refused.headers['retry-after']).toBe('60');
        (await Page.open(person('viewer').client)).close();
        const left = pages.pop();
        left?.close();
        // The server notices by itself; until then the place is taken.
        let again = await Page.open(more);
        while (again.answer.statusCode === 503) again = await Page.open(more);
        expect(again.answer.statusCode).toBe(200);
        for (const page of [...pages, again]) page.close();
    });

    test.each([
        ['the session ends', async (client: Client) => void (await client.delete('/api/session')).expect(204)],
        ['the person is suspended', async () => void (await change(house.admin, `/api/people/${person('viewer').id}`, { active: false })).expect(200)],
    ])('ends when %s', async (_what, act) => {
        const client = await server.sign_in('viewer@example.org', k_password);
        const page = await (await Page.open(client)).until((one) => one.events.length > 0);
        await act(client);
        await page.until((one) => one.ended);
        await change(house.admin, `/api/people/${person('viewer').id}`, { active: true });
    });

    test('does not hold the server when it stops', async () => {
        const own = await Server.start();
        const admin = await own.set_up();
        const request = http.get(`${own.url}/api/events`, { headers: admin.own_headers('GET'), agent: false });
        const closed = new Promise<void>((resolve) => request.on('response', (answer) => answer.resume().on('close', () => resolve())));
        await new Promise((resolve) => request.on('response', resolve));
        await own.end();
        await closed;
    });
});
