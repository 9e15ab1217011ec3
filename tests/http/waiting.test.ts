// Requests that wait: questions before a decision, substitutes of reviewers, and the settings of reminders. What takes days
// is tried in src/usecases/requests, where time is handed in.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MailServer, text_of } from './harness/mail_server.ts';
import { Page } from './harness/page.ts';
import type { Somebody } from './house.ts';
import { change } from './house.ts';
import { RequestsStage, ask, card, decide } from './requests_stage.ts';

let s: RequestsStage;
let post: MailServer;

beforeAll(async () => {
    post = await MailServer.start();
    s = await RequestsStage.start(['--smtp', post.url, '--public-url', 'https://exeat.example.org']);
});
afterAll(async () => {
    await s?.server.end();
    await post?.end();
});
beforeEach(() => s.settings());

const question = (person: Somebody, id: string, text: string) => person.client.post(`/api/requests/${id}/questions`, { text });
const answer = (person: Somebody, id: string, text: string) => person.client.post(`/api/requests/${id}/answers`, { text });
const newest = async (person: Somebody) => (await person.client.get('/api/inbox?limit=1')).expect(200).json.items[0];
const waiting_for = async (person: Somebody): Promise<string[]> =>
    (await person.client.get('/api/requests?reviewer=me&limit=200')).expect(200).json.items.map((one: { id: string }) => one.id);
const html_of = (mail: string) => Buffer.from(/text\/html[^]*?\r\n\r\n([^]*?)\r\n--/.exec(mail)?.[1] ?? '', 'base64').toString('utf8');

describe('P4: a question before the decision', () => {
    test('is asked, told, answered and told back; the request stays pending', async () => {
        const id = await ask(s.viewer, await s.new_asset());
        expect((await card(s.owner, id)).can).toMatchObject({ ask_question: true, answer: false });
        const page = await (await Page.open(s.viewer.client)).until((one) => one.events.length > 0);
        const text = 'For <b>print</b>? =1+1';
        const asked = (await question(s.owner, id, text)).expect(200).json;
        expect(asked.conversation).toMatchObject([{ kind: 'question', by: 'Demo owner', mine: true, text }]);
        await page.until((one) => one.events.includes('inbox') && one.events.includes('requests'));
        page.close();
        expect(await newest(s.viewer)).toMatchObject({ kind: 'question_asked', request: id, by: 'Demo owner', note: text, button: 'Answer' });
        const mail = await post.mail((one) => one.includes('Subject: A question: ') && one.includes('<viewer@example.org>'));
        expect(text_of(mail)).toContain(`https://exeat.example.org/requests/${id}`);
        expect(html_of(mail)).toContain('For &lt;b&gt;print&lt;/b&gt;? =1+1');
        expect(html_of(mail)).not.toContain('<b>print');
        expect(await card(s.viewer, id)).toMatchObject({ status: 'pending', question_waits: true, can: { answer: true, withdraw: true } });

        const answered = (await answer(s.viewer, id, 'For a poster')).expect(200).json;
        expect(answered).toMatchObject({ status: 'pending', question_waits: false });
        expect(answered.conversation.map((one: { text: string; mine: boolean }) => [one.text, one.mine])).toEqual([[text, false], ['For a poster', true]]);
        expect(await newest(s.owner)).toMatchObject({ kind: 'question_answered', request: id, by: 'Demo viewer', note: 'For a poster' });
        await post.mail((one) => one.includes('Subject: Answered: ') && one.includes('<owner@example.org>'));
        expect((await card(s.second, id)).conversation).toHaveLength(2);
        (await decide(s.owner, [id])).expect(200);
        expect((await question(s.second, id, 'And later?')).expect(409).problem).toBe('decided-already');
        expect((await answer(s.viewer, id, 'More')).expect(409).problem).toBe('decided-already');
        expect((await card(s.viewer, id)).conversation).toHaveLength(2);
    });

    test('is between its requester and those who may decide', async () => {
        const id = await ask(s.viewer, await s.new_asset());
        for (const person of [s.editor, s.other]) {
            (await question(person, id, 'Why?')).expect(404);
            (await answer(person, id, 'Because')).expect(404);
            (await person.client.get(`/api/requests/${id}`)).expect(404);
        }
        expect((await question(s.viewer, id, 'Why?')).expect(403).problem).toBe('own-request');
        expect((await answer(s.viewer, id, 'Because')).expect(409).problem).toBe('no-question');
        (await question(s.director, id, 'Why?')).expect(200);
        (await answer(s.owner, id, 'Because')).expect(404);
        (await s.server.nobody().post(`/api/requests/${id}/questions`, { text: 'Why?' })).expect(401);
        // Only who asked is told; the owners read it on the request.
        (await answer(s.viewer, id, 'Because')).expect(200);
        expect((await newest(s.director)).kind).toBe('question_answered');
        expect((await newest(s.owner)).kind).toBe('request_made');
    });
});

