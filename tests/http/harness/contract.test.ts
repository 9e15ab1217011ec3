// Tries the contract check and the client on a small server that is right, and then wrong in one way each.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Client, form_data } from './client.ts';
import { Contract, Drift } from './contract.ts';

const k_problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } }, description: 'no' };
const k_document = {
    openapi: '3.1.0',
    info: { title: 'small', version: '1.0' },
    paths: {
        '/api/openapi.json': { get: { responses: { 200: { content: { 'application/json': {} }, description: 'this' } } } },
        '/api/things': {
            get: {
                parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
                responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/page' } } }, description: 'a page' } },
            },
            post: {
                requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/new_thing' } } } },
                responses: {
                    201: { headers: { ETag: { required: true, schema: { type: 'string' } } },
                        content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } }, description: 'made' },
                    422: { $ref: '#/components/responses/invalid' },
                },
            },
        },
        '/api/things/{id}': {
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
            get: { responses: { 200: { content: { 'image/*': {} }, description: 'a picture' }, 404: k_problem } },
            delete: { responses: { 204: { description: 'gone' } } },
        },
    },
    components: {
        responses: { invalid: k_problem },
        schemas: {
            new_thing: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
            named: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
            thing: { allOf: [{ $ref: '#/components/schemas/named' }, { type: 'object', required: ['id'], properties: { id: { type: 'string' } } }] },
            page: { type: 'object', required: ['items'], properties: { items: { type: 'array', items: { $ref: '#/components/schemas/thing' } }, next: { type: ['string', 'null'] } } },
            problem: { type: 'object', required: ['type', 'title', 'status', 'detail'], properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, errors: { type: 'array', items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } } } } },
        },
    },
};

interface Given { status: number; headers?: Record<string, string>; json?: unknown; body?: string }
let next: Given = { status: 200 };
let seen: http.IncomingMessage;
const server = http.createServer((request, response) => {
    if (request.url === '/api/openapi.json') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(k_document));
    seen = request;
    request.resume().on('end', () => {
        const type = next.status >= 400 ? 'application/problem+json' : 'application/json';
        response.writeHead(next.status, { ...(next.json !== undefined ? { 'content-type': type } : {}), ...next.headers });
        response.end(next.json !== undefined ? JSON.stringify(next.json) : next.body);
    });
});
let client: Client;
beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const contract = Contract.of(url);
    client = new Client({ url, contract: () => contract });
});
beforeEach(() => { seen = undefined as unknown as http.IncomingMessage; });
afterAll(() => { client.close(); server.close(); });

const problem = (status: number, more = {}) => ({ type: '/problems/bad', title: 'Bad', status, detail: 'That is bad.', ...more });
async function drift(given: Given, ask: () => Promise<unknown>, words: RegExp): Promise<void> {
    next = given;
    const error = await ask().then(() => undefined, (e: unknown) => e);
    expect(error).toBeInstanceOf(Drift);
    expect((error as Drift).message).toMatch(words);
}

