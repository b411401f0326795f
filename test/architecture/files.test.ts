import { describe, expect, it } from 'vitest'
import { innerIndexes, longFiles, wrongMigrations, wrongNames } from './files.ts'
import type { Case } from './rule-cases.ts'
import { describeRules } from './rule-cases.ts'
import type { Source } from './source.ts'

const lengths = (sources: readonly Source[]) => longFiles(sources, {})
const lines = (count: number) => 'x\n'.repeat(count)

const cases: readonly Case[] = [
  { name: 'a folder that says nothing', rule: wrongNames, path: 'collector/src/utils/time.ts', found: ':1: "utils" says nothing' },
  { name: 'a file that says nothing', rule: wrongNames, path: 'collector/src/api/helpers.test.ts', found: ':1: "helpers" says nothing' },
  { name: 'a file in camel case', rule: wrongNames, path: 'collector/src/api/spanTree.ts', found: ':1: "spanTree.ts" is not kebab-case' },
  { name: 'a file in kebab case', rule: wrongNames, path: 'collector/src/api/span-tree.test.ts' },
  { name: 'a component', rule: wrongNames, path: 'packages/web/src/trace/StepRow.tsx' },
  { name: 'a Python module', rule: wrongNames, path: 'packages/python/ai_tracker/__init__.py' },
  { name: 'a long file', rule: lengths, path: 'collector/src/api/a.ts', text: lines(301), found: ':301: over 300 lines' },
  { name: 'a test', rule: lengths, path: 'collector/src/api/a.test.ts', text: lines(500) },
  { name: 'a file at the limit', rule: lengths, path: 'collector/src/api/a.ts', text: lines(300) },
  { name: 'an inner index', rule: innerIndexes, path: 'collector/src/api/index.ts', found: ':1: an inner index' },
  { name: 'the index of a workspace', rule: innerIndexes, path: 'packages/sdk/src/index.ts' },
  {
    name: 'the first migration is not the first',
    rule: wrongMigrations,
    path: 'collector/src/store/sqlite/migrations/0002_more.sql',
    found: ':1: migration number 1 was expected here',
  },
  {
    name: 'a migration without a number',
    rule: wrongMigrations,
    path: 'collector/src/store/sqlite/migrations/more.sql',
    found: ':1: migration number 1 was expected here',
  },
  { name: 'the first migration', rule: wrongMigrations, path: 'collector/src/store/sqlite/migrations/0001_start.sql' },
]

describeRules('names and sizes', cases)

describe('rules over several files', () => {
  it('finds a number that is used twice', () => {
    const sources = ['0001_a', '0002_b', '0002_c'].map((name) => ({ path: `store/migrations/${name}.sql`, text: '' }))
    expect(wrongMigrations(sources)).toEqual(['store/migrations/0002_c.sql:1: migration number 3 was expected here'])
  })

  it('takes a long file with a reason, and reports a reason without its file', () => {
    const reasons = { 'a.ts': 'a table', 'b.ts': 'gone' }
    expect(longFiles([{ path: 'a.ts', text: lines(400) }], reasons)).toEqual([
      'b.ts:1: no longer over its limit: take it out of LONG_FILES',
    ])
  })
})
