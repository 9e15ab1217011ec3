// The demo library: how it comes into a new folder, what happens without its packages, and that it comes in once. With a
// small list, packages made here, and registries that are scripts: no test needs a network.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Client } from './harness/client.ts';
import { run } from './harness/process.ts';
import { k_engine, k_exeat, new_database, Server } from './harness/server.ts';

const k_tools = resolve(import.meta.dirname, '../../tools');
const k_columns = ['library', 'folder', 'name', 'title', 'description', 'author', 'licence', 'keywords', 'marks', 'package', 'version', 'path', 'sha256'];
const k_files = {
    'red.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="red"/></svg>'),
    'blue.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="blue"/></svg>'),
    'notes.txt': Buffer.from('High water at noon.\n'),
    'manual.txt': Buffer.from('First open the lid.\n'),
};
type Name = keyof typeof k_files;

let folder: string;
let place: { data: string; database?: string };
let env: NodeJS.ProcessEnv;
let servers: Server[];

function row(name: Name, more: Partial<Record<string, string>> = {}): string {
    const cells: Record<string, string> = {
        library: 'Pictures', folder: 'Colours/Warm', name, title: `The title of ${name}`, description: '', author: 'Demo team', licence: 'MIT', keywords: 'small,plain',
        marks: '', package: 'deb:demo-pictures', version: '1.0', path: `usr/share/demo/${name}`, sha256: createHash('sha256').update(k_files[name]).digest('hex'), ...more,
    };
    return k_columns.map((column) => cells[column]).join('\t');
}
const write_list = (...rows: string[]) => writeFile(join(folder, 'demo/library.tsv'), [k_columns.join('\t'), ...rows, ''].join('\n'));

async function script(name: string, text: string): Promise<void> {
    const path = join(folder, 'bin', name);
    await writeFile(path, `#!/bin/bash\n${text}\n`);
    await chmod(path, 0o755);
}

/** A Debian package that holds these files below usr/share/demo. */
async function make_package(name: string, files: Partial<Record<string, Buffer>>): Promise<void> {
    const tree = join(folder, 'tree', name);
    await mkdir(join(tree, 'DEBIAN'), { recursive: true });
    await writeFile(join(tree, 'DEBIAN/control'), `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: Demo <demo@demo.example>\nDescription: files\n`);
    for (const [path, bytes] of Object.entries(files)) {
        const whole = join(tree, 'usr/share/demo', path);
        await mkdir(dirname(whole), { recursive: true });
        await writeFile(whole, bytes ?? '');
    }
    await mkdir(join(folder, 'archive'), { recursive: true });
    await run('dpkg-deb', ['--build', '--root-owner-group', tree, join(folder, 'archive', `${name}_1.0_all.deb`)]);
}

/** An archive that is there: `apt-get download NAME` copies from it and keeps a record. */
const with_network = () => script('apt-get', `echo "$@" >>'${folder}/asked'\nname=\${@: -1}\n[ "$name" = update ] || cp '${folder}/archive/'"$name"_*.deb .`);
const without_network = () => script('apt-get', `echo "$@" >>'${folder}/asked'\necho 'E: Failed to fetch' >&2; exit 100`);
const asked = async (): Promise<string> => (existsSync(join(folder, 'asked')) ? readFile(join(folder, 'asked'), 'utf8') : '');

async function start(): Promise<Server> {
    const server = await Server.start({ ...place, env, program: join(folder, 'bin/serve') });
    servers.push(server);
    return server;
}
const loaded = (server: Server) => server.process.line(/^Demo library: (\w+) has (\d+) of (\d+) files/);

/** Somebody of the demo, by the password that was printed. */
async function demo_person(server: Server, name: string, said = server): Promise<Client> {
    const [, email = '', password = ''] = await said.process.line(new RegExp(`^  Demo ${name} +(\\S+@\\S+) +(\\S+)$`));
    return server.sign_in(email, password);
}
const assets_of = async (client: Client) => {
    const libraries = (await client.get('/api/libraries')).expect(200).json.items as { id: string; name: string }[];
    const assets: Record<string, { id: string; access?: unknown }> = {};
    for (const library of libraries) {
        for (const asset of (await client.get(`/api/assets?library=${library.id}&limit=200`)).expect(200).json.items) assets[`${library.name}/${asset.name}`] = asset;
    }
    return assets;
};

