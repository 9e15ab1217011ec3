// Sets up what the rows of docs/errors.md speak of: people, and one of each thing. Called by errors.test.ts.
import type { Server } from '../harness/server.ts';
import type { Stage } from './runs.ts';

export async function make_stage(server: Server): Promise<Stage> {
    const admin = await server.set_up();
    return { server, admin, viewer: server.nobody(), nobody: server.nobody(), ids: { absent: '0'.repeat(26) } };
}
