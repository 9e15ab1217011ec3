// Somebody who takes a large answer slowly, so that it is still being sent when something is taken away. Called by
// suites about what is cut.
import net from 'node:net';
import type { Server } from './server.ts';

/** Reads the head of a response and what came with it, then nothing until told; resolves with how it ended. */
export function slow_reader(url: string, headers: Record<string, string> = {}) {
    const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const { hostname, port, pathname, host } = new URL(url);
    const socket = net.connect(Number(port), hostname, () => socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${more}connection: close\r\n\r\n`));
    let bytes = 0;
    let length = NaN;
    const begun = new Promise<void>((resolve, reject) => {
        socket.once('data', (first: Buffer) => {
            socket.pause();
            const head = first.subarray(0, first.indexOf('\r\n\r\n')).toString('latin1');
            length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
            bytes = first.length - head.length - 4;
            socket.on('data', (part: Buffer) => (bytes += part.length));
            socket.pause(); // a new listener lets it flow
            if (head.startsWith('HTTP/1.1 200')) resolve();
            else reject(new Error(head));
        });
    });
    const ended = new Promise<{ bytes: number; how: string }>((resolve) => {
        socket.on('error', () => undefined); // a cut is a reset; the close behind it is looked at
        socket.on('close', () => resolve({ bytes, how: bytes === length ? 'whole' : 'cut' }));
    });
    return { begun, ended, resume: () => socket.resume() };
}

/** Waits until so many files are being sent: one that is not cut makes the test run out of time. */
export async function transfers_are(server: Server, count: number): Promise<void> {
    const running = async () => Number(/^exeat_transfers (\d+)/m.exec((await server.nobody().get('/metrics')).expect(200).text)?.[1] ?? 'NaN');
    while ((await running()) !== count) await new Promise((resolve) => setTimeout(resolve, 20));
}
