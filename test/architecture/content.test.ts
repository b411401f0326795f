import { defaultExports, exitsOutsideOfMain, functionsInSemconv, sqlOutsideOfStore } from './content.ts'
import type { Case } from './rule-cases.ts'
import { describeRules } from './rule-cases.ts'

const cases: readonly Case[] = [
  {
    name: 'a statement outside of the store',
    rule: sqlOutsideOfStore,
    path: 'collector/src/api/a.ts',
    text: '\n\ndb.prepare(text)',
    found: ':3: prepared statements belong to',
  },
  {
    name: 'a statement in the store',
    rule: sqlOutsideOfStore,
    path: 'collector/src/store/sqlite/a.ts',
    text: "db.prepare('SELECT 1 FROM x')",
  },
  {
    name: 'SQL that is run',
    rule: sqlOutsideOfStore,
    path: 'collector/src/api/a.ts',
    text: "db.exec('PRAGMA user_version')",
    found: ':1: SQL belongs to',
  },
  {
    name: 'SQL in a template',
    rule: sqlOutsideOfStore,
    path: 'packages/cli/src/a.ts',
    text: 'const a = `\n  SELECT id\n  FROM ' + '$' + '{table}`',
    found: ':1: SQL belongs to',
  },
  {
    name: 'a regular expression that is run',
    rule: sqlOutsideOfStore,
    path: 'collector/src/api/a.ts',
    text: "const a = /x/.exec('Select one from the list')",
  },
  {
    name: 'SQLite outside of the store',
    rule: sqlOutsideOfStore,
    path: 'collector/src/writer.ts',
    text: "import Database from 'better-sqlite3'",
    found: ':1: better-sqlite3 belongs to',
  },
  {
    name: 'an exit in a command',
    rule: exitsOutsideOfMain,
    path: 'packages/cli/src/commands/a.ts',
    text: 'process.exit(1)',
    found: ':1: only main.ts ends the process',
  },
  { name: 'an exit in main', rule: exitsOutsideOfMain, path: 'packages/cli/src/main.ts', text: 'process.exit(1)' },
  {
    name: 'a function in semconv',
    rule: functionsInSemconv,
    path: 'semconv/src/a.ts',
    text: "export const A = 'a'\nexport const b = () => A",
    found: ':2: semconv holds names and values only',
  },
  { name: 'data in semconv', rule: functionsInSemconv, path: 'semconv/src/a.ts', text: "export const A = ['a'] as const" },
  { name: 'a default export', rule: defaultExports, path: 'collector/src/a.ts', text: '\nexport default 1', found: ':2: default export' },
  { name: 'a default export of a tool', rule: defaultExports, path: 'vitest.config.ts', text: 'export default {}' },
]

describeRules('what a file may hold', cases)
