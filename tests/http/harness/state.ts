// Everything that a server keeps, as text that can be compared: rows, and files by name and size. Called where refused
// must mean that nothing changed. Leaves out what a refusal may write: its own record, and throttles.
import { readdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Postgres } from './postgres.ts';
import { run } from './process.ts';
import type { Server } from './server.ts';

/** What a refusal may write, and what goes on by itself while time passes. */
const k_left_out: readonly string[] = ['throttles', '_clock', 'ledger_seals', 'jobs', 'pictures', 'picture_waits'];

const k_dump_sqlite = `
import sqlite3, sys
without = set(sys.argv[2:])
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name")]
for table in tables:
    if table not in without:
        for row in sorted(map(repr, database.execute(f'select * from "{table}"'))):
            print(table, row)
`;

export async function state_of(server: Server): Promise<string> {
    const files = await files_below(server.data);
    const databases = files.filter((file) => /\.(db|sqlite3?)$/.test(file));
    const rows = server.database
        ? await Postgres.dump(server.database, k_left_out)
        : (await Promise.all(databases.map((file) => run('python3', ['-c', k_dump_sqlite, file, ...k_left_out])))).join('\n');
    const kept = files.filter((file) => !/^(renditions|outbox)\//.test(relative(server.data, file)) && !/\.(db|sqlite3?)(-wal|-shm)?$|\.(sock|lock|log)$/.test(file));
    const sizes = await Promise.all(kept.map(async (file) => `${relative(server.data, file)} ${(await stat(file)).size}`));
    return `${rows.split('\n').filter((line) => !line.startsWith('--') && !line.startsWith('\\')).map(settled).sort().join('\n')}\n${sizes.join('\n')}`;
}

/**
 * When a delivery sent its first byte and how many have left is written down a little later than it happens; when a
 * session was last used, once a minute; what became of a mail, when it was carried.
 */
function settled(line: string): string {
    if (/^(INSERT INTO public\.)?sessions /.test(line)) return line.replace(/('\w+', \d+), \d+, \d+/, '$1');
    const mail = /^((INSERT INTO public\.)?outbox (VALUES )?\('[^']*', '[^']*', '[^']*')/.exec(line);
    if (mail) return mail[1] ?? '';
    const [, head, values = ''] = /^(deliveries|INSERT INTO public\.deliveries VALUES) \((.*)$/.exec(line) ?? [];
    if (!head) return line;
    const cells = values.split(', ');
    return [head, ...cells.slice(0, 4), cells[5], ...cells.slice(7)].join(', ');
}

async function files_below(folder: string): Promise<string[]> {
    if (!existsSync(folder)) return [];
    const found: string[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) found.push(...(await files_below(path)));
        else found.push(path);
    }
    return found.sort();
}
