// Replays a row of docs/errors.md. Called by errors.test.ts and faults.test.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { state_of } from '../harness/state.ts';
import { outcome_of, type Outcome, type Stage } from './outcome.ts';
import { runs } from './runs.ts';
import { read_rows, type Row } from './table.ts';

const k_page = join(import.meta.dirname, '../../../docs/errors.md');
/** Its rows start what they break themselves, and need no stage. */
const k_faults = 'The machine fails';

const rows = read_rows(readFileSync(k_page, 'utf8'));
export const rows_of_faults = rows.filter((row) => row.section === k_faults);
export const rows_of_requests = rows.filter((row) => row.section !== k_faults);

function filled(text: string, stage: Stage): string {
    return text
        .replace(/\{long:(\d+)\}/g, (_, count: string) => 'a'.repeat(Number(count)))
        .replace(/\{([a-z]+)\}/g, (whole, name: string) => stage.ids[name] ?? whole);
}

async function send(row: Row, stage: Stage): Promise<Outcome> {
    if ('run' in row.sent) {
        const named = runs[row.sent.run];
        if (!named) throw new Error(`errors/runs.ts has no ${row.sent.run}`);
        return named(stage);
    }
    const { who, method, path, body } = row.sent;
    const ask = body === undefined ? {} : { body: filled(body, stage), type: 'application/json' };
    return outcome_of(await stage[who].ask(method, filled(path, stage), ask));
}

/** Throws when what comes back is not what the row says. */
export function compare(row: Row, came: Outcome): void {
    if ('exit' in row.outcome) expect(came).toMatchObject({ exit: row.outcome.exit });
    else expect(came).toMatchObject({ status: row.outcome.status, ...(row.type ? { type: row.type } : {}) });
    expect(came.words).toContain(row.words);
}

/** Replays rows one after the other, and compares all state where a row leaves nothing behind. */
export class Replay {
    /** The state that the last row left, where that is known. */
    private known: string | undefined;

    constructor(private readonly stage: Stage) {}

    async row(row: Row): Promise<void> {
        const before = row.left_behind === 'nothing' ? (this.known ?? (await state_of(this.stage.server))) : undefined;
        this.known = undefined;
        compare(row, await send(row, this.stage));
        if (before === undefined) return;
        const after = await state_of(this.stage.server);
        expect(after).toBe(before);
        this.known = after;
    }
}
