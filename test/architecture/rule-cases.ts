import { describe, expect, it } from 'vitest'
import type { Source } from './source.ts'

/** A rule and a file that it is shown. */
export interface Case {
  readonly name: string
  readonly rule: (sources: readonly Source[]) => readonly string[]
  readonly path: string
  readonly text?: string
  /** What the rule reports after the path; without it the file is fine. */
  readonly found?: string
}

/** Shows each file to its rule, which must report it or let it pass. */
export function describeRules(name: string, cases: readonly Case[]): void {
  describe(name, () => {
    it.each(cases)('$name', ({ rule, path, text = '', found }) => {
      expect(rule([{ path, text }])).toEqual(found === undefined ? [] : [expect.stringContaining(`${path}${found}`)])
    })
  })
}
