// The rows of the matrix: for each route about an asset, a folder or a library what it asks of the policy, and how it is
// called. matrix.test.ts checks that every route of the OpenAPI document has a row, or stands among those about something
// else. Refuses to know what the right answer is.
import type { Answer, Client } from '../harness/client.ts';
import { change, type Somebody } from '../house.ts';
import type { Seen, Wish } from './facts.ts';

/** What a state of the matrix has set up, and who may do everything. */
export interface Subject {
    admin: Client;
    library: string;
    folder: string;
    asset: string;
    /** Somebody who is nobody's member: made one and taken away again. */
    dummy: string;
    /** Tickets for the asset that people got before its state was set. */
    tickets: Map<string, string>;
    turn: number;
}

export interface Row {
    /** As the document has it: "GET /api/assets/{id}". */
    route: string;
    /** What is sent, where a route has several rows. */
    what?: string;
    wish: Wish;
    /** Whoever is no insider is refused, though the policy lets them see it. */
    insiders?: true;
    /** Whoever may not is told that there is nothing. */
    hides?: true;
    /** About the place, not the asset: asked in the states of places only. */
    place?: true;
    /** Takes the asset away where it is allowed. */
    takes_away?: true;
    run: (person: Somebody, subject: Subject) => Promise<Seen>;
}

/** An answer as the policy's outcomes look from outside; an unseen target in a body is told as a wrong member. */
export function seen(answer: Answer): Seen {
    if (answer.status < 300) return 'done';
    if (answer.status === 404 || (answer.status === 422 && answer.problem === 'no-such-folder')) return 'absent';
    return answer.status === 403 ? 'refused' : `status ${answer.status}`;
}

/** Changes what stands at `path`, over its present version. */
async function over(person: Somebody, subject: Subject, path: string, wanted: unknown, method: 'patch' | 'put' = 'patch', of = path): Promise<Seen> {
    const version = (await subject.admin.get(of)).expect(200).headers['etag'] ?? '';
    return seen(await person.client[method](path, wanted, { headers: { 'if-match': version } }));
}

const get = (path: (subject: Subject) => string) => async (person: Somebody, subject: Subject) => seen(await person.client.get(path(subject)));
const change_asset = (wanted: (subject: Subject) => object) => (person: Somebody, subject: Subject) =>
    over(person, subject, `/api/assets/${subject.asset}`, wanted(subject));
const change_folder = (wanted: (subject: Subject) => object) => (person: Somebody, subject: Subject) =>
    over(person, subject, `/api/folders/${subject.folder}`, wanted(subject));
const deliver = (file: string) => async (person: Somebody, subject: Subject) =>
    seen(await person.client.post('/api/deliveries', { items: [{ asset: subject.asset, file }] }));
const upload = (fields: (subject: Subject) => Record<string, string>) => async (person: Somebody, subject: Subject) =>
    seen(await person.client.upload('/api/assets', fields(subject), { name: 'matrix.txt', bytes: Buffer.from(`matrix ${++subject.turn}`) }));
/** Is this id in the list? */
const listed = (path: (subject: Subject) => string, id: (subject: Subject) => string) => async (person: Somebody, subject: Subject): Promise<Seen> => {
    const answer = await person.client.get(path(subject));
    if (answer.status !== 200) return seen(answer);
    return answer.json.items.some((one: { id: string }) => one.id === id(subject)) ? 'done' : 'absent';
};
const members_at = (place: (subject: Subject) => object) => async (person: Somebody, subject: Subject): Promise<Seen> => {
    const answer = await person.client.post('/api/members', { library: subject.library, ...place(subject), person: subject.dummy, role: 'viewer' });
    if (answer.status === 201) (await subject.admin.delete(`/api/members/${answer.json.id}`)).expect(204);
    return answer.status === 422 ? 'absent' : seen(answer);
};

/** Somebody without an account, invited by an administrator where owners invite, too: tries what may be done with that, and takes it back. */
const of_invitation = (act: (client: Client, id: string) => Promise<Answer>) => async (person: Somebody, subject: Subject): Promise<Seen> => {
    (await change(subject.admin, '/api/settings/inviting', { owners_invite: true, level: 2, roles: [] }, 'put')).expect(200);
    const email = `matrix${++subject.turn}.${subject.folder.toLowerCase()}@example.org`;
    (await subject.admin.post('/api/invitations', { library: subject.library, emails: [email], role: 'viewer' })).expect(201);
    const waiting: { id: string; email: string }[] = (await subject.admin.get(`/api/libraries/${subject.library}/invitations`)).expect(200).json.items;
    const { id } = waiting.find((one) => one.email === email)!;
    const came = seen(await act(person.client, id));
    await subject.admin.delete(`/api/invitations/${id}`);
    return came;
};

