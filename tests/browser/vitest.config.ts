import { defineConfig } from 'vitest/config'

// Guards against hanging, not measures: a browser on a busy machine is slow.
export default defineConfig({
  test: { include: ['*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 1, pool: 'forks' },
})
