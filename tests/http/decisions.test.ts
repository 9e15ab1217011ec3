// Stories of deciding, by the rows of FEATURES.md: who decides, what a decision opens, and for how long.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { change, change_asset, put_in, type Somebody } from './house.ts';
import { RequestsStage, ask, card, decide, deliver, form, state_of } from './requests_stage.ts';

let s: RequestsStage;

beforeAll(async () => {
    s = await RequestsStage.start();
});
afterAll(() => s?.server.end());
beforeEach(() => s.settings());

describe('deciding', () => {
    test('D9, A5: rejected with a note, which the requester reads; asking for access again is refused', async () => {
        const asset = await s.new_asset({ access: 'locked' });
        const id = await ask(s.viewer, asset);
        expect((await card(s.viewer, id)).kind).toBe('access');
        (await decide(s.owner, [id], { decision: 'reject', note: 'Not this one' })).expect(200);
        const row = (await s.viewer.client.get(`/api/assets/${asset}`)).expect(200).json;
        expect(row.download).toMatchObject({ request_state: 'rejected', can_request: false });
        expect(row.why.join(' ')).toContain('Not this one');
        expect((await s.viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(409).problem).toBe('not-requestable');
    });

    test('A6: a rejected request is approved later; a revoked pass ends at once', async () => {
        const asset = await s.new_asset({ access: 'locked' });
        const id = await ask(s.viewer, asset);
        (await decide(s.owner, [id], { decision: 'reject' })).expect(200);
        (await decide(s.second, [id])).expect(200);
        const url = (await deliver(s.viewer, asset)).expect(201).json.url;
        expect((await s.owner.client.post(`/api/requests/${id}/revoke`, { note: 'The rights are gone' })).expect(200).json.status).toBe('revoked');
        (await s.viewer.client.get(url)).expect(403);
        expect(await state_of(s.viewer, asset)).toMatchObject({ request_state: 'revoked', can_request: false });
        expect((await s.owner.client.post(`/api/requests/${id}/revoke`, {})).expect(409).problem).toBe('not-in-force');
    });

    test('A9: actions and files are narrowed, never widened', async () => {
        const asset = await s.new_asset({ access: 'locked' });
        const id = await ask(s.editor, asset, { actions: ['download', 'edit', 'delete'], files: ['original', 'attachment'] });
        expect((await decide(s.owner, [id], { actions: ['edit', 'organise'] })).expect(422).problem).toBe('wrong-grant');
        expect((await decide(s.owner, [id], { files: ['version'] })).expect(422).problem).toBe('wrong-grant');
        (await decide(s.owner, [id], { actions: ['download', 'edit'], files: ['attachment'] })).expect(200);
        (await change_asset(s.editor.client, asset, { attributes: {} })).expect(200);
        (await s.editor.client.delete(`/api/assets/${asset}`)).expect(403);
        (await deliver(s.editor, asset)).expect(403);
    });

    test('nobody decides their own, nor as an editor, nor as somebody else', async () => {
        const asset = await s.new_asset({ access: 'locked' });
        const id = await ask(s.viewer, asset);
        (await decide(s.editor, [id])).expect(404);
        (await decide(s.other, [id])).expect(404);
        (await s.editor.client.get(`/api/requests/${id}`)).expect(404);
        expect((await decide(s.viewer, [id])).expect(403).problem).toBe('own-request');
        expect((await s.owner.client.post('/api/passes', { assets: [asset], person: s.owner.id })).expect(403).problem).toBe('own-request');
    });

    test('a reviewer who is no owner any more decides nothing', async () => {
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        const gone = await s.newcomer(s.library, 4, 'owner');
        expect((await card(gone, id)).can).toMatchObject({ approve: true, reject: true });
        const members = (await s.admin.get(`/api/libraries/${s.library}/members`)).expect(200).json.items;
        const row = members.find((one: { person: string }) => one.person === gone.id);
        (await s.admin.delete(`/api/members/${row.id}`)).expect(204);
        (await decide(gone, [id])).expect(404);
        expect((await card(s.owner, id)).status).toBe('pending');
    });

    test('two reviewers at once: one decides, the other is told what was decided', async () => {
        for (const decision of ['approve', 'reject', 'approve', 'reject']) {
            const id = await ask(s.viewer, await s.new_asset());
            const answers = await Promise.all([s.owner, s.second, s.owner, s.second].map((one) => decide(one, [id], { decision })));
            expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
            for (const answer of answers.filter((one) => one.status === 409)) {
                expect(answer.problem).toBe('decided-already');
                expect(answer.json.detail).toMatch(/ on \d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d UTC\.$/);
                expect(answer.json.errors).toMatchObject([{ pointer: '/requests', detail: answer.json.detail }]);
                expect(answer.json.detail).toMatch(decision === 'approve' ? /Demo (owner|second) approved this/ : /Demo (owner|second) rejected this/);
            }
        }
    });

    test('D16: many at once; what could not be decided is named with its reason', async () => {
        const ids: string[] = [];
        for (let i = 0; i < 3; ++i) ids.push(await ask(s.viewer, await s.new_asset()));
        const decided_before = ids[0] ?? '';
        (await decide(s.second, [decided_before])).expect(200);
        const own = await s.new_asset({ access: 'locked' });
        const answer = (await decide(s.owner, [...ids, own, '0'.repeat(26)])).expect(200).json;
        expect(answer.items.map((one: { id: string }) => one.id).sort()).toEqual(ids.slice(1).sort());
        expect(answer.left).toMatchObject([
            { request: decided_before, status: 409, type: '/problems/decided-already' },
            { request: own, status: 404 }, { request: '0'.repeat(26), status: 404 },
        ]);
        expect(answer.left[0].detail).toContain('Demo second approved this');
    });

    test('a decision is taken back for ten seconds, by whoever made it, before anything left', async () => {
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        (await decide(s.owner, [id])).expect(200);
        expect((await card(s.owner, id)).can.take_back).toBe(true);
        const undo = (person: Somebody) => person.client.post('/api/requests/decisions/undo', { requests: [id] });
        expect((await undo(s.second)).expect(409).problem).toBe('too-late');
        expect((await undo(s.owner)).expect(200).json.items).toMatchObject([{ id, status: 'pending', decided_by: null }]);
        (await deliver(s.viewer, asset)).expect(403);
        (await decide(s.owner, [id])).expect(200);
        (await deliver(s.viewer, asset)).expect(201);
        expect((await undo(s.owner)).expect(409).problem).toBe('too-late');
    });

    test('a note is required where the library says so', async () => {
        await s.settings({ requests: { note_required: true } });
        const id = await ask(s.viewer, await s.new_asset());
        expect((await decide(s.owner, [id], { decision: 'reject', note: ' ' })).expect(422).problem).toBe('note-missing');
        (await decide(s.owner, [id], { decision: 'reject', note: 'No' })).expect(200);
    });

    test('a library keeps notes to reject with, for those who may reject', async () => {
        const notes = [{ name: 'Rights', text: 'The agency licenses it.\nAsk them.' }, { name: 'Draft', text: 'It is not final yet.' }];
        await s.settings({ requests: { rejection_notes: notes } });
        const id = await ask(s.viewer, await s.new_asset());
        expect((await card(s.owner, id)).rejection_notes).toEqual(notes);
        expect((await card(s.director, id)).rejection_notes).toEqual(notes);
        expect((await card(s.viewer, id)).rejection_notes).toEqual([]);
        (await decide(s.owner, [id], { decision: 'reject', note: notes[0]?.text })).expect(200);
        expect((await card(s.viewer, id)).note).toBe(notes[0]?.text);
        expect((await card(s.owner, id)).rejection_notes).toEqual([]);
    });

    test('whoever decides is told what became of earlier requests of the same person, and of nobody else', async () => {
        const requester = s.other;
        const rejected = await ask(requester, await s.new_asset());
        (await decide(s.owner, [rejected], { decision: 'reject', note: 'No' })).expect(200);
        const id = await ask(requester, await s.new_asset());
        const { history } = await card(s.owner, id);
        expect(history.newest.map((one: { id: string }) => one.id)).toContain(rejected);
        for (const one of history.newest) expect(one.person).toBe(requester.id);
        const there = (await s.owner.client.get(`/api/requests/counts?requester=${requester.id}`)).expect(200).json;
        expect(history).toMatchObject({ approved: there.approved, rejected: there.rejected, revoked: there.revoked, expired: there.expired });
        expect((await card(requester, id)).history).toBeNull();
    });

    test('D12: a pass ends by itself, no later than the library allows, and is renewed', async () => {
        await s.settings({ requests: { longest_validity: { span: '7d' }, default_validity: { span: '24h' } } });
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        expect((await decide(s.owner, [id], { valid_for: '30d' })).expect(422).problem).toBe('validity-too-long');
        expect((await decide(s.owner, [id], { valid_for: 'unlimited' })).expect(422).problem).toBe('validity-too-long');
        const soon = new Date(Date.now() + 1500).toISOString();
        (await decide(s.owner, [id], { valid_until: soon })).expect(200);
        (await deliver(s.viewer, asset)).expect(201);
        await expect.poll(async () => (await state_of(s.viewer, asset)).request_state, { timeout: 20_000 }).toBe('expired');
        (await deliver(s.viewer, asset)).expect(403);
        await expect.poll(async () => (await s.viewer.client.get(`/api/requests?mine=true&status=expired&asset=${asset}`)).json.items.length, { timeout: 20_000 }).toBe(1);
        expect((await card(s.viewer, id)).can.ask_again).toBe(true);
        expect((await s.owner.client.post(`/api/requests/${id}/renew`, { valid_for: '7d' })).expect(200).json.status).toBe('approved');
        (await deliver(s.viewer, asset)).expect(201);
    });

    test('D12: a tile knows until when a pass runs, and only where there is one', async () => {
        const [asset, endless, untouched] = [await s.new_asset(), await s.new_asset(), await s.new_asset()];
        const [id, forever] = [await ask(s.viewer, asset), await ask(s.viewer, endless)];
        expect(await state_of(s.viewer, asset)).toMatchObject({ request_state: 'pending', good_until: null });
        const until = (await decide(s.owner, [id], { valid_for: '7d' })).expect(200).json.items[0].valid_until;
        (await decide(s.owner, [forever], { valid_for: 'unlimited' })).expect(200);
        const rows = (await s.viewer.client.get(`/api/assets?library=${s.library}&limit=200`)).expect(200).json.items;
        const shown = (one: string) => rows.find((row: { id: string }) => row.id === one).download;
        expect(shown(asset)).toMatchObject({ request_state: 'granted', good_until: until });
        expect(shown(endless)).toMatchObject({ request_state: 'granted', good_until: null });
        expect(shown(untouched).good_until).toBe(null);
        expect((await state_of(s.viewer, asset)).good_until).toBe(until);
        (await s.owner.client.post(`/api/requests/${id}/revoke`, {})).expect(200);
        expect(await state_of(s.viewer, asset)).toMatchObject({ request_state: 'revoked', good_until: null });
    });

    test('D11: auto-approval grants downloads at once, and never to somebody who was rejected', async () => {
        await s.settings({ requests: { auto_approval: true } });
        const asset = await s.new_asset();
        const made = (await s.viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(201).json.items[0];
        expect(made).toMatchObject({ status: 'auto_approved', decided_by: null });
        (await deliver(s.viewer, asset)).expect(201);
        (await s.owner.client.post(`/api/requests/${made.id}/revoke`, {})).expect(200);
        expect((await s.viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(201).json.items[0].status).toBe('pending');
        const locked = await s.new_asset({ access: 'locked' });
        expect((await s.viewer.client.post('/api/requests', { assets: [locked], answers: form })).expect(201).json.items[0].status).toBe('pending');
    });

    test('D11: a no is lifted by no other yes: not by that to another file, nor by what a group was given', async () => {
        await s.settings({ requests: { auto_approval: true } });
        const wanted = async (person: Somebody, asset: string, files?: string[]) =>
            (await person.client.post('/api/requests', { assets: [asset], answers: form, ...(files ? { files } : {}) })).expect(201).json.items[0];
        const revoke = async (id: string) => (await s.owner.client.post(`/api/requests/${id}/revoke`, { note: 'No more' })).expect(200);
        // The original was taken away, and something harmless approved.
        const asset = await s.new_asset();
        const first = await wanted(s.viewer, asset, ['original']);
        expect(first.status).toBe('auto_approved');
        await revoke(first.id);
        const harmless = await wanted(s.viewer, asset, ['attachment']);
        expect(harmless.status).toBe('pending');
        (await decide(s.owner, [harmless.id])).expect(200);
        const again = await wanted(s.viewer, asset, ['original']);
        expect(again.status).toBe('pending');
        (await deliver(s.viewer, asset)).expect(403);
        (await decide(s.owner, [again.id])).expect(200);
        (await deliver(s.viewer, asset)).expect(201);
        // A pass that nobody had asked for.
        const given = await s.new_asset();
        await revoke((await s.owner.client.post('/api/passes', { assets: [given], person: s.viewer.id })).expect(201).json.items[0].id);
        expect((await wanted(s.viewer, given)).status).toBe('pending');
        // The same of a group that they are in; others are not meant.
        const group = (await s.admin.post('/api/groups', { name: `Refused ${++s.turn}` })).expect(201).json;
        (await change(s.admin, `/api/groups/${group.id}/people`, { people: [s.viewer.id] }, 'put', `/api/groups/${group.id}`)).expect(200);
        const shared = await s.new_asset();
        await revoke((await s.owner.client.post('/api/passes', { assets: [shared], group: group.id })).expect(201).json.items[0].id);
        expect((await wanted(s.viewer, shared)).status).toBe('pending');
        expect((await wanted(s.other, shared)).status).toBe('auto_approved');
    });

    test('D11: what was approved by itself stays told when the rest of its form is withdrawn', async () => {
        await s.settings({ requests: { auto_approval: true } });
        const [locked, free] = [await s.new_asset({ access: 'locked' }), await s.new_asset()];
        const rows = (await s.viewer.client.post('/api/requests', { assets: [locked, free], files: ['original'], answers: form })).expect(201).json.items;
        const of = (asset: string) => rows.find((one: { asset: string }) => one.asset === asset);
        expect([of(locked).status, of(free).status]).toEqual(['pending', 'auto_approved']);
        (await s.viewer.client.post(`/api/requests/${of(locked).id}/cancel`)).expect(200);
        (await deliver(s.viewer, free)).expect(201);
        const told = (await s.owner.client.get('/api/inbox?limit=20')).expect(200).json.items
            .filter((one: { request: string }) => [of(locked).id, of(free).id].includes(one.request)).map((one: { kind: string }) => one.kind);
        expect(told).toEqual(['request_auto_approved']);
    });

    test('A10: a pass given unasked to a person, an address and a group', async () => {
        const asset = await s.new_asset({ access: 'locked' });
        (await s.editor.client.post('/api/passes', { assets: [asset], person: s.viewer.id })).expect(403);
        const given = (await s.owner.client.post('/api/passes', { assets: [asset], person: s.viewer.id, reason: 'For the fair', valid_for: '24h' })).expect(201).json.items[0];
        expect(given).toMatchObject({ status: 'approved', unasked: true, actions: ['download'], reason: 'For the fair' });
        (await deliver(s.viewer, asset)).expect(201);
        (await deliver(s.other, asset)).expect(403);
        (await s.owner.client.post('/api/passes', { assets: [asset], email: 'OTHER@example.org' })).expect(201);
        (await deliver(s.other, asset)).expect(201);
        const group = (await s.admin.post('/api/groups', { name: `Fair ${++s.turn}` })).expect(201).json;
        const late = await s.newcomer(s.library, 2, 'viewer');
        (await s.owner.client.post('/api/passes', { assets: [asset], group: group.id })).expect(201);
        (await deliver(late, asset)).expect(403);
        (await change(s.admin, `/api/groups/${group.id}/people`, { people: [late.id] }, 'put', `/api/groups/${group.id}`)).expect(200);
        (await deliver(late, asset)).expect(201);
        expect((await late.client.get('/api/requests?mine=true&status=approved')).expect(200).json.items).toMatchObject([{ group: group.id, unasked: true }]);
        (await s.owner.client.post('/api/passes', { assets: [asset], email: 'nobody@example.org' })).expect(422);
    });

    test('what a lock is to shut: passes that would still open it are counted, and ended together', async () => {
        const library = await s.elsewhere([s.viewer, s.other]);
        const folder = (await s.admin.post('/api/folders', { library, name: 'Embargo' })).expect(201).json.id;
        const put = async (name: string, rules: object) => {
            const asset = await put_in(s.admin, library, name, Buffer.from(`${name} ${++s.turn}`));
            (await change_asset(s.admin, asset, { protection: 'on_request', ...rules })).expect(200);
            return asset;
        };
        const [inside, outside] = [await put('inside.txt', { folder }), await put('outside.txt', {})];
        const ids = [await ask(s.viewer, inside), await ask(s.viewer, outside), await ask(s.other, inside)];
        (await s.admin.post('/api/requests/decisions', { requests: ids, decision: 'approve' })).expect(200);
        const count = async (more: string) => (await s.admin.get(`/api/passes/running?library=${library}${more}`)).expect(200).json.passes;
        expect([await count(''), await count(`&folder=${folder}`), await count(`&asset=${outside}`)]).toEqual([3, 2, 1]);
        expect((await s.viewer.client.get(`/api/passes/running?library=${library}`)).expect(403).problem).toBe('not-a-decider');
        expect((await s.viewer.client.post('/api/passes/end', { library })).expect(403).problem).toBe('not-a-decider');
        (await s.owner.client.get(`/api/passes/running?library=${library}`)).expect(404);
        (await s.owner.client.post('/api/passes/end', { library })).expect(404);
        expect((await s.admin.post('/api/passes/end', { library, folder, note: 'Embargo until May' })).expect(200).json).toEqual({ ended: 2, left: 0 });
        (await deliver(s.viewer, inside)).expect(403);
        (await deliver(s.viewer, outside)).expect(201);
        const told = async (person: typeof s.viewer) => (await person.client.get('/api/inbox')).expect(200).json.items[0];
        expect(await told(s.viewer)).toMatchObject({ kind: 'request_revoked', request: ids[0], note: 'Embargo until May' });
        expect(await told(s.other)).toMatchObject({ kind: 'request_revoked', request: ids[2] });
        expect((await s.admin.post('/api/passes/end', { library, assets: [outside] })).expect(200).json).toEqual({ ended: 1, left: 0 });
        expect(await count('')).toBe(0);
        expect((await s.admin.post('/api/passes/end', { library })).expect(200).json).toEqual({ ended: 0, left: 0 });
    });

    test('gate 8: where a rule asks, only directors and administrators decide', async () => {
        const site = (await s.admin.get('/api/settings')).expect(200);
        const rule = { enabled: true, user_level: 2, groups: [], attribute_name: null, attribute_value: null, combine: 'supersede' };
        const put = async (justification: object, approval: object) => {
            const now = (await s.admin.get('/api/settings')).expect(200);
            (await s.admin.put('/api/settings', { settings: { ...site.json.settings, justification, approval } , confirm: 'both_end' }, { headers: { 'if-match': now.headers['etag'] ?? '' } })).expect(200);
        };
        await put(rule, rule);
        try {
            const asset = await s.new_asset({});
            const answers = { intended_use: 'The fair' };
            const deliver_with_reason = () => s.viewer.client.post('/api/deliveries', { items: [{ asset }], answers });
            (await deliver_with_reason()).expect(403);
            const id = await ask(s.viewer, asset);
            expect(await card(s.director, id)).toMatchObject({ for_directors: true, can: { approve: true } });
            expect((await decide(s.owner, [id])).expect(403).problem).toBe('directors-decide');
            (await decide(s.director, [id])).expect(200);
            (await deliver_with_reason()).expect(201);
        } finally {
            await put({ ...rule, enabled: false }, { ...rule, enabled: false });
        }
    });
});
