import { describe, expect, it } from 'vitest'
import { textFrom } from '../testing/pieces.ts'
import { CSV_COLUMNS, csvRows } from './csv-export.ts'
import { jsonDocument, jsonLines } from './json-export.ts'
import { EXPORTED, type SessionContent } from './session-content.ts'

/** A session with these items in every list. The formats look at no more fields than they are given. */
function content(count: number): SessionContent {
  const item = (index: number) => ({
    id: index,
    traceId: 't',
    spanId: 's',
    phase: 'draft',
    createdAt: '2026-01-04T10:00:00.000Z',
    text: '=1+1\n\u001b[2J',
    type: 'x',
    kind: 'metric',
    severity: 'minor',
    error: { type: 'Timeout', message: null },
    success: null,
    body: null,
    value: null,
    count: '2',
    sum: 1.5,
  })
  return {
    session: { id: 7, title: '\u202e' },
    async *items() {
      for (let index = 1; index <= count; index++) yield item(index)
    },
  } as unknown as SessionContent
}

describe('an export as JSON', () => {
  it.each([0, 1, 3])('is one document with every list, of %i items', async (count) => {
    const text = await textFrom(jsonDocument(content(count)))
    const document = JSON.parse(text)
    expect(Object.keys(document)).toEqual(['session', ...EXPORTED])
    expect(document.session).toEqual({ id: 7, title: '\u202e' })
    for (const list of EXPORTED) expect(document[list]).toHaveLength(count)
    expect(text).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v)
    expect(text).toBe(`${JSON.stringify(document, null, 2).replaceAll('\u202e', '\\u202e')}\n`)
  })

  it('lines say what they are', async () => {
    const lines = (await textFrom(jsonLines(content(1))))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ record }) => record)).toEqual([
      'session',
      'phase',
      'prompt',
      'response',
      'action',
      'artifact',
      'issue',
      'event',
      'log',
      'metric',
    ])
    expect(lines.at(-1)).toMatchObject({ record: 'metric', kind: 'metric' })
  })
})

describe('an export as CSV', () => {
  it('has a row for each thing, whose texts no spreadsheet runs', async () => {
    const text = await textFrom(csvRows(content(1)))
    const rows = text.split('\n')
    expect(rows[0]).toBe(CSV_COLUMNS.join(','))
    expect(text).toContain('"\'=1+1\n')
    expect(text).toContain('Timeout')
    expect(text).toContain('"count 2, sum 1.5"')
    expect(rows.map((row) => row.split(',')[0]).filter((first) => /^[a-z]+$/.test(first ?? ''))).toEqual([
      'record',
      ...['phase', 'prompt', 'response', 'action', 'artifact', 'issue', 'event', 'log', 'metric'],
    ])
  })
})
