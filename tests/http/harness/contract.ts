// Holds every request and answer against the OpenAPI document that the server itself gives. Called by the client for
// each exchange; throws on any drift: a path, method, status, type, field or header that the document does not have.
import { appendFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** What went over the wire, as far as the document speaks of it. */
export interface Exchange {
    method: string;
    /** Path and query. */
    target: string;
    request_type: string | undefined;
    request_body: Buffer | undefined;
    status: number;
    headers: Record<string, string | string[] | undefined>;
    body: Buffer;
}

export class Drift extends Error {}

/* eslint-disable-next-line -- the document is any JSON */
type Json = any;

interface Operation {
    method: string;
    path: string;
    pattern: RegExp;
    /** A plain segment counts more than a parameter when both fit. */
    plain: number;
    parameters: { name: string; in: string; required?: boolean }[];
    request_body: Json;
    responses: Record<string, Json>;
    responses_at: string;
    body_at: string;
}

const k_methods = ['get', 'head', 'put', 'post', 'delete', 'patch'];
const k_document = 'openapi.json';
// Says with a status and figures of its own what is not ready: no error, an answer.
const k_not_ready = '/readyz';

export class Contract {
    private readonly operations: Operation[] = [];
    private readonly paths = new Set<RegExp>();
    private readonly ajv: Ajv2020;
    private readonly validators = new Map<string, ValidateFunction>();

    constructor(
        readonly document: Json,
        private readonly called: string | undefined = undefined,
    ) {
        this.ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
        formats.default(this.ajv);
        // Formats that OpenAPI adds and that say nothing about text.
        for (const name of ['int32', 'int64', 'float', 'double', 'password', 'binary', 'byte']) this.ajv.addFormat(name, true);
        this.ajv.addSchema({ $id: k_document, ...close(document) });
        for (const [path, item] of Object.entries<Json>(document.paths ?? {})) this.read_path(path, this.resolve(item));
        this.note(this.operations.map((operation) => `listed ${operation.method.toUpperCase()} ${operation.path}`));
    }

    static async of(url: string, called?: string): Promise<Contract> {
        const answer = await fetch(`${url}/api/openapi.json`);
        if (answer.status !== 200) throw new Drift(`/api/openapi.json: ${answer.status}`);
        return new Contract(await answer.json(), called);
    }

    /** Throws a Drift when the exchange is not what the document says. */
    check(exchange: Exchange): void {
        const path = exchange.target.split('?')[0] ?? '';
        const operation = this.find(exchange.method, path);
        const say = (text: string): never => {
            throw new Drift(`${exchange.method} ${exchange.target} ${exchange.status}: ${text}\n${exchange.body.toString().slice(0, 2000)}`);
        };
        const type = media_type(exchange.headers['content-type']);
        if (exchange.status >= 400 && path !== k_not_ready) this.check_problem(exchange, type, say);
        if (!operation) {
            const known = [...this.paths].some((pattern) => pattern.test(path));
            if (known && (exchange.status === 405 || exchange.method === 'OPTIONS')) {
                if (!exchange.headers.allow) say('no Allow');
                return;
            }
            if (!known && exchange.status >= 400) return; // nothing lives there, and the server says so
            return say(`the document has no ${known ? 'such method on this path' : 'such path'}`);
        }
        this.note([`called ${operation.method.toUpperCase()} ${operation.path}`]);
        this.check_answer(exchange, operation, type, say);
        if (exchange.status < 300) this.check_request(exchange, operation, say);
    }

    private read_path(path: string, item: Json): void {
        const pattern = new RegExp(`^${path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : escape(part))).join('/')}$`);
        this.paths.add(pattern);
        for (const method of k_methods) {
            const operation = item[method];
            if (!operation) continue;
            const at = `#/paths/${pointer(path)}/${method}`;
            this.operations.push({
                method, path, pattern,
                plain: path.split('/').filter((part) => !part.startsWith('{')).length,
                parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => this.resolve(one)),
                request_body: this.resolve(operation.requestBody),
                body_at: this.address(operation.requestBody, `${at}/requestBody`),
                responses: operation.responses ?? {},
                responses_at: `${at}/responses`,
            });
        }
    }

    private find(method: string, path: string): Operation | undefined {
        const fits_best = (wanted: string) => this.operations
            .filter((operation) => operation.method === wanted && operation.pattern.test(path))
            .sort((a, b) => b.plain - a.plain)[0];
        return fits_best(method.toLowerCase()) ?? (method === 'HEAD' ? fits_best('get') : undefined);
    }

    private check_problem(exchange: Exchange, type: string, say: (text: string) => never): void {
        if (exchange.method === 'HEAD') return;
        if (type !== 'application/problem+json') say(`an error of type ${type || 'none'}, not application/problem+json`);
        const problem = parse(exchange.body, say);
        for (const name of ['type', 'title', 'detail']) {
            if (typeof problem[name] !== 'string' || problem[name] === '') say(`the problem has no ${name}`);
        }
        if (problem.status !== exchange.status) say(`the problem says status ${problem.status}`);
        if (problem.errors !== undefined) {
            const right = Array.isArray(problem.errors) && problem.errors.every((one: Json) => typeof one.pointer === 'string');
            if (!right) say('errors[] without pointers');
        }
    }

    private check_answer(exchange: Exchange, operation: Operation, type: string, say: (text: string) => never): void {
        const status = String(exchange.status);
        const key = [status, `${status[0]}XX`, 'default'].find((one) => operation.responses[one] !== undefined);
        if (key === undefined) return say('the document does not list this status');
        const at = this.address(operation.responses[key], `${operation.responses_at}/${key}`);
        const response = this.resolve(operation.responses[key]);
        for (const [name, header] of Object.entries<Json>(response.headers ?? {})) {
            if (this.resolve(header).required && exchange.headers[name.toLowerCase()] === undefined) say(`no header ${name}`);
        }
        if (exchange.method === 'HEAD') return;
        if (!response.content) {
            if (exchange.body.length > 0) say('a body where the document has none');
            return;
        }
        const listed = Object.keys(response.content).find((one) => fits(type, one));
        if (listed === undefined) return say(`a body of type ${type || 'none'}; the document has ${Object.keys(response.content)}`);
        if (!is_json(type) || !response.content[listed].schema) return;
        this.validate(`${at}/content/${pointer(listed)}/schema`, parse(exchange.body, say), 'answer', say);
    }

    /** What was accepted has to be what the document allows. */
    private check_request(exchange: Exchange, operation: Operation, say: (text: string) => never): void {
        const query = new URLSearchParams(exchange.target.split('?')[1] ?? '');
        const listed = operation.parameters.filter((one) => one.in === 'query');
        for (const name of query.keys()) {
            if (!listed.some((one) => one.name === name)) say(`the parameter ${name} was accepted and is not in the document`);
        }
        for (const one of listed) {
            if (one.required && !query.has(one.name)) say(`accepted without ${one.name}, which the document requires`);
        }
        const body = exchange.request_body;
        if (!body || body.length === 0) {
            if (operation.request_body?.required) say('accepted without the body that the document requires');
            return;
        }
        const type = media_type(exchange.request_type);
        const content = operation.request_body?.content ?? {};
        const key = Object.keys(content).find((one) => fits(type, one));
        if (key === undefined) return say(`a body of type ${type} was accepted and is not in the document`);
        if (is_json(type) && content[key].schema) {
            this.validate(`${operation.body_at}/content/${pointer(key)}/schema`, parse(body, say), 'request', say);
        }
    }

    private validate(at: string, value: Json, what: string, say: (text: string) => never): void {
        let validator = this.validators.get(at);
        if (!validator) this.validators.set(at, (validator = this.ajv.compile({ $ref: `${k_document}${at}` })));
        if (!validator(value)) say(`the ${what} is not what the document says: ${this.ajv.errorsText(validator.errors, { dataVar: 'body' })}`);
    }

    /** Follows a $ref, where there is one. */
    private resolve(value: Json): Json {
        return value?.$ref ? at_pointer(this.document, value.$ref) : value;
    }

    private address(value: Json, own: string): string {
        return value?.$ref ?? own;
    }

    private note(lines: string[]): void {
        if (this.called && lines.length) appendFileSync(this.called, `${lines.join('\n')}\n`);
    }
}