const of_asset = (rest = '') => (subject: Subject) => `/api/assets/${subject.asset}${rest}`;
const of_folder = (rest = '') => (subject: Subject) => `/api/folders/${subject.folder}${rest}`;
const of_library = (rest = '') => (subject: Subject) => `/api/libraries/${subject.library}${rest}`;
const metadata = (subject: Subject) => Object.entries({ library: subject.library, folder: subject.folder, filename: 'tus.txt' })
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');

export const k_rows: Row[] = [
    { route: 'GET /api/assets/{id}', wish: { action: 'view' }, run: get(of_asset()) },
    { route: 'GET /api/assets/{id}/files', wish: { action: 'view' }, run: get(of_asset('/files')) },
    {
        route: 'GET /api/assets/{id}/preview', hides: true, wish: { action: 'download', file: 'proxy' },
        run: async (person, subject) => {
            const answer = await person.client.get(of_asset('/preview')(subject));
            // Who is told that such files have no picture has passed the decision.
            return answer.problem === 'no-picture' ? 'done' : seen(answer);
        },
    },
    { route: 'GET /api/assets/{id}/decision', wish: { action: 'view' }, run: get(of_asset('/decision?action=delete')) },
    { route: 'GET /api/assets', wish: { action: 'view' }, run: listed((subject) => `/api/assets?library=${subject.library}&folder=${subject.folder}&limit=200`, (subject) => subject.asset) },
    { route: 'GET /api/assets/{id}/members', wish: { action: 'protect' }, run: get(of_asset('/members')) },
    { route: 'PATCH /api/assets/{id}', what: 'name', wish: { action: 'organise' }, run: change_asset((subject) => ({ name: `renamed ${++subject.turn}.txt` })) },
    { route: 'PATCH /api/assets/{id}', what: 'attributes', wish: { action: 'edit' }, run: change_asset(() => ({ attributes: {} })) },
    { route: 'PATCH /api/assets/{id}', what: 'availability', wish: { action: 'publish' }, run: change_asset(() => ({ available_until: '2100-01-01T00:00:00Z' })) },
    { route: 'PATCH /api/assets/{id}', what: 'terms', wish: { action: 'protect' }, run: change_asset(() => ({ terms: null })) },
    {
        route: 'PATCH /api/assets', wish: { action: 'organise' },
        run: async (person, subject) => {
            const answer = await person.client.patch('/api/assets', { ids: [subject.asset], change: { name: `one of many ${++subject.turn}.txt` } });
            const [one] = answer.expect(200).json.items;
            return one.changed ? 'done' : one.status === 404 ? 'absent' : one.status === 403 ? 'refused' : `status ${Number(one.status)}`;
        },
    },
    { route: 'POST /api/assets', what: 'a new version', wish: { action: 'update' }, run: upload((subject) => ({ replaces: subject.asset })) },
    { route: 'POST /api/assets', what: 'an attachment', wish: { action: 'update' }, run: upload((subject) => ({ attach_to: subject.asset })) },
    { route: 'POST /api/deliveries', what: 'the original', wish: { action: 'download' }, run: deliver('original') },
    { route: 'POST /api/deliveries', what: 'metadata', wish: { action: 'download', file: 'metadata' }, run: deliver('metadata:csv') },
    {
        route: 'POST /api/requests/form', wish: { action: 'view' },
        run: async (person, subject) => {
            const { refused } = (await person.client.post('/api/requests/form', { assets: [subject.asset] })).expect(200).json;
            return refused.some((one: { code: string }) => one.code === 'not-found') ? 'absent' : 'done';
        },
    },
    {
        route: 'GET /d/{ticket}', wish: { action: 'download' },
        run: async (person, subject) => {
            const ticket = subject.tickets.get(person.name);
            // Who could not have one while the asset was free has none; they are seen by POST /api/deliveries.
            return ticket ? seen(await person.client.get(ticket)) : deliver('original')(person, subject);
        },
    },
    {
        route: 'POST /api/assets/{id}/restore', hides: true, wish: { action: 'delete' },
        run: async (person, subject) => {
            (await subject.admin.delete(of_asset()(subject))).expect(204);
            const answer = await person.client.post(`${of_asset()(subject)}/restore`);
            (await subject.admin.post(`${of_asset()(subject)}/restore`)).expect(200);
            return seen(answer);
        },
    },
    {
        route: 'GET /api/bin', hides: true, wish: { action: 'delete' },
        run: async (person, subject) => {
            (await subject.admin.delete(of_asset()(subject))).expect(204);
            const answer = await person.client.get(`/api/bin?library=${subject.library}&limit=200`);
            (await subject.admin.post(`${of_asset()(subject)}/restore`)).expect(200);
            // Whoever has nothing in it, and deletes nothing there, has no bin.
            if (answer.status === 403 && answer.problem === 'insiders-only') return 'absent';
            if (answer.status !== 200) return seen(answer);
            return answer.json.items.some((one: { id: string }) => one.id === subject.asset) ? 'done' : 'absent';
        },
    },
    { route: 'DELETE /api/assets/{id}', wish: { action: 'delete' }, takes_away: true, run: async (person, subject) => seen(await person.client.delete(of_asset()(subject))) },

    { route: 'GET /api/libraries', place: true, wish: { action: 'view' }, run: listed(() => '/api/libraries', (subject) => subject.library) },
    { route: 'GET /api/libraries/{id}', place: true, wish: { action: 'view' }, run: get(of_library()) },
    { route: 'PATCH /api/libraries/{id}', place: true, wish: { action: 'protect' }, run: (person, subject) => over(person, subject, of_library()(subject), { name: `Matrix ${++subject.turn}` }) },
    { route: 'GET /api/libraries/{id}/settings', place: true, insiders: true, wish: { action: 'view' }, run: get(of_library('/settings')) },
    { route: 'GET /api/libraries/{id}/receivers', place: true, insiders: true, wish: { action: 'view' }, run: get(of_library('/receivers')) },
    {
        route: 'PUT /api/libraries/{id}/settings', place: true, wish: { action: 'protect' },
        run: async (person, subject) => {
            const path = of_library('/settings')(subject);
            return over(person, subject, path, (await subject.admin.get(path)).expect(200).json, 'put');
        },
    },
    { route: 'GET /api/libraries/{id}/waiting', place: true, insiders: true, wish: { action: 'view' }, run: get(of_library('/waiting')) },
    {
        route: 'PUT /api/libraries/{id}/waiting', place: true, wish: { action: 'protect' },
        run: async (person, subject) => {
            const path = of_library('/waiting')(subject);
            return over(person, subject, path, (await subject.admin.get(path)).expect(200).json, 'put');
        },
    },
    { route: 'GET /api/libraries/{id}/members', place: true, wish: { action: 'protect' }, run: get(of_library('/members')) },
    { route: 'GET /api/libraries/{id}/candidates', place: true, wish: { action: 'protect' }, run: get(of_library('/candidates')) },
    { route: 'PUT /api/libraries/{id}/members', place: true, wish: { action: 'protect' }, run: (person, subject) => over(person, subject, of_library('/members')(subject), { places: [] }, 'put') },
    { route: 'GET /api/folders', place: true, wish: { action: 'view' }, run: listed((subject) => `/api/folders?library=${subject.library}`, (subject) => subject.folder) },
    { route: 'GET /api/folders/{id}', place: true, wish: { action: 'view' }, run: get(of_folder()) },
    {
        route: 'POST /api/folders', place: true, wish: { action: 'organise' },
        run: async (person, subject) => seen(await person.client.post('/api/folders', { library: subject.library, parent: subject.folder, name: `Made ${++subject.turn}` })),
    },
    { route: 'PATCH /api/folders/{id}', what: 'name', place: true, wish: { action: 'organise' }, run: change_folder((subject) => ({ name: `${subject.folder} ${++subject.turn}` })) },
    {
        route: 'PATCH /api/folders/{id}', what: 'rules', place: true, wish: { action: 'protect' },
        run: async (person, subject) => {
            const { access } = (await subject.admin.get(of_folder()(subject))).expect(200).json;
            return change_folder(() => ({ access: access.set }))(person, subject);
        },
    },
    {
        route: 'DELETE /api/folders/{id}', place: true, wish: { action: 'organise' },
        run: async (person, subject) => {
            const made = (await subject.admin.post('/api/folders', { library: subject.library, parent: subject.folder, name: `Ended ${++subject.turn}` })).expect(201).json;
            return seen(await person.client.delete(`/api/folders/${made.id}`));
        },
    },
    { route: 'GET /api/folders/{id}/members', place: true, wish: { action: 'protect' }, run: get(of_folder('/members')) },
    { route: 'POST /api/members', what: 'of the library', place: true, wish: { action: 'protect' }, run: members_at(() => ({})) },
    { route: 'POST /api/members', what: 'of the folder', place: true, wish: { action: 'protect' }, run: members_at((subject) => ({ folder: subject.folder })) },
    { route: 'POST /api/members', what: 'of the asset', wish: { action: 'protect' }, run: members_at((subject) => ({ asset: subject.asset })) },
    {
        route: 'DELETE /api/members/{id}', place: true, hides: true, wish: { action: 'protect' },
        run: async (person, subject) => {
            const made = (await subject.admin.post('/api/members', { library: subject.library, person: subject.dummy, role: 'viewer' })).expect(201).json;
            const came = seen(await person.client.delete(`/api/members/${made.id}`));
            if (came !== 'done') (await subject.admin.delete(`/api/members/${made.id}`)).expect(204);
            return came;
        },
    },
    { route: 'GET /api/libraries/{id}/invitations', place: true, wish: { action: 'protect' }, run: get(of_library('/invitations')) },
    { route: 'GET /api/libraries/{id}/inviting', place: true, wish: { action: 'protect' }, run: get(of_library('/inviting')) },
    {
        route: 'POST /api/invitations', place: true, wish: { action: 'protect' },
        run: async (person, subject) => {
            const { email } = (await subject.admin.get(`/api/people/${subject.dummy}`)).expect(200).json;
            const answer = await person.client.post('/api/invitations', { library: subject.library, emails: [email], role: 'viewer' });
            if (answer.status === 201) (await subject.admin.delete(`/api/members/${answer.json.items[0].member.id}`)).expect(204);
            return seen(answer);
        },
    },
    { route: 'POST /api/invitations/{id}/send', place: true, hides: true, wish: { action: 'protect' }, run: of_invitation((client, id) => client.post(`/api/invitations/${id}/send`)) },
    { route: 'DELETE /api/invitations/{id}', place: true, hides: true, wish: { action: 'protect' }, run: of_invitation((client, id) => client.delete(`/api/invitations/${id}`)) },
    { route: 'POST /api/assets', what: 'a new asset', place: true, wish: { action: 'upload' }, run: upload((subject) => ({ library: subject.library, folder: subject.folder })) },
    {
        route: 'POST /api/uploads', place: true, wish: { action: 'upload' },
        run: async (person, subject) => {
            const tus = { 'tus-resumable': '1.0.0' };
            const answer = await person.client.post('/api/uploads', undefined, { headers: { ...tus, 'upload-length': '10', 'upload-metadata': metadata(subject) } });
            if (answer.status === 201) (await person.client.delete(String(answer.headers.location), { headers: tus })).expect(204);
            return seen(answer);
        },
    },
];

