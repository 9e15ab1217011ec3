// Rows of docs/errors.md that do not fit in a line: each function does what its row says and returns what came back.
// Called by errors.test.ts.
import type { Client } from '../harness/client.ts';
import type { Server } from '../harness/server.ts';

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

export const runs: Record<string, (stage: Stage) => Promise<Outcome>> = {};
