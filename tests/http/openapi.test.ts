// The document itself: that a linter accepts it, and that its names are ours.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Server } from './harness/server.ts';

let server: Server;
let text: string;

beforeAll(async () => {
    server = await Server.start();
    text = (await server.nobody().get('/api/openapi.json')).expect(200).text;
});
afterAll(() => server?.end());

describe('the OpenAPI document', () => {
    test('is accepted by the linter', async () => {
        const config = await createConfig({
            extends: ['recommended'],
            rules: {
                'info-license': 'off',
                'info-license-url': 'off',
                'no-server-example.com': 'off',
                'no-empty-servers': 'off',
                'operation-operationId': 'error',
                'operation-operationId-unique': 'error',
                'operation-4xx-response': 'off', // a health check has none
                'security-defined': 'error',
                'no-unused-components': 'error',
                'no-ambiguous-paths': 'error',
                'no-identical-paths': 'error',
                'path-parameters-defined': 'error',
            },
        });
        const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
        expect(problems.map((one) => `${one.severity} ${one.ruleId} ${one.location[0]?.pointer ?? ''}: ${one.message}`)).toEqual([]);
    });

    test('says OpenAPI 3.1 and which version of us it describes', () => {
        const document = JSON.parse(text);
        expect(document.openapi).toMatch(/^3\.1\./);
        expect(document.info.version).toMatch(/^\d/);
    });

    test('names operations as we name everything', () => {
        for (const [path, item] of Object.entries<any>(JSON.parse(text).paths)) {
            for (const [method, operation] of Object.entries<any>(item)) {
                if (method === 'parameters') continue;
                expect(operation.operationId, `${method} ${path}`).toMatch(/^[a-z]+(_[a-z0-9]+)*$/);
            }
        }
    });

    test('asks who it is of every operation that is not open to all', () => {
        const document = JSON.parse(text);
        for (const [path, item] of Object.entries<any>(document.paths)) {
            for (const [method, operation] of Object.entries<any>(item)) {
                if (method === 'parameters') continue;
                const security = operation.security ?? document.security;
                if (security?.length) expect(operation.responses, `${method} ${path}`).toHaveProperty('401');
            }
        }
    });

    test('has every operation that README and docs name', () => {
        const root = join(import.meta.dirname, '../..');
        const files = ['README.md', 'ARCHITECTURE.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))];
        const shape = (path: string): string => path.replace(/\{[^}]*\}/g, '{}');
        const known = new Set(Object.entries<any>(JSON.parse(text).paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${shape(path)}`)));
        const named = files.flatMap((file) => {
            const words = readFileSync(join(root, file), 'utf8').replace(/\s+/g, ' ');
            return [...words.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`?]*)(\?[^`]*)?`/g)].map((one) => ({ file, call: `${one[1]} ${shape(one[2] ?? '')}` }));
        });
        expect(named.length).toBeGreaterThan(20);
        expect(named.filter((one) => !known.has(one.call))).toEqual([]);
    });
});
