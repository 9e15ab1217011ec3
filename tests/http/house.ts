// A small house for tests: one library, roles, and people of every kind that the policy tells apart.
import type { Client } from './harness/client.ts';
import type { Server } from './harness/server.ts';

export const k_password = 'a long and quiet password';

export type RoleHere = 'none' | 'viewer' | 'editor' | 'owner';

export interface Kind {
    name: string;
    level: number;
    flags: string[];
    role: RoleHere;
    active?: boolean;
}

export const k_all_flags = ['download', 'edit', 'upload', 'publish', 'share_file', 'share_card', 'use_collections', 'curate'];

/** One of each: what their level, flags and place allow differs in at least one gate. */
export const k_kinds: Kind[] = [
    { name: 'stranger', level: 2, flags: ['download'], role: 'none' },
    { name: 'browser', level: 1, flags: ['download'], role: 'viewer' },
    { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' },
    { name: 'looker', level: 2, flags: [], role: 'viewer' },
    { name: 'editor', level: 4, flags: k_all_flags, role: 'editor' },
    { name: 'importer', level: 3, flags: ['download', 'upload', 'edit'], role: 'editor' },
    { name: 'owner', level: 4, flags: k_all_flags, role: 'owner' },
    { name: 'weak_owner', level: 2, flags: ['download'], role: 'owner' },
    { name: 'director', level: 8, flags: k_all_flags, role: 'none' },
    { name: 'administrator', level: 9, flags: [], role: 'none' },
];

export interface Somebody extends Kind {
    id: string;
    client: Client;
}

export interface House {
    server: Server;
    admin: Client;
    library: string;
    people: Somebody[];
}

export async function make_library(admin: Client, name: string): Promise<string> {
    return (await admin.post('/api/libraries', { name, kind: 'media' })).expect(201).json.id;
}

export async function make_person(house: Omit<House, 'people'>, kind: Kind): Promise<Somebody> {
    const { admin, server, library } = house;
    const role = kind.flags.length > 0 ? (await admin.post('/api/roles', { name: `role of ${kind.name}`, flags: kind.flags })).expect(201).json.id : undefined;
    const email = `${kind.name}@example.org`;
    const made = (await admin.post('/api/people', {
        email, name: `Demo ${kind.name}`, level: kind.level, password: k_password, roles: role ? [role] : [],
    })).expect(201).json;
    const id = made.person?.id ?? made.id;
    if (kind.role !== 'none') (await admin.post('/api/members', { library, person: id, role: kind.role })).expect(201);
    const client = await server.sign_in(email, k_password);
    return { ...kind, id, client };
}

export async function make_house(server: Server, kinds: Kind[] = k_kinds): Promise<House> {
    const admin = await server.set_up();
    const library = await make_library(admin, 'Press');
    const people: Somebody[] = [];
    for (const kind of kinds) people.push(await make_person({ server, admin, library }, kind));
    return { server, admin, library, people };
}

export function who(house: House, name: string): Somebody {
    const found = house.people.find((one) => one.name === name);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
}

/** Uploads a file as a form; returns the asset's id. */
export async function put_in(client: Client, library: string, name: string, bytes: Buffer): Promise<string> {
    return (await client.upload('/api/assets', { library }, { name, bytes })).expect(201).json.items[0].asset;
}

/** Changes an asset over its present version. */
export async function change_asset(client: Client, asset: string, change: Record<string, unknown>) {
    const version = (await client.get(`/api/assets/${asset}`)).expect(200).headers['etag'] ?? '';
    return client.patch(`/api/assets/${asset}`, change, { headers: { 'if-match': version } });
}

/** Writes over the present version of what stands at `of`. */
export async function change(client: Client, path: string, wanted: unknown, method: 'patch' | 'put' | 'post' = 'patch', of = path) {
    const version = (await client.get(of)).expect(200).headers['etag'] ?? '';
    return client[method](path, wanted, { headers: { 'if-match': version } });
}

/** A ticket's path. */
export async function ticket_of(client: Client, asset: string): Promise<string> {
    return (await client.post('/api/deliveries', { items: [{ asset }] })).expect(201).json.url;
}