describe('P4: a substitute', () => {
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    const name = (person: Somebody, substitute: Somebody, from = days(-1), until = days(7)) =>
        person.client.put('/api/me/substitute', { person: substitute.id, from, until });

    test('gets what the reviewer gets, while it holds', async () => {
        await s.settings({ requests: { not_receivers: [s.second.id] } });
        const before = await ask(s.viewer, await s.new_asset());
        expect(await waiting_for(s.second)).not.toContain(before);
        const named = (await name(s.owner, s.second)).expect(200).json;
        expect(named.mine).toMatchObject({ holds: true, substitute: { person: s.second.id, name: 'Demo second', covers: [{ id: s.library, name: 'Press' }], leaves: [], directors: false } });
        expect((await s.second.client.get('/api/me/substitute')).expect(200).json).toMatchObject({ mine: null, others: [{ person: s.owner.id, holds: true }] });
        expect(await waiting_for(s.second)).toContain(before);
        expect(await newest(s.second)).toMatchObject({ kind: 'substitute_named', by: 'Demo owner', request: null, asset: null, note: `From ${days(-1).slice(0, 10)} to ${days(7).slice(0, 10)}` });
        const told = await post.mail((one) => one.includes('Subject: You stand in for Demo owner') && one.includes('<second@example.org>'));
        expect(text_of(told)).toContain('https://exeat.example.org/account/away');
        const id = await ask(s.viewer, await s.new_asset());
        expect(await newest(s.second)).toMatchObject({ kind: 'request_made', request: id });
        await post.mail((one) => one.includes('Subject: Request: ') && one.includes('<second@example.org>'));
        (await decide(s.second, [id])).expect(200);
        // Named for later, it holds later.
        expect((await name(s.owner, s.second, days(1), days(2))).expect(200).json.mine.holds).toBe(false);
        expect(await waiting_for(s.second)).not.toContain(before);
        (await s.owner.client.delete('/api/me/substitute')).expect(204);
        (await s.owner.client.delete('/api/me/substitute')).expect(204);
        expect(await newest(s.second)).toMatchObject({ kind: 'substitute_ended', by: 'Demo owner', request: null });
        expect((await s.owner.client.get('/api/me/substitute')).expect(200).json.mine).toBeNull();
    });

    test('has no right that they had not before', async () => {
        const refused = async (person: Somebody, substitute: Somebody) => (await name(person, substitute)).expect(422).problem;
        for (const [person, substitute] of [[s.owner, s.editor], [s.owner, s.viewer], [s.owner, s.owner], [s.viewer, s.owner]] as const) {
            expect(await refused(person, substitute)).toBe('wrong-substitute');
        }
        const candidates = (await s.owner.client.get('/api/me/substitute/candidates')).expect(200).json.items;
        const ids = candidates.map((one: { person: string }) => one.person);
        expect(ids).toEqual(expect.arrayContaining([s.second.id, s.director.id]));
        for (const one of [s.owner, s.editor, s.viewer]) expect(ids).not.toContain(one.id);
        expect((await s.viewer.client.get('/api/me/substitute/candidates')).expect(200).json.items).toEqual([]);

        const passing = await s.newcomer(s.library, 4, 'owner');
        (await name(s.owner, passing)).expect(200);
        const members = (await s.admin.get(`/api/libraries/${s.library}/members`)).expect(200).json.items;
        (await s.admin.delete(`/api/members/${members.find((one: { person: string }) => one.person === passing.id).id}`)).expect(204);
        const id = await ask(s.viewer, await s.new_asset());
        (await decide(passing, [id])).expect(404);
        (await passing.client.get(`/api/requests/${id}`)).expect(404);
        expect(await waiting_for(passing)).not.toContain(id);
        expect((await passing.client.get('/api/inbox')).expect(200).json.items.map((one: { request: string }) => one.request)).not.toContain(id);
        expect((await s.owner.client.get('/api/me/substitute')).expect(200).json.mine.substitute.leaves).toMatchObject([{ name: 'Press' }]);
        (await s.owner.client.delete('/api/me/substitute')).expect(204);
    });
});

test('P4: owners say after how many days receivers are reminded, and requests go further', async () => {
    const path = `/api/libraries/${s.library}/waiting`;
    expect((await s.editor.client.get(path)).expect(200).json).toEqual({ remind_after_days: 3, escalate_after_days: 0 });
    expect((await s.viewer.client.get(path)).expect(403).problem).toBe('insiders-only');
    const before = (await s.owner.client.get(path)).headers['etag'] ?? '';
    const put = (person: Somebody, body: object, version = before) => person.client.put(path, body, { headers: { 'if-match': version } });
    for (const wrong of [{ remind_after_days: -1, escalate_after_days: 0 }, { remind_after_days: 366, escalate_after_days: 0 }, { remind_after_days: 1 }]) (await put(s.owner, wrong)).expect(422);
    (await put(s.editor, { remind_after_days: 0, escalate_after_days: 0 })).expect(403);
    const wanted = { remind_after_days: 0, escalate_after_days: 14 };
    expect((await put(s.owner, wanted)).expect(200).json).toEqual(wanted);
    (await put(s.second, wanted)).expect(412);
    expect((await change(s.second.client, path, { remind_after_days: 3, escalate_after_days: 0 }, 'put')).expect(200).json.remind_after_days).toBe(3);
});