/** Routes that are not about assets, folders or libraries, and where their rights are tried. */
export const k_about_something_else: [RegExp, string][] = [
    [/^\w+ \/(healthz|readyz|metrics|api\/openapi\.json)$/, 'the process itself: settings.test.ts'],
    [/^\w+ \/api\/(setup|session|password|me)(\/|$)/, 'oneself: people.test.ts; substitutes: waiting.test.ts'],
    [/^POST \/api\/libraries$/, 'a place that is not there yet: library-by-viewer of docs/errors.md'],
    [/^\w+ \/api\/(people|groups|roles)(\/|$)/, 'people: people.test.ts'],
    [/^\w+ \/api\/bulk-changes(\/|$)/, 'each asset is asked for as by its own PATCH: bulk.test.ts'],
    [/^\w+ \/api\/jobs(\/|$)/, 'the queue, for administrators: pictures.test.ts'],
    [/^GET \/api\/events$/, 'what happens to oneself: events.test.ts'],
    [/^\w+ \/api\/inbox(\/|$)/, 'what one was told: inbox.test.ts'],
    [/^\w+ \/api\/(mails|unsubscribe)(\/|$)/, 'the outbox, for administrators, and the way out: mails.test.ts'],
    [/^\w+ \/api\/(requests(?!\/form$)|passes)(\/|$)/, 'requests and who decides on them: requests.test.ts, decisions.test.ts and waiting.test.ts'],
    [/^\w+ \/api\/(settings|properties|site)(\/|$)/, 'the site: settings.test.ts and backup.test.ts'],
    [/^\w+ \/api\/(attributes|terms)(\/|$)/, 'words of the whole site: assets.test.ts'],
    [/^\w+ \/api\/uploads\/\{upload\}$/, 'an upload of one\'s own: uploads.test.ts'],
];
