// An open page that listens to server-sent events. Called by suites about what people hear.
import http from 'node:http';
import type { Client } from './client.ts';

/** One open page. */
export class Page {
    text = '';
    ended = false;
    private wake: (() => void)[] = [];
    private constructor(readonly answer: http.IncomingMessage, private readonly request: http.ClientRequest) {
        answer.setEncoding('utf8');
        answer.on('data', (text: string) => this.note(() => (this.text += text)));
        for (const end of ['end', 'error', 'close']) answer.on(end, () => this.note(() => (this.ended = true)));
    }
    private note(what: () => void): void {
        what();
        for (const wake of this.wake.splice(0)) wake();
    }
    static open(client: Client, headers: Record<string, string> = {}): Promise<Page> {
        return new Promise((resolve, reject) => {
            const request = http.get(`${client.place.url}/api/events`, { headers: { ...client.own_headers('GET'), ...headers }, agent: false }, (answer) => resolve(new Page(answer, request)));
            request.on('error', reject);
        });
    }
    /** Until it is so; the test's own limit of time is the only one. */
    async until(holds: (page: Page) => boolean): Promise<this> {
        while (!holds(this)) await new Promise<void>((resolve) => this.wake.push(resolve));
        return this;
    }
    get events(): string[] {
        return [...this.text.matchAll(/^event: (.*)$/gm)].map((found) => found[1] ?? '');
    }
    get last_id(): string {
        return [...this.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '';
    }
    close(): void {
        this.request.destroy();
    }
}
