// Stories of requests and passes, by the rows of FEATURES.md: who asks, who decides, what it opens, and for how long.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change, change_asset, make_library, make_person, put_in, type Somebody } from './house.ts';

let server: Server;
let admin: Client;
let library: string;
let owner: Somebody;
let second: Somebody; // another owner
let viewer: Somebody;
let other: Somebody; // another viewer
let editor: Somebody;
let director: Somebody;
let turn = 0;

const form = { intended_use: 'The spring campaign' };

async function new_asset(rules: Record<string, unknown> = { protection: 'on_request' }): Promise<string> {
    const asset = await put_in(admin, library, `quarry ${++turn}.txt`, Buffer.from(`quarry ${turn}`));
    if (Object.keys(rules).length > 0) (await change_asset(admin, asset, rules)).expect(200);
    return asset;
}
async function settings(wanted: Record<string, unknown>, of = library): Promise<void> {
    const path = `/api/libraries/${of}/settings`;
    const before = (await admin.get(path)).expect(200).json;
    const requests = { ...before.requests, ...(wanted['requests'] as object | undefined) };
    (await change(admin, path, { ...before, ...wanted, requests }, 'put')).expect(200);
}
const plain = {
    access: 'unlocked', viewer_access: 'open', protection: 'open', grant_ends_on_replace: false,
    requests: {
        form: true, fields: [], terms: null, auto_approval: false, default_validity: { span: '30d' },
        longest_validity: { span: 'unlimited' }, not_receivers: [], note_required: false,
    },
};

/** Asks for an asset, and gives the request's id. */
async function ask(person: Somebody, asset: string, more: Record<string, unknown> = {}): Promise<string> {
    return (await person.client.post('/api/requests', { assets: [asset], answers: form, ...more })).expect(201).json.items[0].id;
}
const decide = (person: Somebody, requests: string[], more: Record<string, unknown> = {}) =>
    person.client.post('/api/requests/decisions', { requests, decision: 'approve', ...more });
const deliver = (person: Somebody, asset: string, file = 'original') => person.client.post('/api/deliveries', { items: [{ asset, file }] });
const state_of = async (person: Somebody, asset: string) => (await person.client.get(`/api/assets/${asset}`)).expect(200).json.download;
const card = async (person: Somebody, id: string) => (await person.client.get(`/api/requests/${id}`)).expect(200).json;

