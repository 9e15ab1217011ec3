// Stories of asking, by the rows of FEATURES.md: the form, a selection, what becomes of requests by itself, and the lists
// of both sides.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { state_of as everything } from './harness/state.ts';
import { change, change_asset, put_in, type Somebody } from './house.ts';
import { RequestsStage, ask, card, decide, deliver, form, state_of } from './requests_stage.ts';

let s: RequestsStage;

beforeAll(async () => {
    s = await RequestsStage.start();
});
afterAll(() => s?.server.end());
beforeEach(() => s.settings());

describe('asking', () => {
    test('D7: who may not download asks with the form, waits, and has it once it is approved', async () => {
        const asset = await s.new_asset();
        const refused = (await deliver(s.viewer, asset)).expect(403).json;
        expect(refused).toMatchObject({ needs: ['download_grant'], request_state: 'none', can_request: true });
        expect(refused.why.join(' ')).toContain('Request the download');
        const prepared = (await s.viewer.client.post('/api/requests/form', { assets: [asset] })).expect(200).json;
        expect(prepared.ask).toMatchObject([{ library: s.library, kind: 'download', assets: [asset], actions: ['download'], auto_approved: false }]);
        const id = await ask(s.viewer, asset, { form: prepared.ask[0].form.tag });
        expect(await state_of(s.viewer, asset)).toMatchObject({ outcome: 'need', request_state: 'pending', can_request: false });
        expect((await s.viewer.client.post('/api/requests/form', { assets: [asset] })).json.pending).toMatchObject([{ asset, request: id }]);
        expect((await decide(s.owner, [id], { valid_for: '7d', note: 'With pleasure' })).expect(200).json.items).toMatchObject([{ id, status: 'approved', note: 'With pleasure' }]);
        expect(await state_of(s.viewer, asset)).toMatchObject({ outcome: 'allow', request_state: 'granted' });
        (await deliver(s.viewer, asset)).expect(201);
        (await deliver(s.other, asset)).expect(403);
    });

    test('asking again for what is pending gives that one', async () => {
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        expect(await ask(s.viewer, asset)).toBe(id);
        expect((await s.viewer.client.get(`/api/requests?mine=true&asset=${asset}`)).expect(200).json.items).toHaveLength(1);
    });

    test('the same call sent twice asks once', async () => {
        const asset = await s.new_asset();
        const headers = { 'idempotency-key': `once-${asset}` };
        const send = () => s.viewer.client.post('/api/requests', { assets: [asset], answers: form }, { headers });
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
        await s.settings({ requests: { fields } });
        const asset = await s.new_asset();
        const send = (answers: object) => s.viewer.client.post('/api/requests', { assets: [asset], answers: { ...form, ...answers } });
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
        await s.settings({ requests: { fields: [] } });
        expect((await card(s.owner, id)).answers.map((one: { label: string; values: string[] }) => [one.label, one.values])).toEqual([
            ['Title', ['Spring']], ['Medium', ['Print']], ['Countries', ['FR', 'IT']], ['Copies', ['500']], ['Agreed', ['true']],
        ]);
    });

    test('D7: files answer a field; the requester and those who decide read them', async () => {
        const field = { name: 'layout', type: 'file', label: 'Layout', help: '', placeholder: '', required: true, options: [], shown_if: null };
        await s.settings({ requests: { fields: [field] } });
        const asset = await s.new_asset();
        const bytes = Buffer.from('<svg onload="alert(1)"/>');
        const sent = (await s.viewer.client.upload('/api/requests/files', {}, { name: 'layout.svg', bytes })).expect(201).json;
        expect(sent).toMatchObject({ name: 'layout.svg', size: bytes.length });
        const send = (person: Somebody, layout: string[]) => person.client.post('/api/requests', { assets: [asset], answers: { ...form, layout } });
        expect((await send(s.other, [sent.id])).expect(422).json.errors[0].pointer).toBe('/answers/layout/0');
        expect((await send(s.viewer, ['nothing'])).expect(422).problem).toBe('wrong-answers');
        const id = (await send(s.viewer, [sent.id])).expect(201).json.items[0].id;
        expect((await card(s.owner, id)).sent_files).toMatchObject([{ id: sent.id, name: 'layout.svg' }]);
        const path = `/api/requests/${id}/files/${sent.id}`;
        for (const person of [s.owner, s.viewer]) {
            const answer = (await person.client.get(path)).expect(200);
            expect(answer.body.equals(bytes)).toBe(true);
            expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'" });
            expect(answer.headers['content-disposition']).toContain('attachment');
        }
        (await s.other.client.get(path)).expect(404);
        (await s.editor.client.get(path)).expect(404);
        // One file answers one form.
        const again = await s.new_asset();
        expect((await s.viewer.client.post('/api/requests', { assets: [again], answers: { ...form, layout: [sent.id] } })).expect(422).problem).toBe('wrong-answers');
        const large = await s.viewer.client.upload('/api/requests/files', {}, { name: 'large.bin', bytes: Buffer.alloc(25 * 1024 * 1024 + 1) });
        expect(large.expect(413).problem).toBe('file-too-large');
        expect((await s.server.command('check'))).toContain('all is well');
    });

    test('text is given back as it was written, but for marks that turn its direction', async () => {
        const hostile = '=HYPERLINK("http://x") <img src=x onerror=alert(1)> \u202E {{7*7}}';
        const id = await ask(s.viewer, await s.new_asset(), { answers: { intended_use: hostile } });
        expect((await card(s.owner, id)).reason).toBe(hostile.replace('\u202E', ''));
    });

    test('a form that was changed meanwhile is not sent', async () => {
        const asset = await s.new_asset();
        const tag = (await s.viewer.client.post('/api/requests/form', { assets: [asset] })).expect(200).json.ask[0].form.tag;
        await s.settings({ requests: { fields: [{ name: 'title', type: 'text', label: 'Title', help: '', placeholder: '', required: false, options: [], shown_if: null }] } });
        const refused = (await s.viewer.client.post('/api/requests', { assets: [asset], answers: form, form: tag })).expect(409);
        expect(refused.problem).toBe('form-changed');
        // The new one comes with the answer: whoever typed goes on in it.
        const again = (await s.viewer.client.post('/api/requests/form', { assets: [asset] })).expect(200).json.ask[0].form;
        expect(again.fields).toHaveLength(1);
        expect(refused.json.form).toEqual(again);
        await ask(s.viewer, asset, { form: again.tag });
    });

    test('terms of the library are accepted in the text that is in force', async () => {
        const terms = (await s.admin.post('/api/terms', { title: 'Press terms', body: 'Only once.' })).expect(201).json;
        await s.settings({ requests: { terms: terms.id } });
        const asset = await s.new_asset();
        expect((await s.viewer.client.post('/api/requests', { assets: [asset], answers: form })).expect(422).problem).toBe('terms-not-accepted');
        const id = await ask(s.viewer, asset, { terms: { id: terms.id, version: 1 } });
        expect((await card(s.owner, id)).terms).toMatchObject({ id: terms.id, number: 1, body: 'Only once.' });
        (await s.admin.post(`/api/terms/${terms.id}/versions`, { title: 'Press terms', body: 'Twice.' }, { headers: { 'if-match': '"1"' } })).expect(201);
        expect((await s.viewer.client.post('/api/requests', { assets: [await s.new_asset()], answers: form, terms: { id: terms.id, version: 1 } })).expect(409).json).toMatchObject({ type: '/problems/form-changed', form: { terms: { id: terms.id, number: 2, body: 'Twice.' } } });
    });

    test('D7: where the form is off, one click sends', async () => {
        await s.settings({ requests: { form: false } });
        const id = await ask(s.viewer, await s.new_asset(), { answers: {} });
        expect((await card(s.viewer, id)).status).toBe('pending');
    });

    test('D14: a selection is sorted, and one form asks for the rest', async () => {
        const [open, one, two, locked] = [await s.new_asset({}), await s.new_asset(), await s.new_asset(), await s.new_asset({ access: 'locked' })];
        await ask(s.viewer, one);
        const prepared = (await s.viewer.client.post('/api/requests/form', { assets: [open, one, two, locked, '0'.repeat(26)] })).expect(200).json;
        expect(prepared).toMatchObject({ free: [open], pending: [{ asset: one }], refused: [{ asset: '0'.repeat(26), code: 'not-found' }] });
        expect(prepared.ask.map((group: { kind: string; assets: string[] }) => [group.kind, group.assets]).sort()).toEqual([['access', [locked]], ['download', [two]]]);
        const made = (await s.viewer.client.post('/api/requests', { assets: [open, one, two, locked], answers: form })).expect(201).json;
        expect(made.items).toHaveLength(3);
        expect(made.left).toMatchObject([{ asset: open, code: 'free-already' }]);
        expect((await s.viewer.client.post('/api/deliveries', { items: [open, two].map((asset) => ({ asset })) })).expect(201).json.left_out).toMatchObject([{ asset: two }]);
    });

    test('assets of two libraries are asked for twice', async () => {
        const elsewhere = await s.elsewhere([s.viewer]);
        const there = await put_in(s.admin, elsewhere, 'there.txt', Buffer.from('there'));
        (await change_asset(s.admin, there, { protection: 'on_request' })).expect(200);
        const answer = await s.viewer.client.post('/api/requests', { assets: [await s.new_asset(), there], answers: form });
        expect(answer.expect(422).problem).toBe('several-libraries');
    });

    test('withdrawn: it is nobody\'s any more, and can be asked for again', async () => {
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        (await s.other.client.post(`/api/requests/${id}/cancel`)).expect(404);
        expect((await s.viewer.client.post(`/api/requests/${id}/cancel`)).expect(200).json).toMatchObject({ status: 'withdrawn', closed: 'by_requester' });
        expect((await s.viewer.client.post(`/api/requests/${id}/cancel`)).expect(409).problem).toBe('decided-already');
        expect((await decide(s.owner, [id])).expect(409).problem).toBe('decided-already');
        expect(await state_of(s.viewer, asset)).toMatchObject({ request_state: 'none', can_request: true });
    });
});

