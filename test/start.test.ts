import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const start = join(import.meta.dirname, '../packages/cli/start.cjs')

describe('starting on a Node.js that cannot strip types', () => {
  it('says so in one line and fails', () => {
    const run = spawnSync(process.execPath, ['--no-strip-types', start, 'serve'], { encoding: 'utf8' })
    expect(run.stderr).toMatch(/^ai-tracker needs Node\.js 22\.18 or later, and this is v\d.*\n$/)
    expect(run.stdout).toBe('')
    expect(run.status).toBe(1)
  })
})
