import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { finalTally, tallyLine } from './tally.ts'

const cases = [
  { name: 'a run that passes', text: '{"passed":3,"failed":0}', exitCode: 0, line: '3 passed, 0 failed' },
  { name: 'a run with failures', text: '{"passed":3,"failed":2}', exitCode: 1, line: '3 passed, 2 failed' },
  { name: 'a run that fails for another reason', text: '{"passed":3,"failed":0}', exitCode: 1, line: '3 passed, 1 failed' },
  { name: 'a run that a signal ends after its tally', text: '{"passed":3,"failed":0}', exitCode: null, line: '3 passed, 1 failed' },
  { name: 'a run that dies', text: undefined, exitCode: null, line: '0 passed, 1 failed' },
  { name: 'a run that ends well but reports nothing', text: undefined, exitCode: 0, line: '0 passed, 1 failed' },
]

describe('the last line of a test run', () => {
  it.each(cases)('$name', ({ text, exitCode, line }) => {
    expect(tallyLine(finalTally(text, exitCode))).toBe(line)
  })

  it('is refused when the tally is not one', () => {
    expect(() => finalTally('{"passed":"3"}', 0)).toThrow('holds no tally')
  })
})

const files = [
  {
    name: 'one test passes and one fails',
    code: "it('a', () => {}); it('b', () => { throw new Error('no') })",
    line: '1 passed, 1 failed',
    status: 1,
  },
  { name: 'all pass', code: "it('a', () => {}); it.skip('b', () => {})", line: '1 passed, 0 failed', status: 0 },
  { name: 'a file cannot be loaded', code: "throw new Error('no')", line: '0 passed, 1 failed', status: 1 },
  {
    name: 'a rejection is not handled',
    code: "it('a', () => { void Promise.reject(new Error('no')) })",
    line: '1 passed, 1 failed',
    status: 1,
  },
  { name: 'the runner is killed', code: "it('a', () => { process.kill(process.ppid, 'SIGKILL') })", line: '0 passed, 1 failed', status: 1 },
]

describe('npm test', () => {
  it.each(files)('ends with the line and the exit code when $name', ({ code, line, status }) => {
    const folder = mkdtempSync(join(tmpdir(), 'ai-tracker-run-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'some.test.ts'), code)
    const options = { encoding: 'utf8', input: '', env: { ...process.env, HOME: folder } } as const
    const script = join(import.meta.dirname, 'run.ts')
    const config = join(import.meta.dirname, '../vitest.config.ts')
    const run = spawnSync(process.execPath, [script, '--globals', `--config=${config}`, `--root=${folder}`], options)
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(line)
    expect(run.status).toBe(status)
  })
})
