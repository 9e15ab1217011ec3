// What is one's own is found by asset, too: requests, and passes of one's groups.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { change_asset } from './house.ts';
import { RequestsStage, ask } from './requests_stage.ts';

let s: RequestsStage;

beforeAll(async () => {
    s = await RequestsStage.start();
});
afterAll(() => s?.server.end());

test('where a hidden asset went is not found out by asking library by library', async () => {
    const elsewhere = await s.elsewhere([s.viewer]);
    const asset = await s.new_asset();
    const id = await ask(s.viewer, asset);
    (await change_asset(s.admin, asset, { library: elsewhere, folder: null })).expect(200);
    (await change_asset(s.admin, asset, { status: 'draft' })).expect(200);
    const { client } = s.viewer;
    const found = async (which: string) => {
        const rows = (await client.get(`/api/requests?${which}asset=${asset}`)).expect(200).json.items;
        const counts = (await client.get(`/api/requests/counts?${which}asset=${asset}`)).expect(200).json;
        return [rows.map((one: { id: string; library: string }) => [one.id, one.library]), counts.pending];
    };
    for (const seat of ['mine=true&', '']) {
        expect(await found(seat)).toEqual([[[id, s.library]], 1]);
        expect(await found(`${seat}library=${s.library}&`)).toEqual([[[id, s.library]], 1]);
        expect(await found(`${seat}library=${elsewhere}&`)).toEqual([[], 0]);
    }
});

test('passes of one’s groups are among what is one’s own for an asset', async () => {
    const asset = await s.new_asset();
    const group = (await s.admin.post('/api/groups', { name: 'Campaign' })).expect(201).json.id;
    const version = (await s.admin.get(`/api/groups/${group}`)).expect(200).headers['etag'] ?? '';
    (await s.admin.put(`/api/groups/${group}/people`, { people: [s.viewer.id] }, { headers: { 'if-match': version } })).expect(200);
    const pass = (await s.owner.client.post('/api/passes', { assets: [asset], group })).expect(201).json.items[0].id;
    const own = await ask(s.other, asset);
    const mine = async (client: typeof s.viewer.client, of: string) =>
        (await client.get(`/api/requests?mine=true&asset=${of}`)).expect(200).json.items.map((one: { id: string }) => one.id);
    expect(await mine(s.viewer.client, asset)).toEqual([pass]);
    expect(await mine(s.other.client, asset)).toEqual([own]);
    expect(await mine(s.viewer.client, await s.new_asset())).toEqual([]);
    expect((await s.viewer.client.get(`/api/requests/counts?mine=true&asset=${asset}`)).expect(200).json.approved).toBe(1);
});
