import type { LibraryPrompt, List } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { cursorOption, filterQuery, moreLines, nothingLines, timeOptions, workflowOption } from '../filter-options.ts'
import { limitOf } from '../limit-argument.ts'
import { count, money, shortTime, UNKNOWN } from '../output/format.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { filledList } from '../paging.ts'
import { type Query, readOptions, withSource } from '../source.ts'

const LIMIT = { byDefault: 50, max: 500 }

/** What models were asked, in all sessions. */
export const prompts: Command = {
  name: 'prompts',
  summary: 'lists prompts of all sessions, latest first',
  options: {
    phase: { value: 'NAME', summary: 'only of phases with this name' },
    ...workflowOption,
    model: { value: 'NAME', summary: 'only those that asked for this model' },
    'min-rating': { value: 'N', summary: 'only with this average rating or a better one' },
    query: { value: 'TEXT', short: 'q', summary: 'only with these words' },
    ...timeOptions,
    limit: { value: 'N', summary: 'at most this many, up to 500; 50 if left out' },
    ...cursorOption,
    ...readOptions,
  },
  examples: ['prompts --limit 10', 'prompts --phase draft --min-rating 4', 'prompts -q weather --model gpt-5-mini --json'],
  run: (call) =>
    withSource(call, async (source) => {
      const limit = limitOf(call.args, LIMIT)
      const list = await filledList(source.listPrompts, queryOf(call), { limit, terminal: call.terminal })
      if (call.args.isSet('json')) call.terminal.out(safeJson(list))
      else print(list, call)
      return SUCCESS
    }),
}

function queryOf(call: Call): Query {
  const { args } = call
  return {
    ...filterQuery(call),
    phase: args.text('phase'),
    model: args.text('model'),
    minRating: args.text('min-rating'),
    q: args.text('query'),
    limit: args.text('limit'),
    cursor: args.text('cursor'),
  }
}

function print({ items, nextCursor }: List<LibraryPrompt>, { terminal, nowMs }: Call): void {
  if (items.length === 0) {
    terminal.err(...nothingLines('no prompt fits', nextCursor))
    return
  }
  terminal.out(...table(columns(items, nowMs), items, terminal))
  terminal.err(...moreLines(nextCursor))
}

/** The text gets what the rest leaves; a column in which nothing stands is left out. */
function columns(items: readonly LibraryPrompt[], nowMs: number): readonly Column<LibraryPrompt>[] {
  const hasRating = items.some(({ rating }) => rating !== null)
  const hasPhase = items.some(({ phase }) => phase !== null)
  return [
    { title: 'SESSION', align: 'right', cell: ({ sessionId }) => String(sessionId) },
    { title: 'CREATED', cell: ({ createdAt }) => shortTime(createdAt, nowMs) },
    ...(hasPhase ? [{ title: 'PHASE', minWidth: 8, cell: ({ phase }: LibraryPrompt) => phase ?? '' }] : []),
    ...(hasRating ? [{ title: 'RATING', align: 'right' as const, cell: ratingOf }] : []),
    { title: 'PROMPT', minWidth: 24, cell: ({ text }) => text ?? UNKNOWN },
    { title: 'MODEL', minWidth: 12, isOptional: true, cell: ({ model }) => model ?? UNKNOWN },
    { title: 'COST', align: 'decimal', isOptional: true, cell: ({ costUsd }) => money(costUsd) },
    { title: 'TOKENS', align: 'right', isOptional: true, cell: ({ tokensTotal }) => count(tokensTotal) },
    { title: 'WORKFLOW', minWidth: 12, isOptional: true, cell: ({ workflow }) => workflow ?? UNKNOWN },
  ]
}

function ratingOf({ rating, ratingCount }: LibraryPrompt): string {
  if (rating === null) return ''
  const value = rating.toLocaleString('en-US', { maximumFractionDigits: 2 })
  return ratingCount > 1 ? `${value} (${ratingCount})` : value
}
