import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AppError } from '../domain/app-error.ts'
import { createFileGuard } from './file-guard.ts'

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'guard-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'tracker.db')
  writeFileSync(file, 'old')
  const lost: AppError[] = []
  return { file, lost, guard: createFileGuard({ file, lost: (fault) => lost.push(fault) }) }
}

describe.skipIf(process.platform === 'win32')('createFileGuard', () => {
  const replaced = (file: string) => {
    writeFileSync(`${file}.new`, 'new')
    renameSync(`${file}.new`, file)
  }
  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['replaced', replaced],
    ['moved away', (file: string) => renameSync(file, `${file}.old`)],
  ])('finds that the file was %s, and says so once', (_name, change) => {
    const { file, lost, guard } = setUp()
    change(file)
    const message = `${file} was deleted or replaced while the collector runs; stop it and start it again`
    expect(guard.fault()).toMatchObject({ code: 'unavailable', message })
    writeFileSync(file, 'again')
    expect(guard.fault()).toBe(lost[0])
    expect(lost).toHaveLength(1)
  })

  it('finds nothing where the file only changed', () => {
    const { file, lost, guard } = setUp()
    writeFileSync(file, 'more')
    expect([guard.fault(), guard.fault(), lost]).toEqual([undefined, undefined, []])
  })
})
