// What a row of docs/errors.md needs and gives back, for the functions of runs.ts and the files beside it.
import net from 'node:net';
import type { Answer, Client } from '../harness/client.ts';
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

/** An answer as a row speaks of it. */
export function outcome_of(answer: Answer): Outcome {
    const document = answer.problem === undefined || answer.body.length === 0 ? undefined : answer.json;
    if (!document) return { status: answer.status, words: answer.text };
    const fields = (document.errors ?? []).map((one: { pointer: string; detail?: string }) => `${one.pointer} ${one.detail ?? ''}`);
    return { status: answer.status, type: answer.problem ?? '', words: [document.detail, ...fields].join('\n') };
}

/** Sends bytes as they are and reads until the server closes; `ends`: says behind them that nothing more comes. */
export async function raw(stage: Stage, bytes: string, then: 'waits' | 'ends' = 'waits'): Promise<Outcome> {
    const socket = net.connect({ port: stage.server.port, host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    await new Promise<void>((resolve, reject) => {
        socket.on('close', () => resolve());
        socket.on('end', () => socket.end());
        socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)));
        if (then === 'ends') socket.end(bytes);
        else socket.write(bytes);
    });
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const document = /application\/problem\+json/i.test(head) ? JSON.parse(body) : undefined;
    return {
        status: Number(head.split(' ')[1]),
        words: document?.detail ?? text,
        ...(document ? { type: String(document.type).split('/').at(-1) ?? '' } : {}),
    };
}