beforeEach(async () => {
    servers = [];
    folder = await mkdtemp(join(tmpdir(), 'exeat-demo-'));
    for (const name of ['bin', 'demo']) await mkdir(join(folder, name));
    env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, XDG_CACHE_HOME: join(folder, 'cache'), EXEAT_DEMO: join(folder, 'demo') };
    await cp(resolve(k_tools, '../demo/site.json'), join(folder, 'demo/site.json'));
    await script('serve', `exec '${k_tools}/serve_with_demo' '${k_exeat}' "$@"`);
    await script('npm', 'exit 1');
    await with_network();
    await make_package('demo-pictures', { ...k_files, 'manual.txt.gz': gzipSync(k_files['manual.txt']) });
    place = { data: join(folder, 'data'), ...(k_engine === 'postgresql' ? { database: await new_database() } : {}) };
});
afterEach(async () => {
    for (const server of servers) await server.stop();
    await rm(folder, { recursive: true, force: true });
});

describe('the demo library', () => {
    test('comes into a new folder with people, folders, attributes and marks', async () => {
        await write_list(row('red.svg', { marks: 'locked', description: 'All of it is red' }), row('blue.svg', { folder: 'Colours', marks: 'draft' }),
            row('manual.txt', { library: 'Documents', folder: 'Manuals', path: 'usr/share/demo/manual.txt.gz' }));
        const server = await start();
        await server.process.line(/^Ready: open http/);
        await server.process.line(/^Demo library: Documents has 1 of 1 files/);
        const owner = await demo_person(server, 'Owner');
        const assets = await assets_of(owner);
        expect(Object.keys(assets).sort()).toEqual(['Documents/manual.txt', 'Pictures/blue.svg', 'Pictures/red.svg']);
        const red = (await owner.get(`/api/assets/${assets['Pictures/red.svg']?.id}`)).expect(200).json;
        expect(red.access.set).toBe('locked');
        expect(red.attributes).toMatchObject({ Title: ['The title of red.svg'], Description: ['All of it is red'], Licence: ['MIT'], Keywords: ['small', 'plain'], Source: ['demo-pictures 1.0'] });
        const text = (await owner.get(`/api/assets/${assets['Documents/manual.txt']?.id}`)).expect(200).json;
        expect(text.digest).toBe(createHash('sha256').update(k_files['manual.txt']).digest('hex'));
        expect(text.protection).toMatchObject({ set: 'inherit', in_force: 'on_request', folder_name: 'Manuals' });
        // The viewer sees what a viewer may: no draft, and nothing of a folder that is not theirs.
        expect(Object.keys(await assets_of(await demo_person(server, 'Viewer')))).toEqual(['Pictures/red.svg']);
        expect((await (await demo_person(server, 'Administrator')).get('/api/me')).expect(200).json.level).toBe(9);
        await demo_person(server, 'Editor');
    });

    test('goes on where it was broken off, and does nothing once it is in', async () => {
        await write_list(row('red.svg'), row('notes.txt', { package: 'deb:demo-later' }));
        const first = await start();
        expect((await loaded(first)).slice(1)).toEqual(['Pictures', '1', '2']);
        await first.process.line(/^Left out, 1: Debian's archive has no demo-later$/);
        await first.process.line(/^ {2}Pictures\/Colours\/Warm\/notes\.txt$/);
        await first.stop();
        // An asset whose row was not yet noted, as after a power cut: found, not doubled.
        const noted = JSON.parse(await readFile(join(place.data, 'demo.json'), 'utf8'));
        await writeFile(join(place.data, 'demo.json'), JSON.stringify({ ...noted, loaded: [] }));
        await make_package('demo-later', { 'notes.txt': k_files['notes.txt'] });
        const second = await start();
        expect((await loaded(second)).slice(1)).toEqual(['Pictures', '2', '2']);
        expect(second.process.text).not.toMatch(/Demo people and their passwords/);
        const owner = await demo_person(second, 'Owner', first);
        const assets = await assets_of(owner);
        expect(Object.keys(assets).sort()).toEqual(['Pictures/notes.txt', 'Pictures/red.svg']);
        (await owner.delete(`/api/assets/${assets['Pictures/red.svg']?.id}`)).expect(204);
        await second.stop();
        const before = await asked();
        const third = await start();
        await third.stop();
        expect(third.process.text).not.toMatch(/Demo library/);
        expect(await asked()).toBe(before);
        const again = await start();
        expect(Object.keys(await assets_of(await demo_person(again, 'Owner', first)))).toEqual(['Pictures/notes.txt']);
    });

    test('without a network says so, and serves', async () => {
        await write_list(row('red.svg'), row('notes.txt'));
        await without_network();
        const server = await start();
        await server.process.line(/^Left out, 2: Debian's archive cannot be reached$/);
        await server.process.line(/^There is nothing of the demo library yet; http:.* serves all the same\.$/);
        expect(await assets_of(await demo_person(server, 'Owner'))).toEqual({});
        (await server.nobody().get('/api/setup')).expect(200);
        await server.stop();
        await with_network();
        const again = await start();
        expect((await loaded(again)).slice(1)).toEqual(['Pictures', '2', '2']);
    });

    test('leaves out and names what has another content, and what is gone', async () => {
        await write_list(row('red.svg'), row('blue.svg', { sha256: 'ab'.repeat(32) }), row('notes.txt', { path: 'usr/share/demo/no-longer.txt' }));
        const server = await start();
        expect((await loaded(server)).slice(1)).toEqual(['Pictures', '1', '3']);
        await server.process.line(/^Left out, 1: its content is another than the list says$/);
        await server.process.line(/^ {2}Pictures\/Colours\/Warm\/blue\.svg$/);
        await server.process.line(/^Left out, 1: the package no longer has this file$/);
        expect(Object.keys(await assets_of(await demo_person(server, 'Owner')))).toEqual(['Pictures/red.svg']);
    });

    test('stays out of a folder with people of its own', async () => {
        await write_list(row('red.svg'));
        const plain = await Server.start(place);
        await plain.set_up();
        await plain.stop();
        const server = await start();
        await server.stop();
        expect(server.process.text).not.toMatch(/Demo/);
        expect(existsSync(join(place.data, 'demo.json'))).toBe(false);
        expect(await asked()).toBe('');
    });

    test('is listed again from the packages', async () => {
        await write_list(row('red.svg', { sha256: 'ab'.repeat(32), version: '0.9' }), row('notes.txt', { path: 'usr/share/demo/no-longer.txt' }));
        await expect(run(join(k_tools, 'demo_library'), ['renew'], { env: { ...process.env, ...env } })).rejects.toThrow(/notes\.txt: demo-pictures 1\.0 has no/);
        expect(await readFile(join(folder, 'demo/library.tsv'), 'utf8')).toBe([k_columns.join('\t'), row('red.svg'), ''].join('\n'));
    });
});

// That ours is right is a step of ./test.
describe('the list', () => {
    test.each([
        ['no licence', row('red.svg', { licence: '' }), /nothing is said of licence/],
        ['no digest', row('red.svg', { sha256: 'abc' }), /abc is no SHA-256/],
        ['a wrong mark', row('red.svg', { marks: 'golden' }), /does not explain golden/],
        ['a library that is not there', row('red.svg', { library: 'Maps' }), /there is no library Maps/],
        ['the same twice', [row('red.svg'), row('red.svg')].join('\n'), /the same content twice/],
        ['too little', row('red.svg'), /1 files, not 400/],
    ])('is refused with %s', async (_, text, words) => {
        await write_list(text);
        await expect(run(join(k_tools, 'demo_library'), ['check'], { env: { ...process.env, ...env } })).rejects.toThrow(words);
    });
});
