// Sets up what the rows of docs/errors.md speak of: people, and one of each thing. Called by errors.test.ts.
import type { Server } from '../harness/server.ts';
import type { Client } from '../harness/client.ts';
import { change, change_asset, make_library, make_person, put_in } from '../house.ts';
import type { Stage } from './outcome.ts';

/** Passes last a year at most. */
async function settings_of(admin: Client, library: string) {
    const settings = (await admin.get(`/api/libraries/${library}/settings`)).expect(200).json;
    return { ...settings, requests: { ...settings.requests, longest_validity: { span: '1y' } } };
}

/** An asset that is given on request. */
async function guard(admin: Client, library: string, name: string): Promise<string> {
    const asset = await put_in(admin, library, name, Buffer.from(name));
    (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
    return asset;
}

export async function make_stage(server: Server): Promise<Stage> {
    const admin = await server.set_up();
    const library = await make_library(admin, 'Press');
    const folder = (await admin.post('/api/folders', { library, name: 'Kit' })).expect(201).json.id;
    const inner = (await admin.post('/api/folders', { library, name: 'Inner', parent: folder })).expect(201).json.id;
    const asset = await put_in(admin, library, 'quarry.txt', Buffer.from('quarry'));
    const viewer = await make_person({ server, admin, library }, { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' });
    await change(admin, `/api/libraries/${library}/settings`, await settings_of(admin, library), 'put');
    const guarded = await guard(admin, library, 'guarded.txt');
    const ask = async (of: string) => (await viewer.client.post('/api/requests', { assets: [of], answers: { intended_use: 'Press' } })).expect(201).json.items[0].id;
    const rejected = await ask(guarded);
    (await admin.post('/api/requests/decisions', { requests: [rejected], decision: 'reject' })).expect(200);
    const request = await ask(await guard(admin, library, 'waiting.txt'));
    const logos = (await admin.post('/api/libraries', { name: 'Signs', kind: 'logo' })).expect(201).json.id;
    const ids = { absent: '0'.repeat(26), library, logos, folder, inner, asset, guarded, request, rejected, viewer: viewer.id };
    return { server, admin, viewer: viewer.client, nobody: server.nobody(), ids };
}
