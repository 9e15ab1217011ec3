// Replays every row of docs/errors.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcome_of, runs, type Outcome, type Stage } from './errors/runs.ts';
import { read_rows, type Row } from './errors/table.ts';
import { Server } from './harness/server.ts';
import { state_of } from './harness/state.ts';
import { make_stage } from './errors/stage.ts';

const rows = read_rows(readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8'));
let stage: Stage;

beforeAll(async () => {
    stage = await make_stage(await Server.start());
});
afterAll(() => stage?.server.end());

function filled(text: string): string {
    return text
        .replace(/\{long:(\d+)\}/g, (_, count: string) => 'a'.repeat(Number(count)))
        .replace(/\{([a-z]+)\}/g, (whole, name: string) => stage.ids[name] ?? whole);
}

async function send(row: Row): Promise<Outcome> {
    if ('run' in row.sent) {
        const named = runs[row.sent.run];
        if (!named) throw new Error(`errors/runs.ts has no ${row.sent.run}`);
        return named(stage);
    }
    const { who, method, path, body } = row.sent;
    return outcome_of(await stage[who].ask(method, filled(path), body === undefined ? {} : { body: filled(body), type: 'application/json' }));
}

describe('docs/errors.md', () => {
    test.for(rows)('$id', async (row) => {
        const before = row.left_behind === 'nothing' ? await state_of(stage.server) : '';
        const came = await send(row);
        if ('exit' in row.outcome) expect(came).toMatchObject({ exit: row.outcome.exit });
        else expect(came).toMatchObject({ status: row.outcome.status, ...(row.type ? { type: row.type } : {}) });
        expect(came.words).toContain(row.words);
        if (row.left_behind === 'nothing') expect(await state_of(stage.server)).toBe(before);
    });
});
