import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const start = join(import.meta.dirname, '../packages/cli/start.cjs')

describe('starting on a Node.js that cannot strip types', () => {
  it('says so in one line and fails', () => {
    const run = spawnSync(process.execPath, ['--no-strip-types', start, 'serve'], { encoding: 'utf8' })
    expect(run.stderr).toMatch(/^ai-tracker needs Node\.js 22\.18 or later, and this is v\d.*\n$/)
    expect(run.stdout).toBe('')
    expect(run.status).toBe(1)
  })
})

describe('compiled modules', () => {
  const kept = join(import.meta.dirname, '../node_modules/.cache/ai-tracker')

  it('are kept for the next start, beside what is installed', () => {
    rmSync(kept, { recursive: true, force: true })
    const { NODE_COMPILE_CACHE: _, ...env } = process.env
    expect(spawnSync(process.execPath, [start, '--version'], { env }).status).toBe(0)
    expect(existsSync(kept)).toBe(true)
  })

  it('are kept where somebody wants them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-compiled-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const wanted = join(folder, 'here')
    expect(spawnSync(process.execPath, [start, '--version'], { env: { ...process.env, NODE_COMPILE_CACHE: wanted } }).status).toBe(0)
    expect(existsSync(wanted)).toBe(true)
  })
})
