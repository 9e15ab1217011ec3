// Rows of docs/errors.md that do not fit in a line: each function does what its row says, checks what is left behind
// where the row says "run:", and returns what came back. Called by errors.test.ts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Client } from '../harness/client.ts';
import { Running } from '../harness/process.ts';
import { k_exeat, Server } from '../harness/server.ts';

/** What a row needs: a server that was set up, its people, and one of each thing. */
export interface Stage {
    server: Server;
    admin: Client;
    nobody: Client;
    viewer: Client;
    ids: Record<string, string>;
}

/** What came back: a status with its document, or how a program ended and its words. */
export type Outcome = { status: number; type?: string; words: string } | { exit: number; words: string };

/** An answer as a row speaks of it. */
export function outcome_of(answer: Answer): Outcome {
    const document = answer.problem === undefined || answer.body.length === 0 ? undefined : answer.json;
    if (!document) return { status: answer.status, words: answer.text };
    const fields = (document.errors ?? []).map((one: { pointer: string; detail?: string }) => `${one.pointer} ${one.detail ?? ''}`);
    return { status: answer.status, type: answer.problem ?? '', words: [document.detail, ...fields].join('\n') };
}

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
    open_without_tls: () => with_folder((folder) => start(['serve', '--data', folder, '--listen', '0.0.0.0:0'])),
    wrong_listen: () => with_folder((folder) => start(['serve', '--data', folder, '--listen', 'here'])),
    no_database: () =>
        with_folder((folder) =>
            start(['serve', '--data', folder, '--listen', '127.0.0.1:0', '--database', `postgresql:///none?host=${folder}`])),
    wrong_database: () => with_folder((folder) => start(['serve', '--data', folder, '--database', 'mysql://localhost/exeat'])),

    async deep_json(stage) {
        const deep = '['.repeat(10_000) + ']'.repeat(10_000);
        return outcome_of(await stage.admin.ask('POST', '/api/libraries', { body: deep, type: 'application/json' }));
    },

    async foreign_origin(stage) {
        return outcome_of(await stage.admin.post('/api/libraries', { name: 'Foreign', kind: 'media' },
            { headers: { origin: 'https://elsewhere.example' } }));
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

/** Sends bytes as they are and reads until the server closes. */
async function raw(stage: Stage, bytes: string): Promise<Outcome> {
    const socket = net.connect(stage.server.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    await new Promise<void>((resolve, reject) => {
        socket.on('close', () => resolve());
        socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
        socket.write(bytes);
    });
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const document = /application\/problem\+json/i.test(head) ? JSON.parse(body) : undefined;
    return {
        status: Number(head.split(' ')[1]),
        words: document?.detail ?? text,
        ...(document ? { type: String(document.type).split('/').at(-1) ?? '' } : {}),
    };
}
