import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { tallyReporter } from './test/reporter.ts'

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'],
    environment: 'node',
    // One process per file: a crash in native code (SQLite) takes one file down and not the run.
    pool: 'forks',
    // Files wait for processes, pages and disks most of the time: two at once on two cores, where Vitest would take one.
    maxWorkers: 2,
    // Two cores under load take several times as long as a free machine; a hang is still found within half a minute.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', tallyReporter],
    // Processes that tests start find what was compiled before: a command takes a third of the computing.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/ai-tracker-compile', import.meta.url)) },
  },
})
