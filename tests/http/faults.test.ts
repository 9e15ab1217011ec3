// Replays the rows of docs/errors.md in which the machine fails. Each starts what it breaks itself, so they run at once.
import { describe, expect, test } from 'vitest';
import { compare, rows_of_faults } from './errors/replay.ts';
import { fault_runs, runs_here } from './errors/faults.ts';

describe.concurrent('docs/errors.md', () => {
    for (const row of rows_of_faults) {
        const name = 'run' in row.sent ? row.sent.run : '';
        test.runIf(runs_here(name))(row.id, { timeout: 300_000 }, async () => compare(row, await (fault_runs[name] ?? missing(name))()));
    }
});

function missing(name: string): never {
    throw new Error(`errors/faults.ts has no ${name}`);
}

test('the page has rows of faults', () => {
    expect(rows_of_faults.length).toBeGreaterThan(0);
});