describe('what happens by itself', () => {
    test('a deleted asset closes its requests, with the reason', async () => {
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        (await s.admin.delete(`/api/assets/${asset}`)).expect(204);
        expect(await card(s.owner, id)).toMatchObject({ status: 'withdrawn', closed: 'asset_deleted' });
        expect((await decide(s.owner, [id])).expect(409).problem).toBe('decided-already');
    });

    test('deleted: its files go with it, and only what is over can be', async () => {
        const field = { name: 'layout', type: 'file', label: 'Layout', help: '', placeholder: '', required: true, options: [], shown_if: null };
        await s.settings({ requests: { fields: [field] } });
        const bytes = Buffer.from('a layout that nobody else has');
        const sent = (await s.viewer.client.upload('/api/requests/files', {}, { name: 'layout.txt', bytes })).expect(201).json;
        const assets = [await s.new_asset(), await s.new_asset()];
        const [one, two] = (await s.viewer.client.post('/api/requests', { assets, answers: { ...form, layout: [sent.id] } })).expect(201).json.items.map((item: { id: string }) => item.id);
        const kept = async () => (await everything(s.server)).split('\n').filter((line) => line.includes('request_files') && line.includes(sent.id)).length;
        expect((await s.admin.delete(`/api/requests/${one}`)).expect(409).problem).toBe('not-over');
        (await s.viewer.client.post(`/api/requests/${one}/cancel`)).expect(200);
        expect((await card(s.viewer, one)).can.delete).toBe(false);
        expect((await s.viewer.client.delete(`/api/requests/${one}`)).expect(403).problem).toBe('level-too-low');
        expect((await s.owner.client.delete(`/api/requests/${one}`)).expect(403).problem).toBe('level-too-low');
        const by_admin = (await s.admin.get(`/api/requests/${one}`)).expect(200).json;
        expect(by_admin.can.delete).toBe(true);
        (await s.admin.delete(`/api/requests/${one}`)).expect(204);
        (await s.admin.get(`/api/requests/${one}`)).expect(404);
        // The other one came with the same form: the file stays for it, and goes with it.
        (await s.owner.client.get(`/api/requests/${two}/files/${sent.id}`)).expect(200);
        (await decide(s.owner, [two])).expect(200);
        expect((await s.admin.delete(`/api/requests/${two}`)).expect(409).problem).toBe('not-over');
        (await s.owner.client.post(`/api/requests/${two}/revoke`, {})).expect(200);
        expect(await kept()).toBe(1);
        (await s.admin.delete(`/api/requests/${two}`)).expect(204);
        (await s.owner.client.get(`/api/requests/${two}/files/${sent.id}`)).expect(404);
        expect(await kept()).toBe(0);
        expect(await s.server.command('check')).toContain('all is well');
    });

    test('a moved one goes to the reviewers of the new library; a running pass stays', async () => {
        const elsewhere = await s.elsewhere([s.viewer, s.other]);
        const reviewer = await s.newcomer(elsewhere, 4, 'owner');
        const asset = await s.new_asset();
        const running = await ask(s.other, asset);
        (await decide(s.owner, [running])).expect(200);
        const id = await ask(s.viewer, asset);
        (await decide(reviewer, [id])).expect(404);
        (await change_asset(s.admin, asset, { library: elsewhere, folder: null })).expect(200);
        (await decide(s.owner, [id])).expect(404);
        expect((await reviewer.client.get('/api/requests?reviewer=me')).expect(200).json.items).toMatchObject([{ id, library: elsewhere }]);
        (await deliver(s.other, asset)).expect(201);
        (await decide(reviewer, [id])).expect(200);
        (await deliver(s.viewer, asset)).expect(201);
    });

    test('an unprotected one closes its requests: it is free now', async () => {
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        (await change_asset(s.admin, asset, { protection: 'open' })).expect(200);
        expect(await card(s.viewer, id)).toMatchObject({ status: 'withdrawn', closed: 'free_now' });
        await s.settings({ protection: 'on_request' });
        const inherits = await s.new_asset({});
        const waits = await ask(s.viewer, inherits);
        await s.settings({ protection: 'open' });
        expect(await card(s.viewer, waits)).toMatchObject({ status: 'withdrawn', closed: 'free_now' });
    });

    test('a replaced file ends passes where the library says so', async () => {
        await s.settings({ grant_ends_on_replace: true });
        const asset = await s.new_asset();
        const id = await ask(s.viewer, asset);
        (await decide(s.owner, [id])).expect(200);
        (await s.admin.upload('/api/assets', { replaces: asset }, { name: 'newer.txt', bytes: Buffer.from(`newer ${++s.turn}`) })).expect(201);
        (await deliver(s.viewer, asset)).expect(403);
        expect((await card(s.viewer, id)).status).toBe('expired');
        (await s.owner.client.post(`/api/requests/${id}/renew`, {})).expect(200);
        (await deliver(s.viewer, asset)).expect(201);
    });

    test('passes that a changed setting ends are told of', async () => {
        const [asset, other] = [await s.new_asset(), await s.new_asset()];
        const [id, stays] = [await ask(s.viewer, asset), await ask(s.viewer, other)];
        (await decide(s.owner, [id, stays])).expect(200);
        (await s.admin.upload('/api/assets', { replaces: asset }, { name: 'newer.txt', bytes: Buffer.from(`newer ${++s.turn}`) })).expect(201);
        const told = async () => (await s.viewer.client.get('/api/inbox')).expect(200).json.items.filter((one: { kind: string; request: string }) => one.kind === 'pass_ended' && one.request === id).length;
        expect((await card(s.viewer, id)).status).toBe('approved');
        expect(await told()).toBe(0);
        await s.settings({ grant_ends_on_replace: true });
        (await deliver(s.viewer, asset)).expect(403);
        expect(await told()).toBe(1);
        const ended = (await s.viewer.client.get(`/api/requests?mine=true&status=expired&asset=${asset}`)).expect(200).json.items;
        expect(ended.map((one: { id: string }) => one.id)).toEqual([id]);
        expect((await card(s.viewer, stays)).status).toBe('approved');
        (await deliver(s.viewer, other)).expect(201);
    });

    test('who receives is said, and a warning where no owner does', async () => {
        const receivers = async () => (await s.owner.client.get(`/api/libraries/${s.library}/receivers`)).expect(200).json;
        const all = await receivers();
        expect(all.people.map((one: { id: string }) => one.id)).toEqual(expect.arrayContaining([s.owner.id, s.second.id]));
        expect(all.warning).toBe(null);
        const others = all.people.map((one: { id: string }) => one.id).filter((one: string) => one !== s.second.id);
        await s.settings({ requests: { not_receivers: others } });
        expect(await receivers()).toEqual({ people: [{ id: s.second.id, name: 'Demo second' }], warning: null });
        // The last one's account is closed: the list became empty by itself.
        (await change(s.admin, `/api/people/${s.second.id}`, { active: false })).expect(200);
        const nobody = await receivers();
        expect(nobody.warning).toContain('They go to the administrators of the site.');
        expect(nobody.people.length).toBeGreaterThan(0);
        (await change(s.admin, `/api/people/${s.second.id}`, { active: true })).expect(200);
        (await s.viewer.client.get(`/api/libraries/${s.library}/receivers`)).expect(403);
    });

    test('a library that nobody receives for goes to the administrators', async () => {
        const me = (await s.admin.get('/api/me')).expect(200).json.id;
        await s.settings({ requests: { not_receivers: [s.owner.id, s.second.id, me] } });
        const id = await ask(s.viewer, await s.new_asset());
        const waiting = (await s.admin.get('/api/requests?reviewer=me&limit=200')).expect(200).json.items;
        expect(waiting.map((one: { id: string }) => one.id)).toContain(id);
        expect((await s.admin.get('/api/requests/counts')).expect(200).json.waiting_for_me).toBe(waiting.length);
        // They still decide.
        expect((await s.owner.client.get(`/api/requests?reviewer=me`)).expect(200).json.items.map((one: { id: string }) => one.id)).not.toContain(id);
        (await decide(s.owner, [id])).expect(200);
    });
});

