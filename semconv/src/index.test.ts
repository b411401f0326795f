import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as semconv from './index.ts'

const entries = Object.entries(semconv)

describe('semconv', () => {
  it('holds strings and nothing else', () => {
    for (const [name, value] of entries) expect(typeof value, name).toBe('string')
  })

  it('names constants by what they are', () => {
    for (const [name] of entries) expect(name).toMatch(/^(ATTR_|EVENT_|SCOPE_PREFIX_|[A-Z_]+_VALUE_)/)
  })

  it('names each attribute and event once', () => {
    for (const kind of ['ATTR_', 'EVENT_']) {
      const values = entries.filter(([name]) => name.startsWith(kind)).map(([, value]) => value)
      expect(values).toEqual([...new Set(values)])
    }
  })

  for (const file of readdirSync(import.meta.dirname).filter((name) => !/(index|test)\.ts$/.test(name)))
    it(`explains every constant of ${file}`, () => {
      const lines = readFileSync(`${import.meta.dirname}/${file}`, 'utf8').split('\n')
      lines.forEach((line, index) => {
        if (line.startsWith('export const')) expect(lines[index - 1], line).toMatch(/^\/\*\* .+\. ?.*\*\/$/)
      })
    })
})
