import { safeJson } from '../output/safe-text.ts'
import { EXPORTED, type ExportedList, type SessionContent } from './session-content.ts'

/** One JSON document, `{ "session": …, "phases": [ … ], … }`, in pieces. */
export async function* jsonDocument({ session, items }: SessionContent): AsyncGenerator<string> {
  yield `{\n  "session": ${indented(session, '  ')}`
  for (const list of EXPORTED) {
    let separator = '\n'
    yield `,\n  "${list}": [`
    for await (const item of items(list)) {
      yield `${separator}    ${indented(item, '    ')}`
      separator = ',\n'
    }
    yield separator === '\n' ? ']' : '\n  ]'
  }
  yield '\n}\n'
}

/** What an item of a list is called where it stands alone. */
export const RECORDS: Readonly<Record<ExportedList, string>> = {
  phases: 'phase',
  prompts: 'prompt',
  responses: 'response',
  actions: 'action',
  artifacts: 'artifact',
  issues: 'issue',
  events: 'event',
  logs: 'log',
  metrics: 'metric',
}

/** One JSON object per line; `record` says what it is. */
export async function* jsonLines({ session, items }: SessionContent): AsyncGenerator<string> {
  yield line({ record: 'session', ...session })
  for (const list of EXPORTED) for await (const item of items(list)) yield line({ record: RECORDS[list], ...item })
}

function indented(value: unknown, indent: string): string {
  // Line feeds inside of strings are escaped: all that are left belong to the layout.
  return safeJson(value).replaceAll('\n', `\n${indent}`)
}

function line(value: object): string {
  return `${safeJson(value, 0)}\n`
}
