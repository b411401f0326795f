import { AppError, type List, type Log, type LogSeverity, SEVERITIES } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { cursorOption, filterQuery, moreLines, nothingLines, timeOptions } from '../filter-options.ts'
import { limitOf } from '../limit-argument.ts'
import { agoOf } from '../moment.ts'
import { valueText } from '../output/any-value.ts'
import { either, longTime, UNKNOWN } from '../output/format.ts'
import type { Tone } from '../output/paint.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { filledList } from '../paging.ts'
import { type Query, readOptions, withSource } from '../source.ts'

const LIMIT = { byDefault: 50, max: 500 }

/** Log records as they came. */
export const logs: Command = {
  name: 'logs',
  summary: 'lists log records, latest first',
  options: {
    session: { value: 'ID', summary: 'only of this session, or with this key, which only logs may name' },
    trace: { value: 'ID', summary: 'only of this trace: 32 hex digits' },
    service: { value: 'NAME', summary: 'only of this service' },
    severity: { value: 'WORD', summary: `at least this severe: ${either(SEVERITIES)}`, values: SEVERITIES },
    event: { value: 'NAME', summary: 'only events with this name' },
    grep: { value: 'TEXT', summary: 'only with this in the body, an attribute or the name of the event' },
    since: { value: 'TIME', summary: 'only of the last 90s, 30m, 1h or 7d' },
    ...timeOptions,
    limit: { value: 'N', summary: 'at most this many, up to 500; 50 if left out' },
    ...cursorOption,
    ...readOptions,
  },
  examples: ['logs --session 3', 'logs --severity warn --since 1h', 'logs --grep timeout --service my-agent --json'],
  run: (call) =>
    withSource(call, async (source) => {
      const limit = limitOf(call.args, LIMIT)
      const list = await filledList(source.listLogs, queryOf(call), { limit, terminal: call.terminal })
      if (call.args.isSet('json')) call.terminal.out(safeJson(list))
      else print(list, call)
      return SUCCESS
    }),
}

function queryOf(call: Call): Query {
  const { args, nowMs } = call
  const { after, before } = filterQuery(call)
  const since = agoOf('since', args.text('since'), nowMs)
  if (since !== undefined && after !== undefined) throw new AppError('invalid', 'both --since and --after say when to begin; give one')
  return {
    session: args.text('session'),
    trace: args.text('trace'),
    service: args.text('service'),
    severity: args.text('severity'),
    event: args.text('event'),
    q: args.text('grep'),
    after: after ?? since,
    before,
    limit: args.text('limit'),
    cursor: args.text('cursor'),
  }
}

function print({ items, nextCursor }: List<Log>, { terminal, nowMs }: Call): void {
  if (items.length === 0) {
    terminal.err(...nothingLines('no log record fits', nextCursor))
    return
  }
  terminal.out(...table(columns(items, nowMs), items, terminal))
  terminal.err(...moreLines(nextCursor))
}

const TONES: Readonly<Record<LogSeverity, Tone | undefined>> = {
  trace: 'faint',
  debug: 'faint',
  info: undefined,
  warn: 'warning',
  error: 'bad',
  fatal: 'bad',
}

/** What a record says gets what the rest leaves; a column in which nothing stands is left out. */
function columns(items: readonly Log[], nowMs: number): readonly Column<Log>[] {
  const hasSession = items.some(({ sessionId }) => sessionId !== null)
  const hasEvent = items.some(({ event }) => event !== null)
  const isToday = items.every(({ at }) => longTime(at).slice(0, DAY_CHARS) === longTime(new Date(nowMs).toISOString()).slice(0, DAY_CHARS))
  return [
    { title: 'TIME', cell: ({ at }) => (isToday ? longTime(at).slice(DAY_CHARS + 1) : longTime(at)) },
    { title: 'LEVEL', cell: levelOf, tone: ({ severity }) => (severity === null ? undefined : TONES[severity]) },
    ...(hasSession ? [{ title: 'SESSION', align: 'right' as const, cell: sessionOf }] : []),
    ...(hasEvent ? [{ title: 'EVENT', minWidth: 12, cell: ({ event }: Log) => event ?? '' }] : []),
    { title: 'BODY', minWidth: 24, cell: ({ body }) => (body === null ? '' : valueText(body)) },
    { title: 'SERVICE', minWidth: 10, isOptional: true, cell: ({ service }) => service ?? UNKNOWN },
    { title: 'SCOPE', minWidth: 10, isOptional: true, cell: ({ scope }) => scope || UNKNOWN },
  ]
}

const DAY_CHARS = '2026-01-04'.length

function levelOf({ severity, severityText }: Log): string {
  return severity ?? severityText ?? UNKNOWN
}

/** A record may belong to no session that is known yet. */
function sessionOf({ sessionId }: Log): string {
  return sessionId === null ? UNKNOWN : String(sessionId)
}