describe('D15: the dashboard', () => {
    test('lists, filters and counts, a page at a time', async () => {
        const kinds = [await s.new_asset(), await s.new_asset({ access: 'locked' })];
        const ids: string[] = [];
        for (const asset of kinds) ids.push(await ask(s.other, asset, { answers: { intended_use: `Needle ${s.turn}` } }));
        const list = async (query: string, person = s.owner) => (await person.client.get(`/api/requests?${query}`)).expect(200).json;
        const found = (page: { items: { id: string }[] }) => page.items.map((one) => one.id);
        expect(found(await list(`requester=${s.other.id}&status=pending&kind=access`))).toContain(ids[1]);
        expect(found(await list(`requester=${s.other.id}&status=pending&kind=access`))).not.toContain(ids[0]);
        expect(found(await list(`q=needle%20${s.turn}`)).sort()).toEqual([...ids].sort());
        expect(found(await list(`asset=${kinds[0]}`))).toEqual([ids[0]]);
        expect(found(await list('mine=true', s.other))).toEqual(expect.arrayContaining(ids));
        expect(found(await list(`library=${s.library}`, s.viewer))).not.toContain(ids[0]);
        // All pages together are all, once each, the newest first.
        const all: string[] = [];
        let cursor = '';
        do {
            const page = await list(`library=${s.library}&limit=3${cursor}`);
            all.push(...found(page));
            cursor = page.next ? `&cursor=${page.next}` : '';
        } while (cursor);
        expect(all).toEqual([...new Set(all)].sort().reverse());
        const oldest = await list(`library=${s.library}&limit=3&sort=created`);
        expect(found(oldest)).toEqual(all.slice(-3).reverse());
        const counts = (await s.owner.client.get(`/api/requests/counts?library=${s.library}`)).expect(200).json;
        expect(counts.pending).toBe((await list(`library=${s.library}&status=pending&limit=200`)).items.length);
        expect(counts.waiting_for_me).toBe((await list('reviewer=me&limit=200')).items.length);
        expect(counts.pending + counts.approved + counts.rejected + counts.expired + counts.revoked + counts.withdrawn).toBe(all.length);
    });

    test('who decides nothing sees only their own', async () => {
        const id = await ask(s.viewer, await s.new_asset());
        expect((await s.editor.client.get('/api/requests')).expect(200).json.items.map((one: { id: string }) => one.id)).not.toContain(id);
        expect((await s.director.client.get('/api/requests')).expect(200).json.items.map((one: { id: string }) => one.id)).toContain(id);
        const stranger = await s.newcomer(await s.elsewhere([]), 2, 'none');
        (await stranger.client.get(`/api/requests?library=${s.library}`)).expect(404);
        (await stranger.client.get(`/api/requests/${id}`)).expect(404);
    });
});