describe('the contract check', () => {
    test('lets right exchanges pass', async () => {
        next = { status: 200, json: { items: [{ id: '1', name: 'a' }], next: null } };
        await client.get('/api/things?limit=2');
        next = { status: 201, headers: { etag: '"1"' }, json: { id: '1', name: 'a' } };
        await client.post('/api/things', { name: 'a' });
        next = { status: 422, json: problem(422, { errors: [{ pointer: '/name', detail: 'no' }] }) };
        expect((await client.post('/api/things', { nome: 'a' })).problem).toBe('bad');
        next = { status: 200, headers: { 'content-type': 'image/png' }, body: 'PNG' };
        await client.get('/api/things/7');
        next = { status: 204 };
        await client.delete('/api/things/7');
        next = { status: 405, headers: { allow: 'GET, POST' }, json: problem(405) };
        await client.put('/api/things', {});
        next = { status: 404, json: problem(404) };
        await client.get('/api/nowhere');
        await client.head('/api/things/7');
    });

    test('throws when an answer is not in the document', async () => {
        const things = () => client.get('/api/things');
        await drift({ status: 200, json: { items: 7 } }, things, /items must be array/);
        await drift({ status: 200, json: { items: [{ name: 'a' }] } }, things, /required property 'id'/);
        await drift({ status: 200, json: { items: [], total: 3 } }, things, /unevaluated properties/);
        await drift({ status: 200, json: { items: [{ id: '1', name: 'a', secret: 1 }] } }, things, /unevaluated properties/);
        await drift({ status: 202, json: { items: [] } }, things, /does not list this status/);
        await drift({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }, things, /type text\/html/);
        await drift({ status: 200, headers: { 'content-type': 'application/json' }, body: '{' }, things, /no JSON/);
        await drift({ status: 201, json: { id: '1', name: 'a' } }, () => client.post('/api/things', { name: 'a' }), /no header ETag/);
        await drift({ status: 204, headers: {}, json: {} }, () => client.put('/api/things/1', {}), /no such method/);
        await drift({ status: 200, json: {} }, () => client.get('/api/nowhere'), /no such path/);
        await drift({ status: 500, json: problem(500) }, things, /does not list this status/);
    });

    test('throws when an error is no whole problem document', async () => {
        const thing = () => client.get('/api/things/7');
        await drift({ status: 404, headers: { 'content-type': 'application/json' }, body: '{}' }, thing, /not application\/problem/);
        await drift({ status: 404, json: problem(403) }, thing, /says status 403/);
        await drift({ status: 404, json: problem(404, { detail: '' }) }, thing, /no detail/);
        await drift({ status: 404, json: problem(404, { errors: [{}] }) }, thing, /without pointers/);
        await drift({ status: 405, json: problem(405) }, () => client.put('/api/things', {}), /no Allow/);
    });

    test('throws when something was accepted that the document does not allow', async () => {
        const made = { status: 201, headers: { etag: '"1"' }, json: { id: '1', name: 'a' } };
        await drift(made, () => client.post('/api/things', { nome: 'a' }), /request is not what the document says/);
        await drift(made, () => client.post('/api/things', { name: 'a', colour: 'red' }), /unevaluated|additional/);
        await drift(made, () => client.ask('POST', '/api/things'), /without the body/);
        await drift(made, () => client.ask('POST', '/api/things', { body: 'name=a', type: 'text/plain' }), /text\/plain was accepted/);
        await drift({ status: 200, json: { items: [] } }, () => client.get('/api/things?order=up'), /parameter order/);
    });
});

describe('the client', () => {
    test('keeps and drops cookies, and says where unsafe requests come from', async () => {
        next = { status: 204, headers: { 'set-cookie': 'exeat=abc; Path=/; HttpOnly' } };
        await client.delete('/api/things/7');
        expect(seen.headers.origin).toBe(client.place.url);
        next = { status: 204, headers: { 'set-cookie': 'exeat=; Max-Age=0' } };
        await client.delete('/api/things/7');
        expect(seen.headers.cookie).toBe('exeat=abc');
        next = { status: 200, json: { items: [] } };
        await client.get('/api/things');
        expect(seen.headers.cookie).toBeUndefined();
        expect(seen.headers.origin).toBeUndefined();
    });

    test('says what came back when it is not what a test wants', async () => {
        next = { status: 404, json: problem(404) };
        const answer = await client.get('/api/things/7');
        expect(() => answer.expect(200)).toThrow(/GET \/api\/things\/7: 404, not 200[^]*That is bad/);
    });

    test('writes forms whose names cannot break out', () => {
        const { body } = form_data({ library: 'x' }, { name: 'a"\r\nb.png', bytes: Buffer.from('bytes') });
        expect(body.toString()).toContain('filename="a%22%0D%0Ab.png"');
    });
});
