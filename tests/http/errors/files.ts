// Rows of docs/errors.md about files that come in: sizes that were announced wrongly, names, and the same content twice
// at once. Called through runs.ts.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { form_data, type Client } from '../harness/client.ts';
import { change_asset } from '../house.ts';
import { outcome_of, raw, type Outcome, type Stage } from './outcome.ts';

const k_gb = 1_000_000_000;
const k_boundary = 'exeat-row';

/** The head of a request of this person, with these fields. */
function head_of(client: Client, method: string, path: string, fields: Record<string, string>): string {
    const all: Record<string, string> = { host: new URL(client.place.url).host, ...client.own_headers(method), ...fields };
    return `${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

/** A form that announces so many bytes, and what comes before the file's own. */
function form_of(stage: Stage, announced: number): string {
    const before = `--${k_boundary}\r\ncontent-disposition: form-data; name="library"\r\n\r\n${stage.ids.library}\r\n`
        + `--${k_boundary}\r\ncontent-disposition: form-data; name="file"; filename="large.bin"\r\n\r\n`;
    const fields = { 'content-type': `multipart/form-data; boundary=${k_boundary}`, 'content-length': String(announced) };
    return head_of(stage.admin, 'POST', '/api/assets', fields) + before;
}

const tus_meta = (stage: Stage, name: string): string =>
    `library ${Buffer.from(stage.ids.library ?? '').toString('base64')},filename ${Buffer.from(name).toString('base64')}`;

function begin_tus(stage: Stage, length: number, name = 'large.bin') {
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': String(length), 'upload-metadata': tus_meta(stage, name) };
    return stage.admin.post('/api/uploads', undefined, { headers });
}

/** Uploads under a name, as a form; the name has to come back as it was. */
async function upload_as(stage: Stage, name: string): Promise<Outcome> {
    const answer = await stage.admin.upload('/api/assets', { library: stage.ids.library ?? '' }, { name, bytes: randomBytes(16) });
    if (answer.status === 201) {
        const asset = answer.json.items[0].asset;
        const kept = (await stage.admin.get(`/api/assets/${asset}`)).expect(200).json.name;
        if (kept !== name) throw new Error(`the name ${JSON.stringify(name)} became ${JSON.stringify(kept)}`);
        const { url } = (await stage.admin.post('/api/deliveries', { items: [{ asset }] })).expect(201).json;
        const said = String((await stage.admin.head(url)).expect(200).headers['content-disposition']);
        if (/[^\x20-\x7e]/.test(said) || /filename="[^"]*[/\\]/.test(said)) throw new Error(`not safe: ${said}`);
    }
    return outcome_of(answer);
}

/** Into a library of logos. */
const to_logos = async (stage: Stage, name: string, bytes: Buffer): Promise<Outcome> =>
    outcome_of(await stage.admin.upload('/api/assets', { library: stage.ids.logos ?? '' }, { name, bytes }));

const blobs_of = async (stage: Stage): Promise<number> =>
    (await readdir(join(stage.server.data, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

/** The same content from two at once. */
async function twice_at_once(stage: Stage, duplicates: string): Promise<{ outcome: Outcome; assets: Set<string>; blobs: number }> {
    const before = await blobs_of(stage);
    const bytes = randomBytes(3_000_000);
    const put = (name: string) => stage.admin.upload('/api/assets', { library: stage.ids.library ?? '', duplicates }, { name, bytes });
    const both = await Promise.all([put('one of two.bin'), put('two of two.bin')]);
    const assets = new Set(both.map((answer) => String(answer.expect(201).json.items[0].asset)));
    for (const asset of assets) {
        const { url } = (await stage.admin.post('/api/deliveries', { items: [{ asset }] })).expect(201).json;
        if (!(await stage.admin.get(url)).expect(200).body.equals(bytes)) throw new Error('other bytes came out');
    }
    const [first] = both;
    return { outcome: outcome_of(first), assets, blobs: (await blobs_of(stage)) - before };
}

function same(what: string, is: unknown, should_be: unknown): void {
    if (is !== should_be) throw new Error(`${what}: ${String(is)}, not ${String(should_be)}`);
}

export const file_runs: Record<string, (stage: Stage) => Promise<Outcome>> = {
    async empty_file(stage) {
        const answer = await stage.admin.upload('/api/assets', { library: stage.ids.library ?? '' }, { name: 'empty.txt', bytes: Buffer.alloc(0) });
        const asset = answer.expect(201).json.items[0].asset;
        same('size', (await stage.admin.get(`/api/assets/${asset}`)).expect(200).json.size, 0);
        const { url } = (await stage.admin.post('/api/deliveries', { items: [{ asset }] })).expect(201).json;
        same('bytes', (await stage.admin.get(url)).expect(200).body.length, 0);
        return outcome_of(answer);
    },

    type_not_promised: (stage) => to_logos(stage, 'film.mp4', randomBytes(64)),
    type_not_found: (stage) => to_logos(stage, 'logo.eps', Buffer.from('Only words, and more words after them.\n')),
    async tus_type_not_promised(stage) {
        const metadata = Object.entries({ library: stage.ids.logos ?? '', filename: 'film.mp4' }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`);
        const headers = { 'tus-resumable': '1.0.0', 'upload-length': '64', 'upload-metadata': metadata.join(',') };
        return outcome_of(await stage.admin.post('/api/uploads', undefined, { headers }));
    },
    move_of_wrong_type: async (stage) => outcome_of(await change_asset(stage.admin, stage.ids.asset ?? '', { library: stage.ids.logos })),

    form_that_ends_early: (stage) => raw(stage, `${form_of(stage, 20 * k_gb)}abc`, 'ends'),

    async tus_that_ends_early(stage) {
        const path = String((await begin_tus(stage, 20 * k_gb)).expect(201).headers.location);
        const fields = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': String(20 * k_gb) };
        const outcome = await raw(stage, `${head_of(stage.admin, 'PATCH', path, fields)}abc`, 'ends');
        const kept = (await stage.admin.head(path, { headers: { 'tus-resumable': '1.0.0' } })).expect(200).headers['upload-offset'];
        same('bytes kept', kept, '3');
        (await stage.admin.delete(path, { headers: { 'tus-resumable': '1.0.0' } })).expect(204);
        return outcome;
    },

    // Nothing of the body is sent: the answer comes all the same.
    form_too_large: (stage) => raw(stage, form_of(stage, 200 * 1024 ** 3).split('\r\n\r\n')[0] + '\r\n\r\n'),
    tus_too_large: async (stage) => outcome_of(await begin_tus(stage, 200 * 1024 ** 3)),
    async json_too_large(stage) {
        const fields = { 'content-type': 'application/json', 'content-length': String(20 * k_gb) };
        return raw(stage, head_of(stage.admin, 'POST', '/api/libraries', fields));
    },

    async form_without_file(stage) {
        const { body, type } = form_data({ library: stage.ids.library ?? '' }, { name: 'x', bytes: Buffer.alloc(0) });
        const [part] = body.toString('latin1').split(/(?=\r\n--exeat-[a-z0-9]+\r\ncontent-disposition: form-data; name="file")/);
        const boundary = /boundary=(.+)$/.exec(type)?.[1];
        return outcome_of(await stage.admin.ask('POST', '/api/assets', { body: `${part}\r\n--${boundary}--\r\n`, type }));
    },
    async form_cut_off(stage) {
        const { body, type } = form_data({ library: stage.ids.library ?? '' }, { name: 'cut.bin', bytes: randomBytes(1000) });
        return outcome_of(await stage.admin.ask('POST', '/api/assets', { body: body.subarray(0, body.length - 20), type }));
    },

    name_with_slashes: (stage) => upload_as(stage, '../../etc/passwd'),
    name_with_backslash: (stage) => upload_as(stage, '..\\..\\windows\\system.ini'),
    name_with_control: (stage) => upload_as(stage, 'bell\u0007 escape\u001b[31m tab\t.txt'),
    name_with_emoji: (stage) => upload_as(stage, '🦊 fuchs 👩‍👩‍👧.jpg'),
    name_right_to_left: (stage) => upload_as(stage, 'annual\u202Efdp.exe'),
    name_of_255: (stage) => upload_as(stage, `${'ä'.repeat(125)}a.txt`),
    name_of_256: (stage) => upload_as(stage, `${'ä'.repeat(126)}.txt`),
    name_of_10000: (stage) => upload_as(stage, 'a'.repeat(10_000)),
    name_empty: (stage) => upload_as(stage, ''),
    name_of_dots: (stage) => upload_as(stage, '..'),
    name_with_nul: async (stage) => outcome_of(await begin_tus(stage, 16, 'nul\0.txt')),
    name_with_nul_in_form: (stage) => upload_as(stage, 'nul\0.txt'),
    async name_not_utf8(stage) {
        const headers = { 'tus-resumable': '1.0.0', 'upload-length': '16', 'upload-metadata': tus_meta(stage, '').replace(/filename .*/, 'filename /w==') };
        return outcome_of(await stage.admin.post('/api/uploads', undefined, { headers }));
    },

    async same_content_at_once(stage) {
        const { outcome, assets, blobs } = await twice_at_once(stage, 'keep');
        same('assets', assets.size, 2);
        same('blobs', blobs, 1);
        return outcome;
    },
    async same_content_at_once_skipped(stage) {
        const { outcome, assets, blobs } = await twice_at_once(stage, 'skip');
        same('assets', assets.size, 1);
        same('blobs', blobs, 1);
        return outcome;
    },
};
