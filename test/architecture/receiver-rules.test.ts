import { describe, expect, it } from 'vitest'
import { untestedRules } from './receiver-rules.ts'
import { readSources } from './source.ts'

interface Case {
  readonly name: string
  readonly path?: string
  readonly text: string
  readonly missing?: readonly string[]
  readonly found?: readonly unknown[]
}

/** Rules of decoding that are not named yet; this list only gets shorter. */
const MISSING: readonly string[] = []

describe('each rule of the receiver', () => {
  it('has a test with its number in its name', () => expect(untestedRules(readSources(), MISSING)).toEqual([]))

  const all = Array.from({ length: 78 }, (_, index) => `R${index + 1}`)
  const named = `it('is right (${all.join(', ')})', () => {})`
  const unnamed = named.replace('(R1, ', '(')
  const lacking = ['R1: no test has it in its name']
  const cases: readonly Case[] = [
    { name: 'named', text: named },
    { name: 'named in a table', text: `${unnamed}\n['a case (R1)', 5]` },
    { name: 'named at the start', text: `${unnamed}\nit('R1 R2 is right')` },
    { name: 'not named', text: unnamed, found: lacking },
    { name: 'not named, but known to be missing', text: unnamed, missing: ['R1'] },
    { name: 'named, but said to be missing', text: named, missing: ['R1'], found: [expect.stringMatching(/^R1: .* take it out/)] },
    { name: 'named in a comment only', text: `${unnamed}\n// as '(R1)' says`, found: lacking },
    { name: 'named where there are no tests', path: 'collector/src/a.ts', text: named, missing: all.slice(1), found: lacking },
    { name: 'unknown', text: named.replace('R78', 'R78, R79'), found: ['R79: there is no such rule'] },
  ]
  it.each(cases)('may be $name', ({ path = 'collector/src/a.test.ts', text, missing = [], found = [] }) => {
    expect(untestedRules([{ path, text }], missing)).toEqual(found)
  })
})
