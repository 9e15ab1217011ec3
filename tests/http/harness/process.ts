// Starts a program and keeps what it prints. Used for the server, the command line and PostgreSQL's tools.
import { spawn, type ChildProcess } from 'node:child_process';

/** What a program said on both its streams, by line, while it runs. */
export class Running {
    readonly child: ChildProcess;
    readonly lines: string[] = [];
    readonly ended: Promise<number | string>;
    private waiting: (() => void)[] = [];

    constructor(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {}) {
        this.child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
        for (const stream of [this.child.stdout, this.child.stderr]) {
            let rest = '';
            stream?.setEncoding('utf8').on('data', (text: string) => {
                const parts = (rest + text).split('\n');
                rest = parts.pop() ?? '';
                this.lines.push(...parts);
                this.wake();
            });
            stream?.on('end', () => {
                if (rest) this.lines.push(rest);
                this.wake();
            });
        }
        this.ended = new Promise((resolve) => {
            this.child.on('error', (error) => resolve(error.message));
            this.child.on('close', (code, signal) => resolve(code ?? signal ?? 'no code'));
        });
        void this.ended.then(() => this.wake());
    }

    get pid(): number {
        if (this.child.pid === undefined) throw new Error(`did not start: ${this.child.spawnfile}`);
        return this.child.pid;
    }

    get text(): string {
        return this.lines.join('\n');
    }

    /** Waits for a line that matches; throws with everything that was said when the program ends or `seconds` pass. */
    async line(pattern: RegExp, seconds = 60): Promise<RegExpMatchArray> {
        let over: string | undefined;
        void this.ended.then((how) => (over = `ended with ${how}`));
        const guard = setTimeout(() => {
            over = `said nothing of the kind in ${seconds} s`;
            this.wake();
        }, seconds * 1000);
        try {
            for (let seen = 0; ; ) {
                for (; seen < this.lines.length; ++seen) {
                    const match = this.lines[seen]?.match(pattern);
                    if (match) return match;
                }
                if (over) throw new Error(`waiting for ${pattern}: it ${over}\n${this.text}`);
                await new Promise<void>((resolve) => this.waiting.push(resolve));
            }
        } finally {
            clearTimeout(guard);
        }
    }

    private wake(): void {
        const waiting = this.waiting;
        this.waiting = [];
        for (const resolve of waiting) resolve();
    }
}

/** Runs a program to its end; throws with its words unless it ends with 0. */
export async function run(command: string, args: string[], options: ConstructorParameters<typeof Running>[2] = {}): Promise<string> {
    const running = new Running(command, args, options);
    const how = await running.ended;
    if (how !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${how}\n${running.text}`);
    return running.text;
}
