import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['screenshots.ts'], testTimeout: 900_000, hookTimeout: 900_000, maxWorkers: 1, pool: 'forks' } })
