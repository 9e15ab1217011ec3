// A server of ours on a new data folder and a free port, on the database that the project names. Used by every suite.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';
import { Client } from './client.ts';
import { Contract } from './contract.ts';
import { Postgres } from './postgres.ts';
import { Running, run } from './process.ts';

export const k_exeat = resolve(process.env.EXEAT_BIN ?? join(import.meta.dirname, '../../../build/test/exeat'));
export const k_admin = { email: 'ada@example.org', name: 'Ada Admin', password: 'correct horse battery' };

export type Engine = 'sqlite' | 'postgresql';
export const k_engine: Engine = process.env.EXEAT_ENGINE === 'postgresql' ? 'postgresql' : 'sqlite';

export interface ServerOptions {
    /** More options of `exeat serve`. */
    args?: string[];
    env?: NodeJS.ProcessEnv;
    /** An existing data folder; it is not removed at the end. */
    data?: string;
    /** Another program than the one that was built. */
    program?: string;
    /** A database; without it a new one in the run's own PostgreSQL, or SQLite. */
    database?: string;
}

export class Server {
    private document: Promise<Contract> | undefined;

    private constructor(
        readonly data: string,
        readonly database: string | undefined,
        readonly url: string,
        readonly process: Running,
        private readonly options: ServerOptions,
    ) {}

    /** Starts one; resolves when it has said where it listens. */
    static async start(options: ServerOptions = {}): Promise<Server> {
        const program = options.program ?? k_exeat;
        if (!existsSync(program)) throw new Error(`${program} is not built; EXEAT_BIN names another place`);
        const data = options.data ?? (await mkdtemp(join(tmpdir(), 'exeat-data-')));
        const database = options.database ?? (k_engine === 'postgresql' ? await new_database() : undefined);
        const args = ['serve', '--data', data, '--listen', '127.0.0.1:0', ...(database ? ['--database', database] : []),
            ...(options.args ?? [])];
        const running = new Running(program, args, { env: { ...process.env, ...options.env } });
        const listening = running.line(/^exeat: listening on (http:\/\/127\.0\.0\.1:\d+)$/);
        const [, url = ''] = await listening.catch(async (error: unknown) => {
            if (!options.data) await rm(data, { recursive: true, force: true });
            throw error;
        });
        return new Server(data, database, url, running, options);
    }

    get port(): number {
        return Number(new URL(this.url).port);
    }

    /** The one-time code that a server without people prints. */
    async setup_code(): Promise<string> {
        return (await this.process.line(/^exeat: set-up code: ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})$/i))[1] ?? '';
    }

    /** What the answers are held against: the document that this server gives. */
    contract(): Promise<Contract> {
        this.document ??= Contract.of(this.url, inject('called'));
        return this.document;
    }

    /** Somebody who is not signed in. */
    nobody(): Client {
        return new Client(this);
    }

    /** The first set-up, then its administrator, signed in. */
    async set_up(person = k_admin): Promise<Client> {
        const code = await this.setup_code();
        const client = this.nobody();
        (await client.post('/api/setup', { code, ...person })).expect(200, 201, 204);
        return this.sign_in(person.email, person.password);
    }

    async sign_in(email: string, password: string): Promise<Client> {
        const client = this.nobody();
        (await client.post('/api/session', { email, password })).expect(200, 201, 204);
        return client;
    }

    /** Runs a command on this server's folder; returns what it printed. */
    command(...args: string[]): Promise<string> {
        return run(k_exeat, [...args, '--data', this.data, ...(this.database ? ['--database', this.database] : [])]);
    }

    /** Ends it as a machine that loses power would. */
    async kill(): Promise<void> {
        process.kill(this.process.pid, 'SIGKILL');
        await this.process.ended;
    }

    /** Ends it and keeps its data; throws when it did not end well or a sanitizer spoke. */
    async stop(): Promise<void> {
        if (this.process.child.exitCode === null && this.process.child.signalCode === null) process.kill(this.process.pid, 'SIGTERM');
        const how = await this.process.ended;
        const said = /runtime error:|(Address|Leak|Thread|Memory|UndefinedBehavior)Sanitizer/.test(this.process.text);
        if (how !== 0 || said) throw new Error(`the server ended with ${how}\n${this.process.text}`);
    }

    /** Starts another one on the same data. */
    again(options: Pick<ServerOptions, 'args' | 'env'> = {}): Promise<Server> {
        return Server.start({ ...options, data: this.data, ...(this.database ? { database: this.database } : {}) });
    }

    /** Stops it and takes its data away. */
    async end(): Promise<void> {
        try {
            await this.stop();
        } finally {
            if (!this.options.data) await this.remove_data();
        }
    }

    async remove_data(): Promise<void> {
        await rm(this.data, { recursive: true, force: true });
    }
}

/** A database of its own in the PostgreSQL of this run. */
export async function new_database(): Promise<string> {
    const base = inject('postgres');
    if (!base) throw new Error('this project runs without PostgreSQL');
    const name = `exeat_${randomBytes(6).toString('hex')}`;
    await Postgres.psql(base, `create database "${name}"`);
    return base.replace('///postgres?', `///${name}?`);
}
