// A mail server that keeps what it is given and answers as a test wants. Called by suites about mails. Refuses to know
// what is in a mail.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** What is said to a command, or to "." for a whole mail; null: the connection is closed without a word; empty: nothing is
 *  said, and the connection stays. */
export type Answer = (command: string) => string | null;

export function taking(command: string): string {
    if (command.startsWith('EHLO')) return '250-small\r\n250 AUTH PLAIN';
    if (command.startsWith('AUTH')) return '235 come in';
    if (command === 'DATA') return '354 go on';
    if (command === 'QUIT') return '221 bye';
    return '250 fine';
}

export interface Keys {
    key: string;
    cert: string;
}

export class MailServer {
    /** Whole mails, whatever was said to them. */
    readonly mails: string[] = [];
    readonly commands: string[] = [];
    private wake: (() => void)[] = [];
    private readonly sockets = new Set<Socket>();
    private constructor(private readonly server: Server, public answer: Answer, private readonly keys?: Keys) {}

    /** With keys it speaks TLS once it is asked to (STARTTLS). */
    static async start(answer: Answer = taking, keys?: Keys): Promise<MailServer> {
        const server = createServer();
        const made = new MailServer(server, answer, keys);
        server.on('connection', (socket) => made.serve(socket));
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return made;
    }
    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }
    get url(): string {
        return `smtp-plain://127.0.0.1:${this.port}`;
    }
    /** Whoever is connected is not any more. */
    hang_up(): void {
        for (const socket of this.sockets) socket.destroy();
    }
    async end(): Promise<void> {
        this.hang_up();
        await new Promise((resolve) => this.server.close(resolve));
    }
    /** The first mail that is so; the test's own limit of time is the only one. */
    async mail(is: (mail: string) => boolean): Promise<string> {
        for (;;) {
            const found = this.mails.find(is);
            if (found !== undefined) return found;
            await new Promise<void>((resolve) => this.wake.push(resolve));
        }
    }

    /** Waits for a command that is so. */
    async command(is: (said: string) => boolean): Promise<void> {
        while (!this.commands.some(is)) await new Promise<void>((resolve) => this.wake.push(resolve));
    }

    private serve(socket: Socket): void {
        this.sockets.add(socket);
        socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
        socket.write('220 small\r\n');
        this.listen(socket);
    }
    private listen(socket: Socket): void {
        let came = '';
        let in_mail = false;
        socket.on('data', (bytes: Buffer) => {
            came += bytes.toString('utf8');
            for (;;) {
                const end = in_mail ? '\r\n.\r\n' : '\r\n';
                const at = came.indexOf(end);
                if (at < 0) return;
                const said = came.slice(0, at);
                came = came.slice(at + end.length);
                if (in_mail) this.keep(said);
                else this.hear(said);
                if (said === 'STARTTLS' && this.keys) {
                    socket.removeAllListeners('data');
                    socket.write('220 go on\r\n');
                    const secure = new TLSSocket(socket, { isServer: true, ...this.keys });
                    secure.on('error', () => undefined);
                    this.listen(secure);
                    return;
                }
                const answer = this.answer(in_mail ? '.' : said);
                if (answer === null) {
                    socket.destroy();
                    return;
                }
                if (answer === '') continue;
                socket.write(`${answer}\r\n`);
                in_mail = !in_mail && answer.startsWith('354');
            }
        });
    }
    private hear(said: string): void {
        this.commands.push(said);
        this.wake_all();
    }
    private keep(mail: string): void {
        this.mails.push(mail);
        this.wake_all();
    }
    private wake_all(): void {
        for (const wake of this.wake.splice(0)) wake();
    }
}

/** The text part of a mail. */
export function text_of(mail: string): string {
    if (!/content-transfer-encoding: base64/i.test(mail)) return mail.slice(mail.indexOf('\r\n\r\n') + 4);
    const part = mail.slice(mail.indexOf('text/plain'));
    const from = part.indexOf('\r\n\r\n') + 4;
    const end = part.indexOf('\r\n--', from);
    return Buffer.from(part.slice(from, end < 0 ? undefined : end), 'base64').toString('utf8').replaceAll('\r\n', '\n');
}
