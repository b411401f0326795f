import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contentKeyFile, openContentKey, openRedactor } from './open-redactor.ts'

const folder = mkdtempSync(join(tmpdir(), 'ai-tracker-redactor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = (name: string): string => join(folder, name)
const isPosix = process.platform !== 'win32'

describe('the key of hashes', () => {
  it('is made once, for its owner alone, and kept', () => {
    const file = contentKeyFile(path('a.db'))
    const key = openContentKey(file)
    expect(key).toHaveLength(32)
    expect(openContentKey(file)).toEqual(key)
    if (isPosix) expect(statSync(file).mode & 0o777).toBe(0o600)
  })
  it('differs between databases', () =>
    expect(openContentKey(contentKeyFile(path('b.db')))).not.toEqual(openContentKey(contentKeyFile(path('c.db')))))
  it('is refused when it is cut', () => {
    writeFileSync(path('short'), 'abc', { mode: 0o600 })
    expect(() => openContentKey(path('short'))).toThrow(/^the content key .*short has 3 bytes instead of 32/)
  })
  it.runIf(isPosix)('is refused when others can read it', () => {
    openContentKey(path('open'))
    chmodSync(path('open'), 0o644)
    expect(() => openContentKey(path('open'))).toThrow(/can be read by others: chmod 600/)
  })
  it('says where it cannot be written', () =>
    expect(() => openContentKey(path('no/such/folder'))).toThrow(/no\/such\/folder cannot be written/))
})

describe('the redactor of a collector', () => {
  const open = (mode: 'full' | 'redacted' | 'hashed' | 'off', rulesFile?: string) => openRedactor({ mode, db: path('d.db'), rulesFile })
  it('makes a key when anything is to be replaced', () => {
    expect(open('full').mode).toBe('full')
    expect(() => readFileSync(contentKeyFile(path('d.db')))).toThrow()
    for (const mode of ['redacted', 'hashed', 'off'] as const) expect(open(mode).mode).toBe(mode)
    expect(readFileSync(contentKeyFile(path('d.db')))).toHaveLength(32)
  })
  it('reads own rules', () => {
    writeFileSync(path('rules.json'), '{"rules":[{"name":"x","pattern":"x"}]}')
    expect(open('redacted', path('rules.json')).version).not.toBe(open('redacted').version)
  })
  it('refuses bad rules in every mode', () => {
    writeFileSync(path('bad.json'), '{"rules":[{"name":"x","pattern":"["}]}')
    for (const mode of ['full', 'redacted'] as const) expect(() => open(mode, path('bad.json'))).toThrow(/bad\.json: rule "x": "pattern"/)
  })
  it('says that there is no such file', () => expect(() => open('redacted', path('none'))).toThrow(/none: the file does not exist/))
})
