// Tries the PostgreSQL that is thrown away: it works, it can go away and come back, and nothing of it is left.
import { expect, test } from 'vitest';
import { existsSync } from 'node:fs';
import { Postgres } from './postgres.ts';

test('starts, is stopped hard, starts again with what was committed, and goes', async () => {
    const server = await Postgres.start();
    const url = await server.make_database('one');
    const folder = decodeURIComponent(new URL(url.replace('///', '//x/')).searchParams.get('host') ?? '');
    try {
        await Postgres.psql(url, "create table t (a text); insert into t values ('kept')");
        await server.halt();
        await expect(Postgres.psql(url, 'select 1')).rejects.toThrow(/ended with 2/);
        await server.go();
        expect(await Postgres.psql(url, 'select a from t')).toBe('kept');
        expect(await Postgres.dump(url, [])).toContain("INSERT INTO public.t VALUES ('kept')");
        expect(await Postgres.dump(url, ['t'])).not.toContain('kept');
        await expect(Postgres.psql(url, 'select nothing')).rejects.toThrow(/column "nothing" does not exist/);
        expect(existsSync(folder)).toBe(true);
    } finally {
        await server.end();
    }
    expect(existsSync(folder)).toBe(false);
});
