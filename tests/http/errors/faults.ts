// Rows of docs/errors.md in which the machine fails: a full disk, a killed process, a database that is away, very many
// slow clients. Called through runs.ts. Each starts what it breaks itself, so that the stage stays whole.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { form_data, type Answer, type Client } from '../harness/client.ts';
import { Postgres } from '../harness/postgres.ts';
import { Running, run } from '../harness/process.ts';
import { k_admin, k_engine, k_exeat, new_database, Server } from '../harness/server.ts';
import { make_library, put_in, ticket_of } from '../house.ts';
import { outcome_of, type Outcome } from './outcome.ts';
import { mail_server_runs } from './mail_servers.ts';
import { killed_between_decision_and_mail } from './requests.ts';

const k_mb = 1_000_000;

function must(what: string, holds: boolean): void {
    if (!holds) throw new Error(what);
}

/** Asks until the answer is as wanted: what comes back by itself takes its time. */
async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
    for (;;) {
        const answer = await ask();
        if (holds(answer)) return answer;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

async function with_folder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'exeat-fault-'));
    try {
        return await work(folder);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** `exeat check` finds nothing wrong. Its outcome. */
async function checked(server: Server): Promise<Outcome> {
    const words = await server.command('check');
    must(words, /all is well/.test(words));
    return { exit: 0, words };
}

/** Files below a folder of the data. */
async function files_in(server: Server, name: string): Promise<string[]> {
    const folder = join(server.data, name);
    if (!existsSync(folder)) return [];
    return (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);
}

// ---- a full disk

/** A program that runs the server where its data folder is a small disk of its own, in a namespace that ends with it. */
async function small_disk(folder: string, megabytes: number): Promise<string> {
    const program = join(folder, 'exeat-on-a-small-disk');
    const data = join(folder, 'data');
    await mkdir(data);
    const unshare = userInfo().uid === 0 ? 'unshare -m' : 'unshare -Urm';
    await writeFile(program, `#!/bin/sh\nexec ${unshare} sh -c 'mount -t tmpfs -o size=${megabytes}m small "${data}" && exec "$0" "$@"' ${k_exeat} "$@"\n`, { mode: 0o755 });
    return program;
}

/** Runs a program where the server sees its small disk. */
function beside(server: Server, ...command: string[]): Promise<string> {
    const enter = userInfo().uid === 0 ? [] : ['-U', '--preserve-credentials'];
    return run('nsenter', ['-t', String(server.process.pid), ...enter, '-m', ...command]);
}

async function full_disk(): Promise<Outcome> {
    return with_folder(async (folder) => {
        const server = await Server.start({ program: await small_disk(folder, 32), data: join(folder, 'data') });
        try {
            const admin = await server.set_up();
            const library = await make_library(admin, 'Small');
            const kept = randomBytes(8 * k_mb);
            const asset = await put_in(admin, library, 'kept.bin', kept);
            const url = await ticket_of(admin, asset);
            const put = (bytes: Buffer) => admin.upload('/api/assets', { library }, { name: 'more.bin', bytes });
            const refused = (await put(randomBytes(30 * k_mb))).expect(507);
            must('Retry-After', Number(refused.headers['retry-after']) > 0);
            // What was refused has left no bytes: a smaller file still fits.
            (await put(randomBytes(k_mb))).expect(201);
            // Filled to the last byte: reads and what was begun go on.
            await until(() => put(randomBytes(256 * 1024)), (answer) => answer.status === 507);
            must('the file comes out', (await admin.get(url)).expect(200).body.equals(kept));
            (await admin.get(`/api/assets/${asset}`)).expect(200);
            (await admin.get(`/api/assets?library=${library}`)).expect(200);
            (await server.nobody().get('/healthz')).expect(200);
            await beside(server, 'mount', '-o', 'remount,size=96m', server.data);
            await until(() => put(randomBytes(8 * k_mb)), (answer) => answer.status === 201);
            (await server.nobody().get('/readyz')).expect(200);
            const words = await beside(server, k_exeat, 'check', '--data', server.data, ...(server.database ? ['--database', server.database] : []));
            must(words, / [1-9]\d* blobs .*, 0 that nothing points at/.test(` ${words}`) && /all is well/.test(words));
            return outcome_of(refused);
        } finally {
            await server.stop();
        }
    });
}

// ---- a killed process

/** Begins to send a form and stops in the middle, without an end. Resolves when the server has read some of it. */
async function begin_form(client: Client, library: string, bytes: Buffer): Promise<void> {
    const { body, type } = form_data({ library }, { name: 'half.bin', bytes });
    const { hostname, port } = new URL(client.place.url);
    const headers = { ...client.own_headers('POST'), 'content-type': type, 'content-length': String(body.length) };
    await new Promise<void>((resolve) => {
        const request = http.request({ hostname, port, path: '/api/assets', method: 'POST', headers });
        request.on('error', () => undefined); // the server is about to die
        request.write(body.subarray(0, body.length / 2), () => resolve());
    });
}

async function killed_during_upload(): Promise<Outcome> {
    let server = await Server.start();
    try {
        let admin = await server.set_up();
        const library = await make_library(admin, 'Killed');
        const bytes = randomBytes(10 * k_mb);
        const tus = { 'tus-resumable': '1.0.0' };
        const meta = `library ${Buffer.from(library).toString('base64')},filename ${Buffer.from('whole.bin').toString('base64')}`;
        const path = String((await admin.post('/api/uploads', undefined, { headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': meta } })).expect(201).headers.location);
        const send = (from: number, to: number) => admin.ask('PATCH', path, { body: bytes.subarray(from, to), type: 'application/offset+octet-stream', headers: { ...tus, 'upload-offset': String(from) } });
        (await send(0, 4 * k_mb)).expect(204);
        await begin_form(admin, library, bytes);
        await until(() => files_in(server, 'incoming'), (files) => files.length >= 2);
        await server.kill();
        server = await server.again();
        admin = await server.sign_in(k_admin.email, k_admin.password);
        must('only the resumable upload is left', (await files_in(server, 'incoming')).length === 1);
        must('no asset', (await admin.get(`/api/assets?library=${library}&count=exact`)).expect(200).json.count === 0);
        const outcome = await checked(server);
        const asset = String((await send(4 * k_mb, bytes.length)).expect(204).headers['exeat-asset']);
        must('the same bytes', (await admin.get(await ticket_of(admin, asset))).expect(200).body.equals(bytes));
        return outcome;
    } finally {
        await server.end();
        await server.remove_data();
    }
}

/** Many uploads at once, killed after some were acknowledged; again and again on the same data. */
async function killed_during_commit(): Promise<Outcome> {
    let server = await Server.start();
    try {
        let admin = await server.set_up();
        const library = await make_library(admin, 'Commits');
        const acknowledged = new Map<string, Buffer>();
        let outcome: Outcome = { exit: -1, words: '' };
        for (const wanted of [1, 4, 9, 16]) {
            let here = 0;
            const sender = async () => {
                for (;;) {
                    const bytes = randomBytes(40_000);
                    const answer = await admin.upload('/api/assets', { library }, { name: 'one.bin', bytes }).catch(() => undefined);
                    if (!answer) return; // the server is dead
                    acknowledged.set(String(answer.expect(201).json.items[0].asset), bytes);
                    if (++here === wanted) void server.kill();
                }
            };
            await Promise.all([sender(), sender(), sender(), sender()]);
            await server.process.ended;
            server = await server.again();
            admin = await server.sign_in(k_admin.email, k_admin.password);
            outcome = await checked(server);
        }
        for (const [asset, bytes] of acknowledged) {
            must('what was acknowledged is there', (await admin.get(await ticket_of(admin, asset))).expect(200).body.equals(bytes));
        }
        return outcome;
    } finally {
        await server.end();
        await server.remove_data();
    }
}

async function killed_during_import(): Promise<Outcome> {
    return with_folder(async (folder) => {
        const files = join(folder, 'files');
        const data = join(folder, 'data');
        const names = Array.from({ length: 300 }, (_, i) => `file ${String(i).padStart(3, '0')}.bin`);
        await mkdir(files);
        for (const name of names) await writeFile(join(files, name), randomBytes(50_000));
        // It comes last and has no end within sight, so that the import is still at work when it is killed.
        const endless = join(files, 'zz endless.bin');
        await writeFile(endless, '');
        await truncate(endless, 20_000_000_000);
        const database = k_engine === 'postgresql' ? await new_database() : undefined;
        const where = ['--data', data, ...(database ? ['--database', database] : [])];
        const import_all = ['import', ...where, '--library', 'Imported', files];
        const server = await Server.start({ data, ...(database ? { database } : {}) });
        await server.set_up();
        await server.stop();
        const first = new Running(k_exeat, import_all);
        await until(() => files_in(server, 'blobs'), (blobs) => blobs.length >= 150 || first.child.exitCode !== null);
        await rm(endless);
        process.kill(first.pid, 'SIGKILL');
        must('it was killed in the middle', (await first.ended) === 'SIGKILL');
        const words = await run(k_exeat, import_all);
        const [, added = '', there = ''] = /imported (\d+) new files .*, (\d+) there already, 0 not imported/.exec(words) ?? [];
        must(words, Number(added) + Number(there) === names.length && Number(added) > 0);
        must('a third time brings nothing', (await run(k_exeat, import_all)).includes('imported 0 new files'));
        const again = await server.again();
        try {
            const admin = await again.sign_in(k_admin.email, k_admin.password);
            const library = (await admin.get('/api/libraries')).expect(200).json.items[0].id;
            must('all are there once', (await admin.get(`/api/assets?library=${library}&count=exact`)).expect(200).json.count === names.length);
            const [asset] = (await admin.get(`/api/assets?library=${library}&limit=1`)).expect(200).json.items;
            must('the same bytes', (await admin.get(await ticket_of(admin, asset.id))).expect(200).body.equals(await readFile(join(files, asset.name))));
            return await checked(again);
        } finally {
            await again.stop();
        }
    });
}

// ---- a database that is away

/** Requests of every kind while the database is away, and after it is back; `take` and `give` say how it goes. */
async function without_database(take: (postgres: Postgres) => Promise<void>, give: (postgres: Postgres) => Promise<void>): Promise<Outcome> {
    const postgres = await Postgres.start();
    try {
        const server = await Server.start({ database: await postgres.make_database('away') });
        try {
            const admin = await server.set_up();
            const library = await make_library(admin, 'Away');
            const asset = await put_in(admin, library, 'kept.bin', randomBytes(k_mb));
            const kinds: [string, () => Promise<Answer>][] = [
                ['read', () => admin.get(`/api/assets/${asset}`)],
                ['list', () => admin.get(`/api/assets?library=${library}`)],
                ['write', () => admin.post('/api/libraries', { name: `While away ${Math.random()}`, kind: 'media' })],
                ['upload', () => admin.upload('/api/assets', { library }, { name: 'away.bin', bytes: randomBytes(1000) })],
                ['delivery', () => admin.post('/api/deliveries', { items: [{ asset }] })],
                ['sign in', () => server.nobody().post('/api/session', { email: k_admin.email, password: k_admin.password })],
            ];
            await take(postgres);
            await until(() => server.nobody().get('/readyz'), (ready) => ready.status === 503);
            let refused: Answer | undefined;
            for (const [name, ask] of kinds) {
                const answer = await until(ask, (one) => one.status >= 500);
                must(`${name}: ${answer.status} ${answer.text}`, answer.status === 503 && Number(answer.headers['retry-after']) > 0);
                must(`${name}: ${answer.text}`, /database/.test(answer.json.detail));
                refused = answer;
            }
            (await server.nobody().get('/healthz')).expect(200);
            must('the process goes on', server.process.child.exitCode === null);
            await give(postgres);
            await until(() => server.nobody().get('/readyz'), (ready) => ready.status === 200);
            for (const [name, ask] of kinds) must(name, (await until(ask, (one) => one.status < 500)).status < 300);
            await checked(server);
            if (!refused) throw new Error('nothing was asked');
            return outcome_of(refused);
        } finally {
            await server.end();
        }
    } finally {
        await postgres.end();
    }
}

// ---- very many slow clients

/** Ten thousand, where this process and the server may have so many files open; the server keeps a quarter for itself. */
const k_slow_clients = Math.min(10_000, Math.floor(Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]) * 0.7));

/** Bytes that a process keeps in memory. */
async function memory_of(pid: number): Promise<number> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 'NaN') * 1024;
}

/** Connections that have sent the beginning of a request and then nothing more. */
async function hold_clients(port: number, count: number, said: string): Promise<net.Socket[]> {
    const sockets: net.Socket[] = [];
    const batch = 500;
    for (let from = 0; from < count; from += batch) {
        await Promise.all(Array.from({ length: Math.min(batch, count - from) }, () => new Promise<void>((resolve, reject) => {
            const socket = net.connect(port, '127.0.0.1', () => socket.write(said, () => resolve()));
            socket.on('error', reject);
            sockets.push(socket);
        })));
    }
    return sockets;
}

async function slow_clients(): Promise<Outcome> {
    const server = await Server.start();
    const sockets: net.Socket[] = [];
    try {
        const admin = await server.set_up();
        const library = await make_library(admin, 'Busy');
        const asset = await put_in(admin, library, 'busy.bin', randomBytes(k_mb));
        const before = await memory_of(server.process.pid);
        // Uploads of which nothing but the head comes: they live as long as the server is patient with a stalled client.
        const head = 'POST /api/session HTTP/1.1\r\nhost: slow\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{';
        sockets.push(...(await hold_clients(server.port, k_slow_clients, head)));
        const connected = async () => Number(/^exeat_connections (\d+)/m.exec((await server.nobody().get('/metrics')).expect(200).text)?.[1]);
        await until(connected, (count) => count >= k_slow_clients);
        const answer = (await admin.get(`/api/assets/${asset}`)).expect(200);
        must('a file goes out', (await admin.get(await ticket_of(admin, asset))).expect(200).body.length === k_mb);
        await put_in(admin, library, 'while busy.bin', randomBytes(k_mb));
        const each = ((await memory_of(server.process.pid)) - before - 64 * 1024 * 1024) / k_slow_clients;
        must(`${Math.round(each)} bytes for each client`, each < 32 * 1024);
        return outcome_of(answer);
    } finally {
        for (const socket of sockets) socket.destroy();
        await server.end();
    }
}

/** Those that bring their own PostgreSQL run once: with the project that is about PostgreSQL. */
export const runs_here = (name: string): boolean => k_engine === 'postgresql' || !name.startsWith('database_');

export const fault_runs: Record<string, () => Promise<Outcome>> = {
    full_disk,
    killed_during_upload,
    killed_during_commit,
    killed_during_import,
    killed_between_decision_and_mail,
    ...mail_server_runs,
    database_stopped: () => without_database((postgres) => postgres.halt(), (postgres) => postgres.go()),
    database_frozen: () => without_database((postgres) => postgres.freeze(), (postgres) => postgres.thaw()),
    slow_clients,
};
