// Rows of docs/errors.md that do not fit in a line: each function does what its row says, checks what is left behind
// where the row says "run:", and returns what came back. Called by errors.test.ts.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Running } from '../harness/process.ts';
import { k_exeat } from '../harness/server.ts';
import { file_runs } from './files.ts';
import { picture_runs } from './pictures.ts';
import { request_runs } from './requests.ts';
import { outcome_of, raw, type Outcome, type Stage } from './outcome.ts';

/** Runs the program to its end; one that starts to serve instead is stopped. */
async function start(args: string[]): Promise<Outcome> {
    const running = new Running(k_exeat, args);
    const served = running.line(/^exeat: listening/).then(() => true, () => false);
    if (await served) process.kill(running.pid, 'SIGTERM');
    const how = await running.ended;
    return { exit: typeof how === 'number' ? how : -1, words: running.text };
}

/** A folder that is there while `work` runs. */
async function with_folder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'exeat-row-'));
    try {
        return await work(folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** The stage's server still answers. */
async function goes_on(stage: Stage): Promise<void> {
    (await stage.nobody.get('/healthz')).expect(200);
}

const with_config = (text: string): Promise<Outcome> =>
    with_folder(async (folder) => {
        const config = join(folder, 'exeat.toml');
        await writeFile(config, text);
        return start(['serve', '--data', join(folder, 'data'), '--config', config, '--listen', '127.0.0.1:0']);
    });

export const runs: Record<string, (stage: Stage) => Promise<Outcome>> = {
    ...file_runs,
    ...picture_runs,
    ...request_runs,

    async second_server(stage) {
        const outcome = await start(['serve', '--data', stage.server.data, '--listen', '127.0.0.1:0']);
        await goes_on(stage);
        return outcome;
    },

    async port_in_use(stage) {
        const outcome = await with_folder((folder) =>
            start(['serve', '--data', folder, '--listen', `127.0.0.1:${stage.server.port}`]));
        await goes_on(stage);
        return outcome;
    },

    unknown_key: () => with_config('listen = "127.0.0.1:0"\ncolour = "red"\n'),
    broken_config: () => with_config('listen = \n'),
    no_config: () => with_folder((folder) => start(['serve', '--data', folder, '--config', join(folder, 'none.toml')])),
    no_folder: () =>
        with_folder(async (folder) => {
            const outcome = await start(['check', '--data', join(folder, 'dat')]);
            expect(await readdir(folder)).toEqual([]);
            return outcome;
        }),
    open_without_tls: () => with_folder((folder) => start(['serve', '--data', folder, '--listen', '0.0.0.0:0'])),
    wrong_listen: () => with_folder((folder) => start(['serve', '--data', folder, '--listen', 'here'])),
    wrong_mail_server: () => with_folder(async (folder) => {
        const outcome = await start(['serve', '--data', folder, '--smtp', 'smtp://exeat:secret-word@mail.example']);
        if (JSON.stringify(outcome).includes('secret-word')) throw new Error('what was written is repeated');
        return outcome;
    }),
    open_password_file: () => with_folder(async (folder) => {
        const file = join(folder, 'password');
        await writeFile(file, 'secret-word\n', { mode: 0o644 });
        return start(['serve', '--data', folder, '--listen', '127.0.0.1:0', '--smtp', 'smtp://mail.example', '--smtp-password-file', file]);
    }),
    wrong_sender: () => with_folder((folder) => start(['serve', '--data', folder, '--mail-from', 'Exeat <a@b.example>\r\nBcc: c@d.example'])),
    no_database: () =>
        with_folder((folder) =>
            start(['serve', '--data', folder, '--listen', '127.0.0.1:0', '--database', `postgresql:///none?host=${folder}`])),
    no_database_host: () =>
        with_folder((folder) =>
            start(['serve', '--data', folder, '--listen', '127.0.0.1:0', '--database', 'postgresql://exeat:secret-word@127.0.0.1:1/exeat'])),
    wrong_database: () => with_folder((folder) => start(['serve', '--data', folder, '--database', 'mysql://localhost/exeat'])),

    async deep_json(stage) {
        const deep = '['.repeat(10_000) + ']'.repeat(10_000);
        return outcome_of(await stage.admin.ask('POST', '/api/libraries', { body: deep, type: 'application/json' }));
    },

    async foreign_origin(stage) {
        return outcome_of(await stage.admin.post('/api/libraries', { name: 'Foreign', kind: 'media' },
            { headers: { origin: 'https://elsewhere.example' } }));
    },

    async foreign_page(stage) {
        return outcome_of(await stage.admin.post('/api/libraries', { name: 'Foreign', kind: 'media' }, { headers: { 'sec-fetch-site': 'cross-site' } }));
    },

    async json_as_text(stage) {
        return outcome_of(await stage.admin.ask('POST', '/api/libraries', {
            type: 'text/plain', body: JSON.stringify({ name: 'Foreign', kind: 'media' }), outside_contract: true,
        }));
    },

    async two_lengths(stage) {
        const head = `POST /api/session HTTP/1.1\r\nHost: ${new URL(stage.server.url).host}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`;
        return raw(stage, head);
    },

    async huge_header(stage) {
        const head = `GET /api/me HTTP/1.1\r\nHost: ${new URL(stage.server.url).host}\r\nX-Large: ${'a'.repeat(64 * 1024)}\r\n\r\n`;
        return raw(stage, head);
    },
};
