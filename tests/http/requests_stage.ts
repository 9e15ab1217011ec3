// What the stories of requests begin with: a library with two owners, viewers, an editor and a director, and short ways
// to ask, decide and take. Called by requests.test.ts and decisions.test.ts.
import type { Client } from './harness/client.ts';
import { Server } from './harness/server.ts';
import { change, change_asset, make_library, make_person, put_in, type Somebody } from './house.ts';

export const form = { intended_use: 'The spring campaign' };

/** As a new library has them. */
const plain = {
    access: 'unlocked', viewer_access: 'open', protection: 'open', grant_ends_on_replace: false,
    requests: {
        form: true, fields: [], terms: null, auto_approval: false, default_validity: { span: '30d' },
        longest_validity: { span: 'unlimited' }, not_receivers: [], note_required: false,
        rejection_notes: [],
    },
};

export class RequestsStage {
    turn = 0;

    private constructor(
        readonly server: Server,
        readonly admin: Client,
        readonly library: string,
        readonly owner: Somebody,
        readonly second: Somebody, // another owner
        readonly viewer: Somebody,
        readonly other: Somebody, // another viewer
        readonly editor: Somebody,
        readonly director: Somebody,
    ) {}

    static async start(args: string[] = []): Promise<RequestsStage> {
        const server = await Server.start({ args });
        const admin = await server.set_up();
        const library = await make_library(admin, 'Press');
        const person = (name: string, level: number, role: 'owner' | 'editor' | 'viewer' | 'none') =>
            make_person({ server, admin, library }, { name, level, flags: level === 4 ? ['download', 'edit'] : ['download'], role });
        return new RequestsStage(server, admin, library, await person('owner', 4, 'owner'), await person('second', 4, 'owner'),
            await person('viewer', 2, 'viewer'), await person('other', 2, 'viewer'), await person('editor', 4, 'editor'), await person('director', 8, 'none'));
    }

    /** Another library, with these viewers. */
    async elsewhere(viewers: Somebody[]): Promise<string> {
        const library = await make_library(this.admin, `Elsewhere ${++this.turn}`);
        for (const one of viewers) (await this.admin.post('/api/members', { library, person: one.id, role: 'viewer' })).expect(201);
        return library;
    }
    newcomer(library: string, level: number, role: 'owner' | 'viewer' | 'none'): Promise<Somebody> {
        return make_person({ server: this.server, admin: this.admin, library }, { name: `newcomer${++this.turn}`, level, flags: ['download'], role });
    }
    async new_asset(rules: Record<string, unknown> = { protection: 'on_request' }): Promise<string> {
        const asset = await put_in(this.admin, this.library, `quarry ${++this.turn}.txt`, Buffer.from(`quarry ${this.turn}`));
        if (Object.keys(rules).length > 0) (await change_asset(this.admin, asset, rules)).expect(200);
        return asset;
    }
    /** Usage settings that differ from those of a new library. */
    async settings(wanted: Record<string, unknown> = {}): Promise<void> {
        const path = `/api/libraries/${this.library}/settings`;
        const before = (await this.admin.get(path)).expect(200).json;
        const requests = { ...plain.requests, ...(wanted['requests'] as object | undefined) };
        (await change(this.admin, path, { ...before, ...plain, ...wanted, requests }, 'put')).expect(200);
    }
}

/** Asks for an asset, and gives the request's id. */
export async function ask(person: Somebody, asset: string, more: Record<string, unknown> = {}): Promise<string> {
    return (await person.client.post('/api/requests', { assets: [asset], answers: form, ...more })).expect(201).json.items[0].id;
}
export const decide = (person: Somebody, requests: string[], more: Record<string, unknown> = {}) =>
    person.client.post('/api/requests/decisions', { requests, decision: 'approve', ...more });
export const deliver = (person: Somebody, asset: string) => person.client.post('/api/deliveries', { items: [{ asset }] });
export const state_of = async (person: Somebody, asset: string) => (await person.client.get(`/api/assets/${asset}`)).expect(200).json.download;
export const card = async (person: Somebody, id: string) => (await person.client.get(`/api/requests/${id}`)).expect(200).json;
