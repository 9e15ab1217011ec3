// Tries the reader of docs/errors.md, on small pages and on the page itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read_rows } from '../errors/table.ts';
import { fault_runs } from '../errors/faults.ts';
import { runs } from '../errors/runs.ts';

const page = (row: string) => `text\n\n| id | sent | status | type | words | left behind |\n| --- | --- | --- | --- | --- | --- |\n${row}\n\n| id | other |\n| - | - |\n| x | y |\n`;

test('reads a request', () => {
    expect(read_rows(page('| no-name | `admin POST /api/libraries {"name": "a \\| b"}` | 422 | name-missing | "has no name" | nothing |'))).toEqual([{
        id: 'no-name', line: 5, section: '', words: 'has no name', type: 'name-missing', left_behind: 'nothing', outcome: { status: 422 },
        sent: { who: 'admin', method: 'POST', path: '/api/libraries', body: '{"name": "a | b"}' },
    }]);
});

test('reads a function and a program that did not start', () => {
    expect(read_rows(page('| port | `run:port_in_use` | exit 1 | - | "in use" | run: the first goes on |'))[0]).toMatchObject({
        sent: { run: 'port_in_use' }, outcome: { exit: 1 }, type: undefined, left_behind: { checked: 'the first goes on' },
    });
});

test.each([
    ['| a_b | `admin GET /x` | 404 | x | "w" | nothing |', /id a_b/],
    ['| a | `admin GET /x` | 404 | x | w | nothing |', /quotes/],
    ['| a | `root GET /x` | 404 | x | "w" | nothing |', /what is sent/],
    ['| a | `admin GET /x` | bad | x | "w" | nothing |', /status/],
    ['| a | `admin GET /x` | 404 | Not Found | "w" | nothing |', /type/],
    ['| a | `admin GET /x` | 404 | x | "w" | something |', /left behind/],
    ['| a | `admin GET /x` | 404 | x | "w" | run: all |', /only a function/],
    ['| a | `admin GET /x` | 404 | x | "w" |', /5 cells/],
    ['| a | `admin GET /x` | 404 | x | "w" | nothing |\n| a | `admin GET /y` | 404 | x | "w" | nothing |', /line 5, too/],
])('refuses %s', (row, words) => {
    expect(() => read_rows(page(row))).toThrow(words);
});

test('docs/errors.md can be read, and its functions are those that there are', () => {
    const rows = read_rows(readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8'));
    const named = rows.flatMap((row) => ('run' in row.sent ? [row.sent.run] : []));
    expect(Object.keys({ ...runs, ...fault_runs }).sort()).toEqual(named.sort());
});
