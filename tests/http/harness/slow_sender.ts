// Somebody who sends a body slowly, so that it is still coming when something is taken away. Called by suites about what
// is cut.
import net from 'node:net';

/** Sends the head of a request, and pieces of its body when told. */
export function slow_sender(url: string, method: string, headers: Record<string, string>, length: number) {
    const more = Object.entries({ ...headers, 'content-length': String(length) }).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const { hostname, port, pathname, host } = new URL(url);
    const socket = net.connect(Number(port), hostname, () => socket.write(`${method} ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${more}expect: 100-continue\r\n\r\n`));
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', () => undefined); // the close behind it is looked at
    /** The server has asked who it is, and wants the body. */
    const admitted = new Promise<void>((resolve, reject) => {
        socket.on('data', () => (text.startsWith('HTTP/1.1 100') ? resolve() : reject(new Error(text))));
        socket.on('close', () => reject(new Error(`closed: ${text}`)));
    });
    admitted.catch(() => undefined); // whoever awaits it hears of it
    /** What was answered until the server ended the connection. */
    const ended = new Promise<{ status: number; body: string }>((resolve) => {
        socket.on('close', () => {
            const [head = '', body = ''] = text.slice(text.indexOf('\r\n\r\n') + 4).split('\r\n\r\n');
            resolve({ status: Number(head.split(' ')[1]), body });
        });
    });
    return { admitted, ended, send: (bytes: Buffer) => socket.write(bytes), end: () => socket.destroy() };
}
