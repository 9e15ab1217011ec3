// Replays the rows of docs/errors.md about requests and starts, on one server.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { Replay, rows_of_requests } from './errors/replay.ts';
import { make_stage } from './errors/stage.ts';
import { Server } from './harness/server.ts';

let server: Server;
let replay: Replay;

beforeAll(async () => {
    server = await Server.start();
    replay = new Replay(await make_stage(server));
});
afterAll(() => server?.end());

describe('docs/errors.md', () => {
    test.for(rows_of_requests)('$id', (row) => replay.row(row));
});
