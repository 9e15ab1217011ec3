// Settings of the site and their properties, and what a machine asks: health, readiness and figures.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change, k_all_flags, make_house, put_in, who, type House } from './house.ts';

let server: Server;
let house: House;
let admin: Client;

beforeAll(async () => {
    server = await Server.start();
    house = await make_house(server, [
        { name: 'director', level: 8, flags: k_all_flags, role: 'none' },
        { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
    ]);
    admin = house.admin;
});
afterAll(() => server?.end());

const client = (name: string) => who(house, name).client;
const read = async () => (await admin.get('/api/settings')).expect(200).json;
const write = (settings: object, more: object = {}) => change(admin, '/api/settings', { settings, ...more }, 'put');
const property = (name: string) => `/api/properties/image.${name}`;
const set = (name: string, value: string, more: object = {}) => change(admin, property(name), { value, ...more }, 'put');

describe('site settings', () => {
    test('are read by directors and written by administrators, over their version', async () => {
        const { settings } = await read();
        (await client('director').get('/api/settings')).expect(200);
        (await client('viewer').get('/api/settings')).expect(403);
        (await change(client('director'), '/api/settings', { settings }, 'put')).expect(403);
        (await admin.put('/api/settings', { settings })).expect(428);
        (await admin.put('/api/settings', { settings }, { headers: { 'if-match': '"99"' } })).expect(412);
        (await server.nobody().get('/api/settings')).expect(401);
    });

    test('that name what is not there are refused, and say where', async () => {
        const { settings } = await read();
        const wrong = { ...settings, justification: { ...settings.justification, groups: ['Nobody'], user_level: 5, attribute_name: 'Absent' } };
        const pointers = (await write(wrong)).expect(422).json.errors.map((one: { pointer: string }) => one.pointer);
        expect(pointers.join(' ')).toMatch(/groups/);
        expect(pointers.join(' ')).toMatch(/user_level/);
        expect(pointers.join(' ')).toMatch(/attribute_name/);
        expect((await read()).settings).toEqual(settings);
    });

    test('end approval with justification only when both are confirmed', async () => {
        const asset = await put_in(admin, house.library, 'approved.txt', Buffer.from('approved'));
        const take = () => client('viewer').post('/api/deliveries', { items: [{ asset }] });
        const { settings } = await read();
        const on = { ...settings, justification: { ...settings.justification, enabled: true, user_level: 2 }, approval: { ...settings.approval, enabled: true, user_level: 2 } };
        expect((await write(on)).expect(200).json.in_effect).toMatchObject({ justification: { in_effect: true }, approval: { in_effect: true } });
        expect((await take()).expect(403).json.needs).toEqual(['site_approval', 'justification']);
        const off = { ...on, justification: { ...on.justification, enabled: false } };
        expect((await write(off)).expect(409).problem).toBe('confirm-both');
        expect((await write(off, { confirm: 'both_end' })).expect(200).json.in_effect.approval).toMatchObject({ in_effect: false });
        (await take()).expect(201);
        (await write(settings)).expect(200);
    });
});

describe('properties', () => {
    test('are the same settings by another name', async () => {
        (await admin.post('/api/groups', { name: 'Agencies' })).expect(201);
        (await set('downloadJustificationEnabled', 'true')).expect(200);
        expect((await set('downloadJustificationGroups', 'Agencies')).expect(200).json).toMatchObject({ value: 'Agencies', in_effect: 'Agencies' });
        const { settings } = await read();
        expect(settings.justification).toMatchObject({ enabled: true, groups: ['Agencies'] });
        expect((await set('downloadJustificationGroups', 'Nobody')).expect(422).json.errors[0].pointer).toBe('/value');
        expect((await set('downloadJustificationUserLevel', 'three')).expect(422).problem).toBe('wrong-property');
        expect((await set('downloadJustificationEnabled', 'yes')).expect(422).problem).toBe('wrong-property');
        (await write({ ...settings, justification: { ...settings.justification, groups: [] } })).expect(200);
        const enabled = (await admin.get(property('downloadJustificationEnabled'))).expect(200).json;
        expect(enabled).toMatchObject({ value: 'true', in_effect: 'false' });
        (await set('downloadJustificationEnabled', 'false')).expect(200);
        const all: { name: string }[] = (await client('director').get('/api/properties')).expect(200).json.items;
        expect(all.map((one) => one.name)).toHaveLength(13);
    });

    test('word the subjects of mails, too', async () => {
        const path = '/api/settings/mail-subjects';
        const before = (await client('director').get(path)).expect(200);
        expect(before.json).toEqual({ subjects: { request: '', approved: '', rejected: '' }, usual: { request: 'Request: {asset}', approved: 'Approved: {asset}', rejected: 'Rejected: {asset}' } });
        expect((await set('downloadApprovedSubject', '{asset} for {requester}')).expect(200).json).toMatchObject({ value: '{asset} for {requester}' });
        const wanted = { request: 'New: {asset}', approved: 'Yours until {until}', rejected: '' };
        (await admin.put(path, wanted)).expect(428);
        (await admin.put(path, wanted, { headers: { 'if-match': String(before.headers['etag']) } })).expect(412);
        expect((await change(admin, path, wanted, 'put')).expect(200).json.subjects).toEqual(wanted);
        expect((await admin.get(property('downloadRequestSubject'))).expect(200).json).toMatchObject({ value: 'New: {asset}' });
        const wrong = (await change(admin, path, { request: 'A\r\nBcc: eve@example.org', approved: '{colour}', rejected: '{until}' }, 'put')).expect(422);
        expect([wrong.problem, wrong.json.errors.map((one: { pointer: string }) => one.pointer)]).toEqual(['wrong-subject', ['/request', '/approved', '/rejected']]);
        expect((await admin.get(path)).json.subjects).toEqual(wanted);
        (await change(client('director'), path, wanted, 'put')).expect(403);
        (await client('viewer').get(path)).expect(403);
        (await change(admin, path, { request: '', approved: '', rejected: '' }, 'put')).expect(200);
    });

    test('are for directors to read and administrators to write', async () => {
        const path = property('downloadApprovalEnabled');
        (await client('viewer').get('/api/properties')).expect(403);
        (await client('viewer').get(path)).expect(403);
        (await client('director').get(path)).expect(200);
        (await change(client('director'), path, { value: 'false' }, 'put')).expect(403);
        (await admin.put(path, { value: 'false' }, { headers: { 'if-match': '"99"' } })).expect(412);
    });
});

describe('a machine', () => {
    test('asks for health, readiness and figures', async () => {
        expect((await server.nobody().get('/healthz')).expect(200).text).toBe('ok\n');
        expect((await server.nobody().get('/readyz')).expect(200).json).toMatchObject({ ready: true, database: 'ok', disk: 'ok' });
        const figures = (await server.nobody().get('/metrics')).expect(200).text;
        expect(figures).toMatch(/^exeat_responses_total\{status="2xx"\} \d+$/m);
        expect(figures).toMatch(/^# TYPE exeat_request_seconds histogram$/m);
        for (const headers of [{ 'x-forwarded-for': '192.0.2.1' }, { forwarded: 'for=192.0.2.1' }] as Record<string, string>[]) {
            (await server.nobody().get('/metrics', { headers })).expect(401);
        }
    });
});
