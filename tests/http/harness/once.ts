// Before and after all suites of a project: PostgreSQL, where the project runs on it, and what the suites left uncalled.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { Postgres } from './postgres.ts';

declare module 'vitest' {
    export interface ProvidedContext {
        /** Where the socket of PostgreSQL lies; empty on SQLite. */
        postgres: string;
        /** The file that every contract check adds a line to. */
        called: string;
    }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
    const folder = await mkdtemp(join(tmpdir(), 'exeat-run-'));
    const called = join(folder, 'called');
    const postgres = project.config.env.EXEAT_ENGINE === 'postgresql' ? await Postgres.start() : undefined;
    project.provide('postgres', postgres?.url('postgres') ?? '');
    project.provide('called', called);
    return async () => {
        await postgres?.end();
        if (existsSync(called)) {
            const lines = new Set((await readFile(called, 'utf8')).trim().split('\n'));
            const listed = [...lines].filter((line) => line.startsWith('listed ')).map((line) => line.slice(7));
            const never = listed.filter((operation) => !lines.has(`called ${operation}`));
            if (never.length) console.log(`${project.name}: no test calls ${never.join(', ')}`);
        }
        await rm(folder, { recursive: true, force: true });
    };
}
