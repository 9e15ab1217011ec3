// Sets up what the rows of docs/errors.md speak of: people, and one of each thing. Called by errors.test.ts.
import type { Server } from '../harness/server.ts';
import { make_library, make_person, put_in } from '../house.ts';
import type { Stage } from './outcome.ts';

export async function make_stage(server: Server): Promise<Stage> {
    const admin = await server.set_up();
    const library = await make_library(admin, 'Press');
    const folder = (await admin.post('/api/folders', { library, name: 'Kit' })).expect(201).json.id;
    const inner = (await admin.post('/api/folders', { library, name: 'Inner', parent: folder })).expect(201).json.id;
    const asset = await put_in(admin, library, 'quarry.txt', Buffer.from('quarry'));
    const viewer = await make_person({ server, admin, library }, { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' });
    const ids = { absent: '0'.repeat(26), library, folder, inner, asset, viewer: viewer.id };
    return { server, admin, viewer: viewer.client, nobody: server.nobody(), ids };
}
