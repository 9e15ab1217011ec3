// What is refused says no more than it must, and is as safe in a browser as what is not.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { change, change_asset } from './house.ts';
import { RequestsStage, deliver } from './requests_stage.ts';

let s: RequestsStage;

beforeAll(async () => {
    s = await RequestsStage.start();
});
afterAll(() => s?.server.end());

test('a ticket that is refused names no library and no reasons: whoever has it need not be whom it was made for', async () => {
    const asset = await s.new_asset({});
    const url = (await deliver(s.viewer, asset)).expect(201).json.url;
    (await change_asset(s.admin, asset, { protection: 'on_request' })).expect(200);
    const refused = (await s.server.nobody().get(url)).expect(403);
    expect(refused.json).not.toHaveProperty('why');
    expect(refused.json).not.toHaveProperty('needs');
    expect(refused.text).not.toContain('decide');
    expect(refused.text).not.toContain('owner');
    // The same question, asked by whom it was made for, has its reasons.
    expect((await deliver(s.viewer, asset)).expect(403).text).toContain('decide on it');
});

test('what is refused before it is routed has safe heads, too', async () => {
    const answers = await Promise.all(['/%2e%2e/x', '/a%00b', `/${'x'.repeat(20_000)}`].map((path) => s.server.nobody().get(path, { outside_contract: true })));
    for (const answer of answers) {
        expect(answer.status, answer.asked).toBeGreaterThanOrEqual(400);
        expect(answer.headers, answer.asked).toMatchObject({
            'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin',
            'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'cache-control': 'no-store',
        });
    }
});

test('no validity ends in the past, but one whose date has come stands in nobody’s way', async () => {
    const path = `/api/libraries/${s.library}/settings`;
    const now = (await s.owner.client.get(path)).expect(200).json;
    const with_validity = (name: string, until: string) => ({ ...now, requests: { ...now.requests, [name]: { span: 'date', until } } });
    for (const name of ['default_validity', 'longest_validity']) {
        const refused = (await change(s.owner.client, path, with_validity(name, '2020-01-01T00:00:00.000Z'), 'put')).expect(422);
        expect(refused.json.errors[0].pointer).toBe(`/requests/${name}/until`);
    }
    const soon = new Date(Date.now() + 1_500).toISOString();
    const ending = with_validity('longest_validity', soon);
    (await change(s.owner.client, path, ending, 'put')).expect(200);
    // As soon as its time has come another one until then is refused, and it stays itself.
    const another = { ...ending, requests: { ...ending.requests, default_validity: { span: 'date', until: soon } } };
    const back = async () => {
        (await change(s.owner.client, path, ending, 'put')).expect(200);
        return (await change(s.owner.client, path, another, 'put')).status;
    };
    await expect.poll(back, { timeout: 20_000 }).toBe(422);
    (await change(s.owner.client, path, { ...ending, watermark: true }, 'put')).expect(200);
});
