// Every suite runs twice, once on each database; the harness has suites of its own that need no server of ours.
import { defineConfig } from 'vitest/config';

const suites = { include: ['*.test.ts'], globalSetup: ['harness/once.ts'] };

export default defineConfig({
    test: {
        // A server of the test build is slow under load; these are guards against hanging, not measures.
        testTimeout: 120_000,
        hookTimeout: 300_000,
        maxWorkers: 2,
        pool: 'forks',
        projects: [
            { extends: true, test: { ...suites, name: 'sqlite', env: { EXEAT_ENGINE: 'sqlite' } } },
            { extends: true, test: { ...suites, name: 'postgresql', env: { EXEAT_ENGINE: 'postgresql' } } },
            { extends: true, test: { name: 'harness', include: ['harness/*.test.ts'] } },
        ],
    },
});
