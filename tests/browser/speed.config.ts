import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['speed.ts'], testTimeout: 300_000, maxWorkers: 1, pool: 'forks' } })
