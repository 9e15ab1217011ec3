// Tries how the harness starts, sets up and stops a server, on a small one that speaks the same.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Server, type ServerOptions } from './server.ts';

const start = (wrong = '', options: ServerOptions = {}): Promise<Server> =>
    Server.start({ ...options, program: join(import.meta.dirname, 'small_server.mjs'), env: { SMALL_SERVER: wrong } });

test('starts it, sets it up, signs in, and takes its data away', async () => {
    const server = await start();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const admin = await server.set_up();
    expect(admin.own_headers('POST')).toEqual({ cookie: 'exeat=1', origin: server.url });
    await expect(server.sign_in('ada@example.org', 'short')).rejects.toThrow(/401, not 200 or 201 or 204/);
    expect(existsSync(server.data)).toBe(true);
    await server.end();
    expect(existsSync(server.data)).toBe(false);
});

test('keeps its data for the next one', async () => {
    const first = await start();
    await first.stop();
    expect(existsSync(first.data)).toBe(true);
    const second = await start('', { data: first.data });
    await second.end();
    expect(existsSync(first.data)).toBe(true);
    await second.remove_data();
});

test('says what a server said that does not start', async () => {
    await expect(start('ends')).rejects.toThrow(/it ended with 1\nexeat: the port is in use/);
});

test.each([['code', /the server ended with 3/], ['sanitizer', /signed integer overflow/]])('a bad end (%s) is a failure', async (wrong, words) => {
    const server = await start(wrong);
    await expect(server.end()).rejects.toThrow(words);
});