beforeAll(async () => {
    server = await Server.start();
    admin = await server.set_up();
    library = await make_library(admin, 'Press');
    const house = { server, admin, library };
    owner = await make_person(house, { name: 'owner', level: 4, flags: ['download', 'edit'], role: 'owner' });
    second = await make_person(house, { name: 'second', level: 4, flags: ['download', 'edit'], role: 'owner' });
    viewer = await make_person(house, { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' });
    other = await make_person(house, { name: 'other', level: 2, flags: ['download'], role: 'viewer' });
    editor = await make_person(house, { name: 'editor', level: 4, flags: ['download', 'edit'], role: 'editor' });
    director = await make_person(house, { name: 'director', level: 8, flags: ['download'], role: 'none' });
});
afterAll(() => server?.end());
beforeEach(() => settings(plain));

describe('asking', () => {
    test('D7: who may not download asks with the form, waits, and has it once it is approved', async () => {
        const asset = await new_asset();
        const refused = (await deliver(viewer, asset)).expect(403).json;
        expect(refused).toMatchObject({ needs: ['download_grant'], request_state: 'none', can_request: true });
        expect(refused.why.join(' ')).toContain('Request the download');
        const prepared = (await viewer.client.post('/api/requests/form', { assets: [asset] })).expect(200).json;
        expect(prepared.ask).toMatchObject([{ library, kind: 'download', assets: [asset], actions: ['download'], auto_approved: false }]);
        const id = await ask(viewer, asset, { form: prepared.ask[0].form.tag });
        expect(await state_of(viewer, asset)).toMatchObject({ outcome: 'need', request_state: 'pending', can_request: false });
        expect((await viewer.client.post('/api/requests/form', { assets: [asset] })).json.pending).toMatchObject([{ asset, request: id }]);
        expect((await decide(owner, [id], { valid_for: '7d', note: 'With pleasure' })).expect(200).json.items).toMatchObject([{ id, status: 'approved', note: 'With pleasure' }]);
        expect(await state_of(viewer, asset)).toMatchObject({ outcome: 'allow', request_state: 'granted' });
        (await deliver(viewer, asset)).expect(201);
        (await deliver(other, asset)).expect(403);
    });

    test('asking again for what is pending gives that one', async () => {
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        expect(await ask(viewer, asset)).toBe(id);
        expect((await viewer.client.get(`/api/requests?mine=true&asset=${asset}`)).expect(200).json.items).toHaveLength(1);
    });

    test('the same call sent twice asks once', async () => {
        const asset = await new_asset();
        const headers = { 'idempotency-key': `once-${asset}` };
        const send = () => viewer.client.post('/api/requests', { assets: [asset], answers: form }, { headers });
        const first = (await send()).expect(201).json;
        expect((await send()).expect(201).json.items[0].id).toBe(first.items[0].id);
    });

    test('D7: every type of field is held against the form, also those that are shown only if', async () => {
        const fields = [
            { name: 'title', type: 'text', label: 'Title', required: true },
            { name: 'story', type: 'long_text', label: 'Story' },
            { name: 'medium', type: 'select', label: 'Medium', required: true, options: ['Print', 'Web'] },
            { name: 'countries', type: 'multi_select', label: 'Countries', options: ['FR', 'DE', 'IT'] },
            { name: 'until', type: 'date', label: 'Until' },
            { name: 'copies', type: 'number', label: 'Copies', required: true, shown_if: { field: 'medium', test: 'equals', value: 'Print' } },
            { name: 'agreed', type: 'checkbox', label: 'Agreed', required: true },
        ].map((field) => ({ help: '', placeholder: '', required: false, options: [], shown_if: null, ...field }));
        await settings({ requests: { fields } });
        const asset = await new_asset();
        const send = (answers: object) => viewer.client.post('/api/requests', { assets: [asset], answers: { ...form, ...answers } });
        const wrong = async (answers: object) => (await send(answers)).expect(422).json.errors.map((one: { pointer: string }) => one.pointer).sort();
        expect(await wrong({})).toEqual(['/answers/agreed', '/answers/medium', '/answers/title']);
        const good = { title: 'Spring', medium: 'Print', copies: 500, agreed: true };
        expect(await wrong({ ...good, medium: 'Radio' })).toEqual(['/answers/copies', '/answers/medium/0']);
        expect(await wrong({ ...good, copies: 'many' })).toEqual(['/answers/copies/0']);
        expect(await wrong({ ...good, until: '2026-13-01' })).toEqual(['/answers/until/0']);
        expect(await wrong({ ...good, countries: ['FR', 'XX'] })).toEqual(['/answers/countries/1']);
        expect(await wrong({ ...good, medium: 'Web' })).toEqual(['/answers/copies']);
        expect(await wrong({ ...good, agreed: false })).toEqual(['/answers/agreed']);
        expect(await wrong({ ...good, colour: 'red' })).toEqual(['/answers/colour']);
        expect((await send({ ...good, title: { a: 1 } })).expect(422).problem).toBe('wrong-answers');
        const id = (await send({ ...good, countries: ['FR', 'IT'] })).expect(201).json.items[0].id;
        // What was asked stays as it was asked, whatever becomes of the form.
        await settings({ requests: { fields: [] } });
        expect((await card(owner, id)).answers.map((one: { label: string; values: string[] }) => [one.label, one.values])).toEqual([
            ['Title', ['Spring']], ['Medium', ['Print']], ['Countries', ['FR', 'IT']], ['Copies', ['500']], ['Agreed', ['true']],
        ]);
    });

    test('D7: files answer a field; the requester and those who decide read them', async () => {
        const field = { name: 'layout', type: 'file', label: 'Layout', help: '', placeholder: '', required: true, options: [], shown_if: null };
        await settings({ requests: { fields: [field] } });
        const asset = await new_asset();
        const bytes = Buffer.from('<svg onload="alert(1)"/>');
        const sent = (await viewer.client.upload('/api/requests/files', {}, { name: 'layout.svg', bytes })).expect(201).json;
        expect(sent).toMatchObject({ name: 'layout.svg', size: bytes.length });
        const send = (person: Somebody, layout: string[]) => person.client.post('/api/requests', { assets: [asset], answers: { ...form, layout } });
        expect((await send(other, [sent.id])).expect(422).json.errors[0].pointer).toBe('/answers/layout/0');
        expect((await send(viewer, ['nothing'])).expect(422).problem).toBe('wrong-answers');
        const id = (await send(viewer, [sent.id])).expect(201).json.items[0].id;
        expect((await card(owner, id)).sent_files).toMatchObject([{ id: sent.id, name: 'layout.svg' }]);
        const path = `/api/requests/${id}/files/${sent.id}`;
        for (const person of [owner, viewer]) {
            const answer = (await person.client.get(path)).expect(200);
            expect(answer.body.equals(bytes)).toBe(true);
            expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'" });
            expect(answer.headers['content-disposition']).toContain('attachment');
        }
        (await other.client.get(path)).expect(404);
        (await editor.client.get(path)).expect(404);
        // One file answers one form.
        const again = await new_asset();
        expect((await viewer.client.post('/api/requests', { assets: [again], answers: { ...form, layout: [sent.id] } })).expect(422).problem).toBe('wrong-answers');
        const large = await viewer.client.upload('/api/requests/files', {}, { name: 'large.bin', bytes: Buffer.alloc(25 * 1024 * 1024 + 1) });
        expect(large.expect(413).problem).toBe('file-too-large');
        expect((await server.command('check'))).toContain('all is well');
    });

    test('text is given back as it was written', async () => {
        const hostile = '=HYPERLINK("http://x") <img src=x onerror=alert(1)> \u202E {{7*7}}';
        const id = await ask(viewer, await new_asset(), { answers: { intended_use: hostile } });
        expect((await card(owner, id)).reason).toBe(hostile);
    });

    test('a form that was changed meanwhile is not sent', async () => {
        const asset = await new_asset();
        const tag = (await viewer.client.post('/api/requests/form', { assets: [asset] })).expect(200).json.ask[0].form.tag;
        await settings({ requests: { fields: [{ name: 'title', type: 'text', label: 'Title', help: '', placeholder: '', required: false, options: [], shown_if: null }] } });
        expect((await viewer.client.post('/api/requests', { assets: [asset], answers: form, form: tag })).expect(409).problem).toBe('form-changed');
        const again = (await viewer.client.post('/api/requests/form', { assets: [asset] })).expect(200).json.ask[0].form;
        expect(again.fields).toHaveLength(1);
        await ask(viewer, asset, { form: again.tag });
    });

    test('terms of the library are accepted in the text that is in force', async () => {
        const terms = (await admin.post('/api/terms', { title: 'Press terms', body: 'Only once.' })).expect(201).json;
        await settings({ requests: { terms: terms.id } });
        const asset = await new_asset();
        expect((await viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(422).problem).toBe('terms-not-accepted');
        const id = await ask(viewer, asset, { terms: { id: terms.id, version: 1 } });
        expect((await card(owner, id)).terms).toMatchObject({ id: terms.id, number: 1, body: 'Only once.' });
        (await admin.post(`/api/terms/${terms.id}/versions`, { title: 'Press terms', body: 'Twice.' }, { headers: { 'if-match': '"1"' } })).expect(201);
        expect((await viewer.client.post('/api/requests', { assets: [await new_asset()], answers: form, terms: { id: terms.id, version: 1 } })).expect(409).problem).toBe('form-changed');
    });

    test('D7: where the form is off, one click sends', async () => {
        await settings({ requests: { form: false } });
        const id = await ask(viewer, await new_asset(), { answers: {} });
        expect((await card(viewer, id)).status).toBe('pending');
    });

    test('D14: a selection is sorted, and one form asks for the rest', async () => {
        const [open, one, two, locked] = [await new_asset({}), await new_asset(), await new_asset(), await new_asset({ access: 'locked' })];
        await ask(viewer, one);
        const prepared = (await viewer.client.post('/api/requests/form', { assets: [open, one, two, locked, '0'.repeat(26)] })).expect(200).json;
        expect(prepared).toMatchObject({ free: [open], pending: [{ asset: one }], refused: [{ asset: '0'.repeat(26), code: 'not-found' }] });
        expect(prepared.ask.map((group: { kind: string; assets: string[] }) => [group.kind, group.assets]).sort()).toEqual([['access', [locked]], ['download', [two]]]);
        const made = (await viewer.client.post('/api/requests', { assets: [open, one, two, locked], answers: form })).expect(201).json;
        expect(made.items).toHaveLength(3);
        expect(made.left).toMatchObject([{ asset: open, code: 'free-already' }]);
        expect((await viewer.client.post('/api/deliveries', { items: [open, two].map((asset) => ({ asset })) })).expect(201).json.left_out).toMatchObject([{ asset: two }]);
    });

    test('assets of two libraries are asked for twice', async () => {
        const elsewhere = await make_library(admin, `Elsewhere ${++turn}`);
        (await admin.post('/api/members', { library: elsewhere, person: viewer.id, role: 'viewer' })).expect(201);
        const there = await put_in(admin, elsewhere, 'there.txt', Buffer.from('there'));
        (await change_asset(admin, there, { protection: 'on_request' })).expect(200);
        const answer = await viewer.client.post('/api/requests', { assets: [await new_asset(), there], answers: form });
        expect(answer.expect(422).problem).toBe('several-libraries');
    });

    test('withdrawn: it is nobody\'s any more, and can be asked for again', async () => {
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        (await other.client.post(`/api/requests/${id}/cancel`)).expect(404);
        expect((await viewer.client.post(`/api/requests/${id}/cancel`)).expect(200).json).toMatchObject({ status: 'withdrawn', closed: 'by_requester' });
        expect((await viewer.client.post(`/api/requests/${id}/cancel`)).expect(409).problem).toBe('decided-already');
        expect((await decide(owner, [id])).expect(409).problem).toBe('decided-already');
        expect(await state_of(viewer, asset)).toMatchObject({ request_state: 'none', can_request: true });
    });
});

describe('deciding', () => {
    test('D9, A5: rejected with a note, which the requester reads; asking for access again is refused', async () => {
        const asset = await new_asset({ access: 'locked' });
        const id = await ask(viewer, asset);
        expect((await card(viewer, id)).kind).toBe('access');
        (await decide(owner, [id], { decision: 'reject', note: 'Not this one' })).expect(200);
        const row = (await viewer.client.get(`/api/assets/${asset}`)).expect(200).json;
        expect(row.download).toMatchObject({ request_state: 'rejected', can_request: false });
        expect(row.why.join(' ')).toContain('Not this one');
        expect((await viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(409).problem).toBe('not-requestable');
    });

    test('A6: a rejected request is approved later; a revoked pass ends at once', async () => {
        const asset = await new_asset({ access: 'locked' });
        const id = await ask(viewer, asset);
        (await decide(owner, [id], { decision: 'reject' })).expect(200);
        (await decide(second, [id])).expect(200);
        const url = (await deliver(viewer, asset)).expect(201).json.url;
        expect((await owner.client.post(`/api/requests/${id}/revoke`, { note: 'The rights are gone' })).expect(200).json.status).toBe('revoked');
        (await viewer.client.get(url)).expect(403);
        expect(await state_of(viewer, asset)).toMatchObject({ request_state: 'revoked', can_request: false });
        expect((await owner.client.post(`/api/requests/${id}/revoke`, {})).expect(409).problem).toBe('not-in-force');
    });

    test('A9: actions and files are narrowed, never widened', async () => {
        const asset = await new_asset({ access: 'locked' });
        const id = await ask(editor, asset, { actions: ['download', 'edit', 'delete'], files: ['original', 'attachment'] });
        expect((await decide(owner, [id], { actions: ['edit', 'organise'] })).expect(422).problem).toBe('wrong-grant');
        expect((await decide(owner, [id], { files: ['version'] })).expect(422).problem).toBe('wrong-grant');
        (await decide(owner, [id], { actions: ['download', 'edit'], files: ['attachment'] })).expect(200);
        (await change_asset(editor.client, asset, { attributes: {} })).expect(200);
        (await editor.client.delete(`/api/assets/${asset}`)).expect(403);
        (await deliver(editor, asset)).expect(403);
    });

    test('nobody decides their own, nor as an editor, nor as somebody else', async () => {
        const asset = await new_asset({ access: 'locked' });
        const id = await ask(viewer, asset);
        (await decide(editor, [id])).expect(404);
        (await decide(other, [id])).expect(404);
        (await editor.client.get(`/api/requests/${id}`)).expect(404);
        expect((await decide(viewer, [id])).expect(403).problem).toBe('own-request');
        expect((await owner.client.post('/api/passes', { assets: [asset], person: owner.id })).expect(403).problem).toBe('own-request');
    });

    test('a reviewer who is no owner any more decides nothing', async () => {
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        const gone = await make_person({ server, admin, library }, { name: `gone${++turn}`, level: 4, flags: ['download'], role: 'owner' });
        expect((await card(gone, id)).can).toMatchObject({ approve: true, reject: true });
        const members = (await admin.get(`/api/libraries/${library}/members`)).expect(200).json.items;
        const row = members.find((one: { person: string }) => one.person === gone.id);
        (await admin.delete(`/api/members/${row.id}`)).expect(204);
        (await decide(gone, [id])).expect(404);
        expect((await card(owner, id)).status).toBe('pending');
    });

    test('two reviewers at once: one decides, the other is told what was decided', async () => {
        for (const decision of ['approve', 'reject', 'approve', 'reject']) {
            const id = await ask(viewer, await new_asset());
            const answers = await Promise.all([owner, second, owner, second].map((one) => decide(one, [id], { decision })));
            expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
            for (const answer of answers.filter((one) => one.status === 409)) {
                expect(answer.problem).toBe('decided-already');
                expect(answer.json.detail).toMatch(decision === 'approve' ? /Demo (owner|second) approved this/ : /Demo (owner|second) rejected this/);
            }
        }
    });

    test('D16: many at once; what could not be decided is named with its reason', async () => {
        const ids: string[] = [];
        for (let i = 0; i < 3; ++i) ids.push(await ask(viewer, await new_asset()));
        const decided_before = ids[0] ?? '';
        (await decide(second, [decided_before])).expect(200);
        const own = await new_asset({ access: 'locked' });
        const answer = (await decide(owner, [...ids, own, '0'.repeat(26)])).expect(200).json;
        expect(answer.items.map((one: { id: string }) => one.id).sort()).toEqual(ids.slice(1).sort());
        expect(answer.left).toMatchObject([
            { request: decided_before, status: 409, type: '/problems/decided-already' },
            { request: own, status: 404 }, { request: '0'.repeat(26), status: 404 },
        ]);
        expect(answer.left[0].detail).toContain('Demo second approved this');
    });

    test('a decision is taken back for ten seconds, by whoever made it, before anything left', async () => {
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        (await decide(owner, [id])).expect(200);
        expect((await card(owner, id)).can.take_back).toBe(true);
        const undo = (person: Somebody) => person.client.post('/api/requests/decisions/undo', { requests: [id] });
        expect((await undo(second)).expect(409).problem).toBe('too-late');
        expect((await undo(owner)).expect(200).json.items).toMatchObject([{ id, status: 'pending', decided_by: null }]);
        (await deliver(viewer, asset)).expect(403);
        (await decide(owner, [id])).expect(200);
        (await deliver(viewer, asset)).expect(201);
        expect((await undo(owner)).expect(409).problem).toBe('too-late');
    });

    test('a note is required where the library says so', async () => {
        await settings({ requests: { note_required: true } });
        const id = await ask(viewer, await new_asset());
        expect((await decide(owner, [id], { decision: 'reject', note: ' ' })).expect(422).problem).toBe('note-missing');
        (await decide(owner, [id], { decision: 'reject', note: 'No' })).expect(200);
    });

    test('D12: a pass ends by itself, no later than the library allows, and is renewed', async () => {
        await settings({ requests: { longest_validity: { span: '7d' }, default_validity: { span: '24h' } } });
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        expect((await decide(owner, [id], { valid_for: '30d' })).expect(422).problem).toBe('validity-too-long');
        expect((await decide(owner, [id], { valid_for: 'unlimited' })).expect(422).problem).toBe('validity-too-long');
        const soon = new Date(Date.now() + 1500).toISOString();
        (await decide(owner, [id], { valid_until: soon })).expect(200);
        (await deliver(viewer, asset)).expect(201);
        await expect.poll(async () => (await state_of(viewer, asset)).request_state, { timeout: 20_000 }).toBe('expired');
        (await deliver(viewer, asset)).expect(403);
        await expect.poll(async () => (await viewer.client.get(`/api/requests?mine=true&status=expired&asset=${asset}`)).json.items.length, { timeout: 20_000 }).toBe(1);
        expect((await card(viewer, id)).can.ask_again).toBe(true);
        expect((await owner.client.post(`/api/requests/${id}/renew`, { valid_for: '7d' })).expect(200).json.status).toBe('approved');
        (await deliver(viewer, asset)).expect(201);
    });

    test('D11: auto-approval grants downloads at once, and never to somebody who was rejected', async () => {
        await settings({ requests: { auto_approval: true } });
        const asset = await new_asset();
        const made = (await viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(201).json.items[0];
        expect(made).toMatchObject({ status: 'auto_approved', decided_by: null });
        (await deliver(viewer, asset)).expect(201);
        (await owner.client.post(`/api/requests/${made.id}/revoke`, {})).expect(200);
        expect((await viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(201).json.items[0].status).toBe('pending');
        const locked = await new_asset({ access: 'locked' });
        expect((await viewer.client.post('/api/requests', { assets: [locked], answers: form })).expect(201).json.items[0].status).toBe('pending');
    });

    test('A10: a pass given unasked to a person, an address and a group', async () => {
        const asset = await new_asset({ access: 'locked' });
        (await editor.client.post('/api/passes', { assets: [asset], person: viewer.id })).expect(403);
        const given = (await owner.client.post('/api/passes', { assets: [asset], person: viewer.id, reason: 'For the fair', valid_for: '24h' })).expect(201).json.items[0];
        expect(given).toMatchObject({ status: 'approved', unasked: true, actions: ['download'], reason: 'For the fair' });
        (await deliver(viewer, asset)).expect(201);
        (await deliver(other, asset)).expect(403);
        (await owner.client.post('/api/passes', { assets: [asset], email: 'OTHER@example.org' })).expect(201);
        (await deliver(other, asset)).expect(201);
        const group = (await admin.post('/api/groups', { name: `Fair ${++turn}` })).expect(201).json;
        const late = await make_person({ server, admin, library }, { name: `late${turn}`, level: 2, flags: ['download'], role: 'viewer' });
        (await owner.client.post('/api/passes', { assets: [asset], group: group.id })).expect(201);
        (await deliver(late, asset)).expect(403);
        (await change(admin, `/api/groups/${group.id}/people`, { people: [late.id] }, 'put', `/api/groups/${group.id}`)).expect(200);
        (await deliver(late, asset)).expect(201);
        expect((await late.client.get('/api/requests?mine=true&status=approved')).expect(200).json.items).toMatchObject([{ group: group.id, unasked: true }]);
        (await owner.client.post('/api/passes', { assets: [asset], email: 'nobody@example.org' })).expect(422);
    });

    test('gate 8: where a rule asks, only directors and administrators decide', async () => {
        const site = (await admin.get('/api/settings')).expect(200);
        const rule = { enabled: true, user_level: 2, groups: [], attribute_name: null, attribute_value: null, combine: 'supersede' };
        const put = async (justification: object, approval: object) => {
            const now = (await admin.get('/api/settings')).expect(200);
            (await admin.put('/api/settings', { settings: { ...site.json.settings, justification, approval } , confirm: 'both_end' }, { headers: { 'if-match': now.headers['etag'] ?? '' } })).expect(200);
        };
        await put(rule, rule);
        try {
            const asset = await new_asset({});
            const answers = { intended_use: 'The fair' };
            const deliver_with_reason = () => viewer.client.post('/api/deliveries', { items: [{ asset }], answers });
            (await deliver_with_reason()).expect(403);
            const id = await ask(viewer, asset);
            expect(await card(director, id)).toMatchObject({ for_directors: true, can: { approve: true } });
            expect((await decide(owner, [id])).expect(403).problem).toBe('directors-decide');
            (await decide(director, [id])).expect(200);
            (await deliver_with_reason()).expect(201);
        } finally {
            await put({ ...rule, enabled: false }, { ...rule, enabled: false });
        }
    });
});

describe('what happens by itself', () => {
    test('a deleted asset closes its requests, with the reason', async () => {
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        (await admin.delete(`/api/assets/${asset}`)).expect(204);
        expect(await card(owner, id)).toMatchObject({ status: 'withdrawn', closed: 'asset_deleted' });
        expect((await decide(owner, [id])).expect(409).problem).toBe('decided-already');
    });

    test('a moved one goes to the reviewers of the new library; a running pass stays', async () => {
        const elsewhere = await make_library(admin, `Moved ${++turn}`);
        (await admin.post('/api/members', { library: elsewhere, person: viewer.id, role: 'viewer' })).expect(201);
        (await admin.post('/api/members', { library: elsewhere, person: other.id, role: 'viewer' })).expect(201);
        const reviewer = await make_person({ server, admin, library: elsewhere }, { name: `reviewer${turn}`, level: 4, flags: ['download'], role: 'owner' });
        const asset = await new_asset();
        const running = await ask(other, asset);
        (await decide(owner, [running])).expect(200);
        const id = await ask(viewer, asset);
        (await decide(reviewer, [id])).expect(404);
        (await change_asset(admin, asset, { library: elsewhere, folder: null })).expect(200);
        (await decide(owner, [id])).expect(404);
        expect((await reviewer.client.get('/api/requests?reviewer=me')).expect(200).json.items).toMatchObject([{ id, library: elsewhere }]);
        (await deliver(other, asset)).expect(201);
        (await decide(reviewer, [id])).expect(200);
        (await deliver(viewer, asset)).expect(201);
    });

    test('an unprotected one closes its requests: it is free now', async () => {
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        (await change_asset(admin, asset, { protection: 'open' })).expect(200);
        expect(await card(viewer, id)).toMatchObject({ status: 'withdrawn', closed: 'free_now' });
        await settings({ protection: 'on_request' });
        const inherits = await new_asset({});
        const waits = await ask(viewer, inherits);
        await settings({ protection: 'open' });
        expect(await card(viewer, waits)).toMatchObject({ status: 'withdrawn', closed: 'free_now' });
    });

    test('a replaced file ends passes where the library says so', async () => {
        await settings({ grant_ends_on_replace: true });
        const asset = await new_asset();
        const id = await ask(viewer, asset);
        (await decide(owner, [id])).expect(200);
        (await admin.upload('/api/assets', { replaces: asset }, { name: 'newer.txt', bytes: Buffer.from(`newer ${++turn}`) })).expect(201);
        (await deliver(viewer, asset)).expect(403);
        expect((await card(viewer, id)).status).toBe('expired');
        (await owner.client.post(`/api/requests/${id}/renew`, {})).expect(200);
        (await deliver(viewer, asset)).expect(201);
    });

    test('a library that nobody receives for goes to the administrators', async () => {
        await settings({ requests: { not_receivers: [owner.id, second.id] } });
        const id = await ask(viewer, await new_asset());
        // They still decide.
        expect((await owner.client.get(`/api/requests?reviewer=me`)).expect(200).json.items.map((one: { id: string }) => one.id)).not.toContain(id);
        (await decide(owner, [id])).expect(200);
    });
});

describe('D15: the dashboard', () => {
    test('lists, filters and counts, a page at a time', async () => {
        const kinds = [await new_asset(), await new_asset({ access: 'locked' })];
        const ids: string[] = [];
        for (const asset of kinds) ids.push(await ask(other, asset, { answers: { intended_use: `Needle ${turn}` } }));
        const list = async (query: string, person = owner) => (await person.client.get(`/api/requests?${query}`)).expect(200).json;
        const found = (page: { items: { id: string }[] }) => page.items.map((one) => one.id);
        expect(found(await list(`requester=${other.id}&status=pending&kind=access`))).toContain(ids[1]);
        expect(found(await list(`requester=${other.id}&status=pending&kind=access`))).not.toContain(ids[0]);
        expect(found(await list(`q=needle%20${turn}`)).sort()).toEqual([...ids].sort());
        expect(found(await list(`asset=${kinds[0]}`))).toEqual([ids[0]]);
        expect(found(await list('mine=true', other))).toEqual(expect.arrayContaining(ids));
        expect(found(await list(`library=${library}`, viewer))).not.toContain(ids[0]);
        // All pages together are all, once each, the newest first.
        const all: string[] = [];
        let cursor = '';
        do {
            const page = await list(`library=${library}&limit=3${cursor}`);
            all.push(...found(page));
            cursor = page.next ? `&cursor=${page.next}` : '';
        } while (cursor);
        expect(all).toEqual([...new Set(all)].sort().reverse());
        const oldest = await list(`library=${library}&limit=3&sort=created`);
        expect(found(oldest)).toEqual(all.slice(-3).reverse());
        const counts = (await owner.client.get(`/api/requests/counts?library=${library}`)).expect(200).json;
        expect(counts.pending).toBe((await list(`library=${library}&status=pending&limit=200`)).items.length);
        expect(counts.waiting_for_me).toBe((await list('reviewer=me&limit=200')).items.length);
        expect(counts.pending + counts.approved + counts.rejected + counts.expired + counts.revoked + counts.withdrawn).toBe(all.length);
    });

    test('who decides nothing sees only their own', async () => {
        const id = await ask(viewer, await new_asset());
        expect((await editor.client.get('/api/requests')).expect(200).json.items.map((one: { id: string }) => one.id)).not.toContain(id);
        expect((await director.client.get('/api/requests')).expect(200).json.items.map((one: { id: string }) => one.id)).toContain(id);
        const stranger = await make_person({ server, admin, library: await make_library(admin, `Own ${++turn}`) }, { name: `stranger${turn}`, level: 2, flags: ['download'], role: 'none' });
        (await stranger.client.get(`/api/requests?library=${library}`)).expect(404);
        (await stranger.client.get(`/api/requests/${id}`)).expect(404);
    });
});
