// Rows of docs/errors.md about requests that do not fit in a line. Called through runs.ts.
import type { Client } from '../harness/client.ts';
import { MailServer, taking } from '../harness/mail_server.ts';
import { k_admin, Server } from '../harness/server.ts';
import { state_of } from '../harness/state.ts';
import { change, change_asset, make_library, make_person, put_in } from '../house.ts';
import { outcome_of, type Outcome, type Stage } from './outcome.ts';

const answers = { intended_use: 'Press' };

function must(what: string, holds: boolean): void {
    if (!holds) throw new Error(what);
}

/** A decision, and at once the end of the process: what was answered stands, and its mail leaves after the new start, once. */
export async function killed_between_decision_and_mail(): Promise<Outcome> {
    const post = await MailServer.start();
    const args = ['--smtp', post.url, '--public-url', 'https://exeat.example.org'];
    let server = await Server.start({ args });
    try {
        const admin = await server.set_up();
        const library = await make_library(admin, 'Killed');
        const viewer = await make_person({ server, admin, library }, { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' });
        const asset = await put_in(admin, library, 'wanted.txt', Buffer.from('wanted'));
        (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
        const id = (await viewer.client.post('/api/requests', { assets: [asset], answers })).expect(201).json.items[0].id;
        (await admin.post('/api/requests/decisions', { requests: [id], decision: 'approve' })).expect(200);
        await server.kill();
        const is_it = (mail: string) => mail.includes('Subject: Approved: wanted.txt');
        must('its mail has not left', !post.mails.some(is_it));
        server = await server.again({ args });
        const again = await server.sign_in('viewer@example.org', 'a long and quiet password');
        must('the decision stands', (await again.get(`/api/requests/${id}`)).expect(200).json.status === 'approved');
        (await again.post('/api/deliveries', { items: [{ asset }] })).expect(201);
        // In the ledger, in the inbox, and in the outbox.
        const told = (await state_of(server)).split('\n').filter((line) => line.includes('request_approved'));
        must('its mail still waits', told.length === 3);
        await post.mail(is_it);
        const administrator = await server.sign_in(k_admin.email, k_admin.password);
        const sent = async () => (await administrator.get('/api/mails?state=sent')).expect(200).json.items.filter((one: { kind: string }) => one.kind === 'request_approved');
        while ((await sent()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        // What has left is noted, so that another start does not send it again.
        must('tried once', (await sent())[0].attempts === 1);
        await server.kill();
        server = await server.again({ args });
        const once_more = await server.sign_in(k_admin.email, k_admin.password);
        // Mails leave in the order of their times: when this one is there, nothing older waits.
        const another = await put_in(once_more, library, 'given.txt', Buffer.from('given'));
        (await change_asset(once_more, another, { protection: 'on_request' })).expect(200);
        (await once_more.post('/api/passes', { assets: [another], person: viewer.id })).expect(201);
        await post.mail((mail) => mail.includes('Subject: A pass for you: given.txt'));
        must('it left once', post.mails.filter(is_it).length === 1);
        const words = await server.command('check');
        return { exit: /all is well/.test(words) ? 0 : 1, words };
    } finally {
        await server.end();
        await server.remove_data();
        await post.end();
    }
}

/** A request of the viewer's, for an asset of its own. */
/** Markup, a formula, a template, a mark that turns the direction; and the same as others read it. */
const k_hostile = `=HYPERLINK("http://x") <img src=x onerror=alert(1)> \u202E {{7*7}} {what} '; drop table requests; --`;
const k_shown = k_hostile.replace('\u202E', '');

async function fresh_request(stage: Stage): Promise<string> {
    const asset = await put_in(stage.admin, stage.ids['library'] ?? '', `asked ${Date.now()}.txt`, Buffer.from(`asked ${Date.now()}`));
    (await change_asset(stage.admin, asset, { protection: 'on_request' })).expect(200);
    return (await stage.viewer.post('/api/requests', { assets: [asset], answers })).expect(201).json.items[0].id;
}

const send_file = (client: Client, bytes: Buffer) => client.upload('/api/requests/files', {}, { name: 'layout.bin', bytes });
/** How many files of forms are kept. */
const request_files = async (server: Server) => (await state_of(server)).split('\n').filter((line) => /^(INSERT INTO public\.)?request_files /.test(line)).length;

/** A mail server that knows no such address: nothing of the request is lost, and who can mend it is told. */
async function mail_to_nobody(): Promise<Outcome> {
    const post = await MailServer.start((command) => (command.startsWith('RCPT TO:<viewer@') ? '550 nobody of that name' : taking(command)));
    const server = await Server.start({ args: ['--smtp', post.url, '--public-url', 'https://exeat.example.org'] });
    try {
        const admin = await server.set_up();
        const library = await make_library(admin, 'Refused');
        const viewer = await make_person({ server, admin, library }, { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' });
        const asset = await put_in(admin, library, 'wanted.txt', Buffer.from('wanted'));
        const [pass] = (await admin.post('/api/passes', { assets: [asset], person: viewer.id })).expect(201).json.items;
        const path = `/api/requests/${pass.id}`;
        let answer = await admin.get(path);
        while (answer.expect(200).json.unsent_mails.length === 0) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            answer = await admin.get(path);
        }
        const told = async (client: Client, kind: string) => (await client.get('/api/inbox')).expect(200).json.items.some((one: { kind: string; request: string }) => one.kind === kind && one.request === pass.id);
        must('an administrator is told', await told(admin, 'mail_refused'));
        must('the inbox has it', await told(viewer.client, 'pass_given'));
        return outcome_of(answer);
    } finally {
        await server.end();
        await server.remove_data();
        await post.end();
    }
}

async function wrong_subjects(stage: Stage, wanted: object): Promise<Outcome> {
    const path = '/api/settings/mail-subjects';
    const before = (await stage.admin.get(path)).expect(200).json;
    const answer = await change(stage.admin, path, { request: '', approved: '', rejected: '', ...wanted }, 'put');
    must('the subjects are as before', JSON.stringify((await stage.admin.get(path)).json) === JSON.stringify(before));
    return outcome_of(answer);
}

/** How the viewer is written to, with what is wrong about it. */
async function wrong_wish(stage: Stage, answers: string, zone: string): Promise<Outcome> {
    const { choices } = (await stage.viewer.get('/api/me/mail')).expect(200).json;
    return outcome_of(await change(stage.viewer, '/api/me/mail', { choices: { ...choices, answers }, zone }, 'put'));
}

export const request_runs: Record<string, (stage: Stage) => Promise<Outcome>> = {
    async hundred_thousand_assets(stage) {
        const assets = Array.from({ length: 100_000 }, () => stage.ids.asset);
        return outcome_of(await stage.viewer.post('/api/requests', { assets, answers }));
    },

    async request_one_too_many(stage) {
        const library = await make_library(stage.admin, 'Much wanted');
        (await stage.admin.post('/api/members', { library, person: stage.ids.viewer, role: 'viewer' })).expect(201);
        const wanted: string[] = [];
        for (let i = 0; i < 201; ++i) wanted.push(await put_in(stage.admin, library, `wanted ${i}.txt`, Buffer.from(`wanted ${i}`)));
        const settings = (await stage.admin.get(`/api/libraries/${library}/settings`)).expect(200).json;
        (await change(stage.admin, `/api/libraries/${library}/settings`, { ...settings, protection: 'on_request' }, 'put')).expect(200);
        const open = async () => (await stage.viewer.get('/api/requests/counts?mine=true')).expect(200).json.pending;
        const before = await open();
        const ask = (asset: string | undefined) => stage.viewer.post('/api/requests', { assets: [asset], answers });
        for (let i = before; i < 200; ++i) (await ask(wanted[i])).expect(201);
        const answer = await ask(wanted[200]);
        must('no request more', (await open()) === 200);
        // Others go on: what waits is withdrawn again.
        const mine = (await stage.viewer.get(`/api/requests?mine=true&status=pending&limit=200&library=${library}`)).expect(200).json.items;
        for (const one of mine) (await stage.viewer.post(`/api/requests/${one.id}/cancel`)).expect(200);
        return outcome_of(answer);
    },

    async request_files_of_much(stage) {
        const sender = await make_person({ server: stage.server, admin: stage.admin, library: stage.ids['library'] ?? '' }, { name: 'sender', level: 2, flags: ['download'], role: 'viewer' });
        const largest = Buffer.alloc(25 * 1024 * 1024);
        for (let i = 0; i < 20; ++i) (await send_file(sender.client, largest)).expect(201);
        const before = await request_files(stage.server);
        const answer = await send_file(sender.client, Buffer.from('a byte'));
        must('it is not kept', (await request_files(stage.server)) === before && before >= 20);
        return outcome_of(answer);
    },

    async request_file_of_a_stranger(stage) {
        const house = { server: stage.server, admin: stage.admin, library: stage.ids['library'] ?? '' };
        const before = await request_files(stage.server);
        const stranger = await make_person(house, { name: 'passer-by', level: 2, flags: ['download'], role: 'none' });
        const browser = await make_person(house, { name: 'browser', level: 1, flags: [], role: 'viewer' });
        must('nor one whose level asks for nothing', (await send_file(browser.client, Buffer.from('a byte'))).status === 404);
        const answer = await send_file(stranger.client, Buffer.from('a byte'));
        must('it is not kept', (await request_files(stage.server)) === before);
        return outcome_of(answer);
    },

    async request_too_often(stage) {
        const { server, admin } = stage;
        const library = await make_library(admin, 'Asked too often');
        const person = (name: string) => make_person({ server, admin, library }, { name, level: 2, flags: ['download'], role: 'viewer' });
        const [busy, calm] = [await person('asks.often'), await person('asks.once')];
        const asset = await put_in(admin, library, 'asked often.txt', Buffer.from('asked often'));
        (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
        const ask = (client: Client) => client.post('/api/requests', { assets: [asset], answers });
        // Withdrawing gives nothing back.
        for (let i = 0; i < 300; ++i) {
            const id = (await ask(busy.client)).expect(201).json.items[0].id;
            (await busy.client.post(`/api/requests/${id}/cancel`)).expect(200);
        }
        const answer = await ask(busy.client);
        const seconds = Number(answer.headers['retry-after']);
        must('Retry-After within an hour', seconds > 0 && seconds <= 3660);
        const counts = (await busy.client.get('/api/requests/counts?mine=true')).expect(200).json;
        must('no request more', counts.pending === 0 && counts.withdrawn === 300);
        const other = (await ask(calm.client)).expect(201).json.items[0].id;
        (await calm.client.post(`/api/requests/${other}/cancel`)).expect(200);
        return outcome_of(answer);
    },

    async answer_one_too_many(stage) {
        const id = await fresh_request(stage);
        const question = (text: string) => stage.admin.post(`/api/requests/${id}/questions`, { text });
        const say = (text: string) => stage.viewer.post(`/api/requests/${id}/answers`, { text });
        const told = async () => (await stage.admin.get('/api/inbox?limit=200')).expect(200).json.items.filter((one: { request: string }) => one.request === id).length;
        (await question('What for?')).expect(200);
        for (const text of ['A poster', 'In May', 'A small one']) (await say(text)).expect(200);
        const before = await told();
        const answer = await say('And another');
        const card = (await stage.viewer.get(`/api/requests/${id}`)).expect(200).json;
        must('three answers stay', card.conversation.length === 4 && card.can.answer === false);
        must('nobody is told of another', (await told()) === before);
        (await question('How small?')).expect(200);
        must('it can be answered', (await stage.viewer.get(`/api/requests/${id}`)).expect(200).json.can.answer === true);
        (await say('A4')).expect(200);
        (await stage.viewer.post(`/api/requests/${id}/cancel`)).expect(200);
        return outcome_of(answer);
    },

    async request_hostile_text(stage) {
        const text = `=1+1 <script>alert(1)</script> \u202E {{7*7}} '; drop table requests; --`;
        const made = await stage.viewer.post('/api/requests', { assets: [stage.ids.guarded], answers: { intended_use: text } });
        const id = made.expect(201).json.items[0].id;
        must('the same text, but for the mark that turns it', (await stage.admin.get(`/api/requests/${id}`)).expect(200).json.reason === text.replace('\u202E', ''));
        (await stage.viewer.post(`/api/requests/${id}/cancel`)).expect(200);
        return outcome_of(made);
    },

    async decision_hostile_text(stage) {
        const id = await fresh_request(stage);
        const decided = await stage.admin.post('/api/requests/decisions', { requests: [id], decision: 'reject', note: k_hostile });
        const request = (await stage.viewer.get(`/api/requests/${id}`)).expect(200).json;
        must('the same text in the request', request.note === k_shown);
        const told = (await stage.viewer.get('/api/inbox')).expect(200).json.items.find((one: { request: string }) => one.request === id);
        must('the same text in the inbox', told.note === k_shown);
        return outcome_of(decided);
    },

    async pass_hostile_text(stage) {
        const asset = await put_in(stage.admin, stage.ids['library'] ?? '', 'given.txt', Buffer.from(`given ${Date.now()}`));
        (await change_asset(stage.admin, asset, { protection: 'on_request' })).expect(200);
        const given = await stage.admin.post('/api/passes', { assets: [asset], person: stage.ids['viewer'], reason: k_hostile });
        const id = given.expect(201).json.items[0].id;
        must('the same text in the pass', (await stage.viewer.get(`/api/requests/${id}`)).expect(200).json.reason === k_shown);
        const told = (await stage.viewer.get('/api/inbox')).expect(200).json.items.find((one: { request: string }) => one.request === id);
        must('the same text in the inbox', told.note === k_shown);
        (await stage.admin.post(`/api/requests/${id}/revoke`, { note: '' })).expect(200);
        return outcome_of(given);
    },

    async request_long_answer(stage) {
        const path = `/api/libraries/${stage.ids['library']}/settings`;
        const settings = (await stage.admin.get(path)).expect(200).json;
        const field = (name: string, type: string) => ({ name, type, label: name, help: '', placeholder: '', required: false, options: [], shown_if: null });
        const asset = await put_in(stage.admin, stage.ids['library'] ?? '', 'long.txt', Buffer.from(`long ${Date.now()}`));
        (await change_asset(stage.admin, asset, { protection: 'on_request' })).expect(200);
        (await change(stage.admin, path, { ...settings, requests: { ...settings.requests, fields: [field('line', 'text'), field('text', 'long_text')] } }, 'put')).expect(200);
        const send = (line: string, text: string) => stage.viewer.post('/api/requests', { assets: [asset], answers: { ...answers, line, text } });
        const long = (await send('', 'ü'.repeat(10_001))).expect(422);
        must('the long text is named', long.json.errors[0].detail === 'An answer here has at most 10,000 characters.');
        const refused = await send('ü'.repeat(2_001), '');
        const made = (await send('ü'.repeat(2_000), 'ü'.repeat(10_000))).expect(201).json.items[0].id;
        (await stage.viewer.post(`/api/requests/${made}/cancel`)).expect(200);
        (await change(stage.admin, path, settings, 'put')).expect(200);
        return outcome_of(refused);
    },

    async question_one_too_many(stage) {
        const id = await fresh_request(stage);
        const say = (text: string) => stage.admin.post(`/api/requests/${id}/questions`, { text });
        for (let i = 0; i < 50; ++i) (await say(`Question ${i}`)).expect(200);
        const told = async () => (await stage.viewer.get('/api/inbox?limit=200')).expect(200).json.items.filter((one: { request: string }) => one.request === id).length;
        const before = await told();
        const answer = await say('One more');
        must('nobody is told of another', before === 50 && (await told()) === before);
        must('fifty stay', (await stage.viewer.get(`/api/requests/${id}`)).expect(200).json.conversation.length === 50);
        (await stage.viewer.post(`/api/requests/${id}/cancel`)).expect(200);
        return outcome_of(answer);
    },

    async question_hostile_text(stage) {
        const id = await fresh_request(stage);
        const text = `=HYPERLINK("http://x") <img src=x onerror=alert(1)> \u202E {what} '; drop table request_messages; --`;
        const asked = await stage.admin.post(`/api/requests/${id}/questions`, { text });
        must('the same text, but for the mark that turns it', (await stage.viewer.get(`/api/requests/${id}`)).expect(200).json.conversation[0].text === text.replace('\u202E', ''));
        (await stage.viewer.post(`/api/requests/${id}/cancel`)).expect(200);
        return outcome_of(asked);
    },

    async substitute_oneself(stage) {
        const me = (await stage.admin.get('/api/me')).expect(200).json.id;
        return outcome_of(await stage.admin.put('/api/me/substitute', { person: me, from: '2026-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' }));
    },

    async substitute_of_nobody(stage) {
        const me = (await stage.admin.get('/api/me')).expect(200).json.id;
        const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
        return outcome_of(await stage.viewer.put('/api/me/substitute', { person: me, from: soon(0), until: soon(1) }));
    },

    async waiting_wrong_days(stage) {
        const path = `/api/libraries/${stage.ids.library}/waiting`;
        return outcome_of(await change(stage.admin, path, { remind_after_days: 1000, escalate_after_days: 0 }, 'put'));
    },
    async request_over_a_new_form(stage) {
        const path = `/api/libraries/${stage.ids.library}/settings`;
        const settings = (await stage.admin.get(path)).expect(200).json;
        const prepared = (await stage.viewer.post('/api/requests/form', { assets: [stage.ids.guarded] })).expect(200).json;
        const title = { name: 'title', type: 'text', label: 'Title', help: '', placeholder: '', required: true, options: [], shown_if: null };
        (await change(stage.admin, path, { ...settings, requests: { ...settings.requests, fields: [title] } }, 'put')).expect(200);
        const answer = await stage.viewer.post('/api/requests', { assets: [stage.ids.guarded], answers, form: prepared.ask[0].form.tag });
        const again = (await stage.viewer.post('/api/requests/form', { assets: [stage.ids.guarded] })).expect(200).json;
        must('the form in force', again.ask[0].form.fields.length === 1 && JSON.stringify(answer.json.form) === JSON.stringify(again.ask[0].form));
        (await change(stage.admin, path, settings, 'put')).expect(200);
        return outcome_of(answer);
    },

    async decide_without_right_meanwhile(stage) {
        const library = stage.ids['library'] ?? '';
        const id = await fresh_request(stage);
        const reviewer = await make_person({ server: stage.server, admin: stage.admin, library }, { name: 'former.reviewer', level: 4, flags: ['download'], role: 'owner' });
        const before = (await reviewer.client.get(`/api/requests/${id}`)).expect(200).json;
        must('the page offered it', before.can.approve === true);
        const members = (await stage.admin.get(`/api/libraries/${library}/members`)).expect(200).json.items;
        (await stage.admin.delete(`/api/members/${members.find((one: { person: string }) => one.person === reviewer.id).id}`)).expect(204);
        const answer = await reviewer.client.post('/api/requests/decisions', { requests: [id], decision: 'approve' });
        must('it waits as before', (await stage.admin.get(`/api/requests/${id}`)).expect(200).json.status === 'pending');
        (await stage.viewer.post(`/api/requests/${id}/cancel`)).expect(200);
        return outcome_of(answer);
    },

    async no_receiver_left(stage) {
        const library = await make_library(stage.admin, 'Nobody receives');
        (await stage.admin.post('/api/members', { library, person: stage.ids.viewer, role: 'viewer' })).expect(201);
        const asset = await put_in(stage.admin, library, 'unreceived.txt', Buffer.from('unreceived'));
        (await change_asset(stage.admin, asset, { protection: 'on_request' })).expect(200);
        const me = (await stage.admin.get('/api/me')).expect(200).json.id;
        const path = `/api/libraries/${library}/settings`;
        const settings = (await stage.admin.get(path)).expect(200).json;
        (await change(stage.admin, path, { ...settings, requests: { ...settings.requests, not_receivers: [me] } }, 'put')).expect(200);
        const answer = await stage.admin.get(`/api/libraries/${library}/receivers`);
        const { id } = (await stage.viewer.post('/api/requests', { assets: [asset], answers })).expect(201).json.items[0];
        const inbox = (await stage.admin.get('/api/inbox')).expect(200).json.items;
        must('an administrator has it', inbox.some((one: { request: string }) => one.request === id));
        (await stage.admin.post('/api/requests/decisions', { requests: [id], decision: 'approve' })).expect(200);
        return outcome_of(answer);
    },

    mail_to_nobody: () => mail_to_nobody(),
    mail_in_no_zone: (stage) => wrong_wish(stage, 'daily', '../etc/passwd'),
    mail_each_hour: (stage) => wrong_wish(stage, 'hourly', 'UTC'),
    subject_of_two_lines: (stage) => wrong_subjects(stage, { request: 'Request\r\nBcc: eve@example.org' }),
    subject_of_no_value: (stage) => wrong_subjects(stage, { rejected: 'Rejected until {until}' }),

    async settings_too_many_notes(stage) {
        const path = `/api/libraries/${stage.ids['library']}/settings`;
        const settings = (await stage.admin.get(path)).expect(200).json;
        const rejection_notes = Array.from({ length: 21 }, (_, at) => ({ name: `Note ${at}`, text: 'No' }));
        return outcome_of(await change(stage.admin, path, { ...settings, requests: { ...settings.requests, rejection_notes } }, 'put'));
    },

    async settings_wrong_form(stage) {
        const path = `/api/libraries/${stage.ids.library}/settings`;
        const settings = (await stage.admin.get(path)).expect(200).json;
        const field = { name: 'copies', type: 'number', label: 'Copies', help: '', placeholder: '', required: false, options: [], shown_if: { field: 'medium', test: 'is_set', value: '' } };
        return outcome_of(await change(stage.admin, path, { ...settings, requests: { ...settings.requests, fields: [field] } }, 'put'));
    },
};