/** A copy in which objects take no fields but their own: a field that nobody wrote down is a drift, too. */
function close(document: Json): Json {
    const open = new Set<string>(); // what stands inside an allOf, anyOf or oneOf is closed by the whole, or not at all
    const look = (value: Json): void => {
        if (value === null || typeof value !== 'object') return;
        for (const list of ['allOf', 'anyOf', 'oneOf']) {
            for (const one of Array.isArray(value[list]) ? value[list] : []) if (one.$ref) open.add(one.$ref);
        }
        Object.values(value).forEach(look);
    };
    look(document);
    const copy = (value: Json, at: string, inside: boolean): Json => {
        if (value === null || typeof value !== 'object') return value;
        if (Array.isArray(value)) return value.map((one, index) => copy(one, `${at}/${index}`, inside));
        const made: Json = {};
        for (const [name, one] of Object.entries<Json>(value)) {
            const combined = ['allOf', 'anyOf', 'oneOf'].includes(name) && Array.isArray(one);
            made[name] = copy(one, `${at}/${pointer(name)}`, combined);
        }
        const silent = made.additionalProperties === undefined && made.unevaluatedProperties === undefined;
        const whole = made.allOf || (made.properties && (made.type === 'object' || made.type?.includes?.('object')));
        if (silent && whole && !inside && !open.has(at) && !made.anyOf && !made.oneOf) made.unevaluatedProperties = false;
        return made;
    };
    return copy(document, '#', false);
}

const media_type = (value: string | string[] | undefined): string => String(value ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
const is_json = (type: string): boolean => type === 'application/json' || type.endsWith('+json');
const fits = (type: string, listed: string): boolean => {
    const wanted = media_type(listed);
    return wanted === type || wanted === '*/*' || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)));
};
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pointer = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

function at_pointer(document: Json, reference: string): Json {
    let value = document;
    for (const part of reference.replace(/^#\//, '').split('/')) {
        value = value?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    if (value === undefined) throw new Drift(`the document has nothing at ${reference}`);
    return value?.$ref ? at_pointer(document, value.$ref) : value;
}

function parse(body: Buffer, say: (text: string) => never): Json {
    try {
        return JSON.parse(body.toString('utf8'));
    } catch {
        return say('a body that is no JSON');
    }
}
