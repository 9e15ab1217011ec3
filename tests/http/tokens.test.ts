// What a token may be used for: each operation asks for one scope, and the document names it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { change, change_asset } from './house.ts';
import { RequestsStage, ask } from './requests_stage.ts';

let s: RequestsStage;

beforeAll(async () => {
    s = await RequestsStage.start();
});
afterAll(() => s?.server.end());

async function program(scopes: string[]): Promise<Client> {
    const client = s.server.nobody();
    client.token = (await s.owner.client.post('/api/me/tokens', { name: scopes.join(' '), scopes })).expect(201).json.token;
    return client;
}

test('who may do what is said with the scope "manage" alone', async () => {
    const asset = await s.new_asset();
    const request = await ask(s.viewer, asset);
    const settings = `/api/libraries/${s.library}/settings`;
    const waiting = `/api/libraries/${s.library}/waiting`;
    const wish = (await s.owner.client.get('/api/me/mail')).expect(200).json;
    const member = (await s.admin.get(`/api/libraries/${s.library}/members`)).expect(200).json.items.find((one: { person: string }) => one.person === s.viewer.id).id;
    const now = (await s.owner.client.get(settings)).expect(200).json;
    const wishes = (client: Client) => [
        () => client.post('/api/requests/decisions', { requests: [request], decision: 'approve' }),
        () => client.post('/api/requests/decisions/undo', { requests: [request] }),
        () => client.post('/api/requests/decisions', { requests: [request], decision: 'approve' }),
        () => client.post(`/api/requests/${request}/renew`, {}),
        () => client.post(`/api/requests/${request}/revoke`, {}),
        () => client.post('/api/passes', { assets: [asset], person: s.other.id }),
        () => client.post('/api/members', { library: s.library, person: s.director.id, role: 'viewer' }),
        () => client.delete(`/api/members/${member}`),
        () => change(client, `/api/libraries/${s.library}`, { name: 'Renamed' }),
        () => change(client, settings, now, 'put'),
        () => change(client, waiting, { remind_after_days: 5, escalate_after_days: 0 }, 'put'),
        () => change(client, '/api/me/mail', wish, 'put'),
    ];
    const editing = await program(['read', 'download', 'upload', 'edit']);
    for (const wish of wishes(editing)) expect((await wish()).expect(403).problem).toBe('scope-missing');
    expect((await s.owner.client.get(`/api/requests/${request}`)).expect(200).json.status).toBe('pending');
    (await change_asset(editing, asset, { name: 'renamed.txt' })).expect(200);
    const managing = await program(['read', 'manage']);
    for (const wish of wishes(managing)) (await wish()).expect(200, 201, 204);
    expect((await change_asset(managing, asset, { name: 'again.txt' })).expect(403).problem).toBe('scope-missing');
});

test('the document names the scope of each operation', async () => {
    const { paths, components } = (await s.server.nobody().get('/api/openapi.json')).expect(200).json;
    const scope = (method: string, path: string) => paths[path][method].security.find((one: object) => 'token' in one).token;
    expect(scope('post', '/api/requests/decisions')).toEqual(['manage']);
    expect(scope('put', '/api/libraries/{id}/settings')).toEqual(['manage']);
    expect(scope('put', '/api/libraries/{id}/waiting')).toEqual(['manage']);
    expect(scope('get', '/api/libraries/{id}/waiting')).toEqual(['read']);
    expect(scope('put', '/api/me/mail')).toEqual(['manage']);
    expect(scope('get', '/api/me/mail')).toEqual(['read']);
    expect(scope('patch', '/api/assets/{id}')).toEqual(['edit']);
    expect(scope('get', '/api/assets')).toEqual(['read']);
    for (const word of ['read', 'download', 'upload', 'edit', 'manage']) expect(components.securitySchemes.token.description).toContain(`\`${word}\``);
});
