#!/usr/bin/env node
// Speaks like `exeat serve`, as far as the harness listens: for tries of the harness itself. What it should do wrong
// comes in SMALL_SERVER.
import http from 'node:http';

const wrong = process.env.SMALL_SERVER ?? '';
const code = 'ABCD-EFGH-JKMN';
const answer = { 204: { description: 'Done.' }, 401: { $ref: '#/components/responses/problem' } };
const problem = { description: 'No.', content: { 'application/problem+json': { schema: { type: 'object' } } } };
const document = {
    openapi: '3.1.0', info: { title: 'small', version: '1' }, components: { responses: { problem } },
    paths: Object.fromEntries(['/api/setup', '/api/session'].map((path) => [path,
        { post: { requestBody: { content: { 'application/json': {} } }, responses: answer } }])),
};

const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    if (request.url === '/api/openapi.json') return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
    const said = JSON.parse(text);
    const right = request.url === '/api/setup' ? said.code === code : said.password.length >= 12;
    if (right) return response.writeHead(204, { 'set-cookie': 'exeat=1; HttpOnly' }).end();
    response.writeHead(401, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ type: '/problems/no', title: 'No', status: 401, detail: 'No.' }));
});

if (process.argv[2] !== 'serve' || wrong === 'ends') {
    console.error('exeat: the port is in use');
    process.exit(1);
}
server.listen(0, '127.0.0.1', () => {
    console.log(`exeat: set-up code: ${code}`);
    console.log(`exeat: listening on http://127.0.0.1:${server.address().port}`);
});
process.on('SIGTERM', () => {
    if (wrong === 'sanitizer') console.error('x.cpp:1:2: runtime error: signed integer overflow');
    process.exit(wrong === 'code' ? 3 : 0);
});
