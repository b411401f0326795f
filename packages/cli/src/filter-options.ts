import type { Call, Options } from './command.ts'
import { momentOf } from './moment.ts'
import type { Query } from './source.ts'

/** Options that narrow a list by workflow and time. */
export const workflowOption = { workflow: { value: 'NAME', summary: 'only of this workflow' } } as const satisfies Options

export const timeOptions = {
  after: { value: 'TIME', summary: 'only from then on: 2026-01-04 (local) or 2026-01-04T10:00:00Z' },
  before: { value: 'TIME', summary: 'only before' },
} as const satisfies Options

export const cursorOption = {
  cursor: { value: 'TEXT', summary: 'the page after: nextCursor of the one before' },
} as const satisfies Options

/** Parameters of `workflowOption` and `timeOptions`. @throws AppError `invalid` for a time that is none */
export function filterQuery({ args }: Call): Query {
  return {
    workflow: args.text('workflow'),
    after: momentOf('after', args.text('after')),
    before: momentOf('before', args.text('before')),
  }
}

/** What is said below a list that goes on. On a line of its own a cursor can be copied whole. */
export function moreLines(nextCursor: string | null): readonly string[] {
  return nextCursor === null ? [] : ['there are more; --limit N shows more at a time, and this the next ones:', `--cursor ${nextCursor}`]
}

/** What is said instead of a list in which nothing fits: of what was looked at, where that is not all. */
export function nothingLines(nothing: string, nextCursor: string | null): readonly string[] {
  return nextCursor === null ? [nothing] : [`${nothing} so far; this looks further:`, `--cursor ${nextCursor}`]
}
