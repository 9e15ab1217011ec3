// A PostgreSQL server of our own that is thrown away: its data and socket lie in a temporary folder, nothing listens on
// the network, and nothing is synced. Used once a run by the suites, and by tests that stop and start it.
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Running, run } from './process.ts';

const k_versions = '/usr/lib/postgresql';

function programs(): string {
    const found = existsSync(k_versions) ? readdirSync(k_versions).map(Number).sort((a, b) => b - a)[0] : undefined;
    if (!found) throw new Error('PostgreSQL is not installed: apt-get install postgresql-15');
    return join(k_versions, String(found), 'bin');
}

/** PostgreSQL refuses to run as root; nobody is always there. */
function account(): { uid?: number; gid?: number } {
    return userInfo().uid === 0 ? { uid: 65534, gid: 65534 } : {};
}

export class Postgres {
    private constructor(
        private readonly folder: string,
        private running: Running | undefined,
    ) {}

    static async start(): Promise<Postgres> {
        const folder = await mkdtemp(join(tmpdir(), 'exeat-pg-'));
        const { uid, gid } = account();
        if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
        await run(join(programs(), 'initdb'),
            ['-D', join(folder, 'data'), '-U', 'exeat', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
            { cwd: folder, ...account() });
        const server = new Postgres(folder, undefined);
        await server.go();
        return server;
    }

    /** Starts it, again after halt(). */
    async go(): Promise<void> {
        const settings = {
            listen_addresses: '', unix_socket_directories: this.folder, fsync: 'off',
            full_page_writes: 'off', max_connections: '200', shared_buffers: '64MB', log_min_messages: 'warning',
            log_destination: 'stderr', logging_collector: 'off', timezone: 'UTC',
        };
        const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
        this.running = new Running(join(programs(), 'postgres'), ['-D', join(this.folder, 'data'), ...args],
            { cwd: this.folder, ...account() });
        for (;;) {
            const ready = new Running(join(programs(), 'pg_isready'), ['-h', this.folder, '-U', 'exeat', '-d', 'postgres']);
            if ((await ready.ended) === 0) return;
            if (this.running.child.exitCode !== null) throw new Error(`PostgreSQL did not start\n${this.running.text}`);
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    }

    /** Stops it at once, as a machine that goes away would. */
    async halt(): Promise<void> {
        if (!this.running) return;
        process.kill(this.running.pid, 'SIGQUIT');
        await this.running.ended;
        this.running = undefined;
    }

    /** Stops all its processes in their tracks: connections stay open, and nobody answers on them. */
    async freeze(): Promise<void> {
        await this.signal('STOP');
    }
    async thaw(): Promise<void> {
        await this.signal('CONT');
    }
    private async signal(name: string): Promise<void> {
        if (!this.running) return;
        const { pid } = this.running;
        const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean).map(Number);
        for (const one of [pid, ...children]) process.kill(one, `SIG${name}`);
    }

    url(database: string): string {
        return `postgresql:///${database}?host=${encodeURIComponent(this.folder)}&user=exeat`;
    }

    async make_database(name: string): Promise<string> {
        await Postgres.psql(this.url('postgres'), `create database "${name}"`);
        return this.url(name);
    }

    async end(): Promise<void> {
        await this.halt();
        await rm(this.folder, { recursive: true, force: true });
    }

    /** Runs a statement on any of these databases. */
    static async psql(url: string, statement: string): Promise<string> {
        return run(join(programs(), 'psql'), ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statement]);
    }

    /** All rows of all tables, as statements. */
    static async dump(url: string, without: readonly string[]): Promise<string> {
        return run(join(programs(), 'pg_dump'),
            ['--data-only', '--inserts', '--no-comments', ...without.map((table) => `--exclude-table-data=${table}`), '-d', url]);
    }
}
