import type { Session } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { sessionColumns } from './session-columns.ts'
import { table } from './table.ts'

const NOW_MS = Date.UTC(2026, 0, 4, 12)

const BASE: Session = {
  ...({} as Session),
  id: 7,
  workflow: 'blog-post',
  title: null,
  rootName: 'invoke_workflow blog-post',
  status: 'completed',
  startedAt: '2026-01-04T10:00:00Z',
  tokensTotal: 1200,
  costUsd: '0.006',
  costCoverage: 1,
  errorCount: 0,
  pinned: false,
  models: ['claude-sonnet-4-5'],
}

/** Lines of a table of sessions with these fields, without what changes with the clock and the zone. */
function lines(columns: number, ...sessions: readonly Partial<Session>[]): readonly string[] {
  const rows = sessions.map((session) => ({ ...BASE, ...session }))
  return table(sessionColumns(rows, NOW_MS), rows, { columns, paint: (_, text) => text })
}

const LONG = 'How a scheduler shares one processor among many programs'

describe('sessions in lines', () => {
  it('are called by their titles, cut to fit', () => {
    const [heading, first, second] = lines(80, { title: LONG }, { title: 'Short', workflow: null })
    expect(heading).toMatch(/^ID +STARTED +TITLE +STATUS/)
    expect(first).toMatch(/ How a scheduler sh[^ ]*… +completed /)
    expect(second).toMatch(/ Short +completed /)
  })

  it('have their workflow beside it where there is room', () => {
    const [heading, first] = lines(140, { title: LONG })
    expect(heading).toMatch(/ TITLE +WORKFLOW +STATUS .* ERRORS +MODELS$/)
    expect(first).toMatch(/ How a scheduler shares one .*… +blog-post +completed /)
  })

  it.each([
    ['no title', null],
    ['an empty one', ''],
    ['one that says the workflow again', 'blog-post'],
    ['the name of the span, that says it again', 'invoke_workflow blog-post'],
  ])('have their workflow in place of %s', (_, title) => {
    const [heading, , second] = lines(140, { title: LONG }, { title })
    expect(heading).toContain(' TITLE ')
    expect(second).toMatch(/ blog-post +completed /)
    expect(second?.match(/blog-post/g)).toHaveLength(1)
    const [alone, row] = lines(80, { title })
    expect(alone).toMatch(/^ID +STARTED +WORKFLOW +STATUS/)
    expect(row).toMatch(/ blog-post +completed /)
  })

  it('have a mark where they are pinned', () => {
    const [, pinned, other] = lines(80, { pinned: true }, {})
    expect(pinned).toMatch(/ completed \* /)
    expect(other).not.toContain('*')
  })

  it('are not shown with a hole where nobody gave a name', () =>
    expect(lines(80, { workflow: null, rootName: 'GET /chat' })[1]).toContain(' GET /chat '))
})
