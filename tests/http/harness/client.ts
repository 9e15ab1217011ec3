// One person with a browser or a program: keeps cookies, says where requests come from, and puts every exchange through
// the contract check. Called by all suites. Refuses to know what any route means.
import http from 'node:http';
import type { Contract } from './contract.ts';

/* eslint-disable-next-line -- what the server says is any JSON until a test looks at it */
type Json = any;

export interface Ask {
    json?: unknown;
    body?: Buffer | string;
    type?: string;
    headers?: Record<string, string>;
    /** The document does not speak of this exchange (a page, a broken request): only errors are checked. */
    outside_contract?: boolean;
}

/** Where a client sends its requests. */
export interface Place {
    readonly url: string;
    contract(): Promise<Contract>;
}

export class Answer {
    constructor(
        readonly asked: string,
        readonly status: number,
        readonly headers: http.IncomingHttpHeaders,
        readonly body: Buffer,
    ) {}

    get text(): string {
        return this.body.toString('utf8');
    }

    get json(): Json {
        return JSON.parse(this.text);
    }

    /** The code of a problem document: what follows /problems/. */
    get problem(): string | undefined {
        return this.status >= 400 && this.body.length > 0 ? String(this.json.type).split('/').at(-1) : undefined;
    }

    /** Itself when the status is one of these; throws with the body otherwise. */
    expect(...statuses: number[]): this {
        if (statuses.includes(this.status)) return this;
        throw new Error(`${this.asked}: ${this.status}, not ${statuses.join(' or ')}\n${this.text.slice(0, 2000)}`);
    }
}

export class Client {
    private readonly cookies = new Map<string, string>();
    private readonly agent = new http.Agent({ keepAlive: true });
    /** A program's token, sent instead of cookies. */
    token: string | undefined;
    /** Where it comes from by https, as a proxy says that the server trusts. */
    address: string | undefined;

    constructor(readonly place: Place) {}

    get(path: string, ask: Ask = {}): Promise<Answer> {
        return this.ask('GET', path, ask);
    }
    head(path: string, ask: Ask = {}): Promise<Answer> {
        return this.ask('HEAD', path, ask);
    }
    post(path: string, json?: unknown, ask: Ask = {}): Promise<Answer> {
        return this.ask('POST', path, { ...ask, json });
    }
    put(path: string, json?: unknown, ask: Ask = {}): Promise<Answer> {
        return this.ask('PUT', path, { ...ask, json });
    }
    patch(path: string, json?: unknown, ask: Ask = {}): Promise<Answer> {
        return this.ask('PATCH', path, { ...ask, json });
    }
    delete(path: string, ask: Ask = {}): Promise<Answer> {
        return this.ask('DELETE', path, ask);
    }

    /** The file and the other fields of a form, as a browser sends them. */
    upload(path: string, fields: Record<string, string>, file: { name: string; bytes: Buffer; type?: string }): Promise<Answer> {
        const { body, type } = form_data(fields, file);
        return this.ask('POST', path, { body, type });
    }

    async ask(method: string, path: string, ask: Ask = {}): Promise<Answer> {
        const body = ask.json !== undefined ? Buffer.from(JSON.stringify(ask.json)) : ask.body !== undefined ? Buffer.from(ask.body) : undefined;
        const type = ask.type ?? (ask.json !== undefined ? 'application/json' : undefined);
        const headers = { ...this.own_headers(method), ...(type ? { 'content-type': type } : {}), ...ask.headers };
        const answer = await this.send(method, path, headers, body);
        this.keep_cookies(answer.headers['set-cookie'] ?? []);
        if (!ask.outside_contract) {
            (await this.place.contract()).check({
                method, target: path, request_type: type, request_body: body,
                status: answer.status, headers: answer.headers, body: answer.body,
            });
        }
        return answer;
    }

    /** Headers that this person's requests carry; for tests that speak to the socket themselves. */
    own_headers(method: string): Record<string, string> {
        const headers: Record<string, string> = {};
        if (this.address) Object.assign(headers, { 'x-forwarded-for': this.address, 'x-forwarded-proto': 'https' });
        if (this.token) headers.authorization = `Bearer ${this.token}`;
        else if (this.cookies.size) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) headers.origin = this.address ? this.place.url.replace(/^http:/, 'https:') : this.place.url;
        return headers;
    }

    close(): void {
        this.agent.destroy();
    }

    private send(method: string, path: string, headers: Record<string, string>, body: Buffer | undefined): Promise<Answer> {
        return new Promise((resolve, reject) => {
            const length = body || !['GET', 'HEAD', 'DELETE'].includes(method) ? { 'content-length': String(body?.length ?? 0) } : {};
            const { hostname, port } = new URL(this.place.url);
            const request = http.request({ hostname, port, path, method, headers: { ...length, ...headers }, agent: this.agent }, (response) => {
                const parts: Buffer[] = [];
                response.on('data', (part: Buffer) => parts.push(part));
                response.on('error', reject);
                response.on('end', () => resolve(new Answer(`${method} ${path}`, response.statusCode ?? 0, response.headers, Buffer.concat(parts))));
            });
            request.on('error', reject);
            request.end(body);
        });
    }

    private keep_cookies(lines: string[]): void {
        for (const line of lines) {
            const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
            const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
            const gone = attributes.some((one) => /^max-age=(0|-\d+)$/i.test(one)) || value === '';
            if (gone) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
    }
}

/** A multipart form with one file; names go out exactly as they are, percent-encoded only where the format asks. */
export function form_data(fields: Record<string, string>, file: { name: string; bytes: Buffer; type?: string }): { body: Buffer; type: string } {
    const boundary = `exeat-${Math.random().toString(36).slice(2)}`;
    const quoted = (name: string): string => name.replace(/["\r\n]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
    const parts = Object.entries(fields).map(([name, value]) =>
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`));
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(file.name)}"\r\n`
        + `content-type: ${file.type ?? 'application/octet-stream'}\r\n\r\n`;
    return {
        body: Buffer.concat([...parts, Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
        type: `multipart/form-data; boundary=${boundary}`,
    };
}
