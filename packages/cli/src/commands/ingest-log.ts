import { AppError, type IngestReceipt, type List, sizeText } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { cursorOption, filterQuery, moreLines, nothingLines, timeOptions } from '../filter-options.ts'
import { limitOf } from '../limit-argument.ts'
import { count, counted, shortTime, UNKNOWN } from '../output/format.ts'
import { safeJson } from '../output/safe-text.ts'
import { type Column, table } from '../output/table.ts'
import { filledList } from '../paging.ts'
import { type Query, readOptions, withSource } from '../source.ts'

const LIMIT = { byDefault: 50, max: 500 }
const SIGNALS = ['traces', 'logs', 'metrics']

/** Requests that came in, and what became of them. */
export const ingestLog: Command = {
  name: 'ingest log',
  summary: 'lists export requests and what became of them, latest first',
  options: {
    service: { value: 'NAME', summary: 'only with telemetry of this service' },
    signal: { value: 'SIGNAL', summary: 'only traces, logs or metrics', values: SIGNALS },
    rejected: { summary: 'only what was refused, or stored without some of its items' },
    refused: { summary: 'only what was refused as a whole' },
    ...timeOptions,
    limit: { value: 'N', summary: 'at most this many, up to 500; 50 if left out' },
    ...cursorOption,
    ...readOptions,
  },
  examples: ['ingest log --limit 10', 'ingest log --rejected --after 2026-01-04', 'ingest log --service my-agent --json'],
  run: (call) =>
    withSource(call, async (source) => {
      const limit = limitOf(call.args, LIMIT)
      const list = await filledList(source.listReceipts, queryOf(call), { limit, terminal: call.terminal })
      if (call.args.isSet('json')) call.terminal.out(safeJson(list))
      else print(list, call)
      return SUCCESS
    }),
}

function queryOf(call: Call): Query {
  const { args } = call
  if (args.isSet('rejected') && args.isSet('refused'))
    throw new AppError('invalid', '--rejected has what --refused has, and more; give one of them')
  const { after, before } = filterQuery(call)
  return {
    after,
    before,
    service: args.text('service'),
    signal: args.text('signal'),
    outcome: args.isSet('refused') ? 'refused' : args.isSet('rejected') ? 'rejected' : undefined,
    limit: args.text('limit'),
    cursor: args.text('cursor'),
  }
}

function print({ items, nextCursor }: List<IngestReceipt>, { terminal, nowMs }: Call): void {
  if (items.length === 0) {
    terminal.err(...nothingLines('no request fits', nextCursor))
    return
  }
  terminal.out(...table(receiptColumns(items, nowMs), items, terminal), ...deletedLines(items))
  terminal.err(...moreLines(nextCursor))
}

const DELETED: Column<IngestReceipt> = {
  title: 'DELETED',
  align: 'right',
  cell: ({ deleted }) => count(deleted),
  tone: ({ deleted }) => (deleted > 0 ? 'warning' : undefined),
}

/** Columns of requests; one in which nothing stands is left out. */
export function receiptColumns(items: readonly IngestReceipt[], nowMs: number): readonly Column<IngestReceipt>[] {
  const hasProblem = items.some((receipt) => problemOf(receipt) !== '')
  const hasDeleted = items.some(({ deleted }) => deleted > 0)
  return [
    { title: 'RECEIVED', cell: ({ receivedAt }) => shortTime(receivedAt, nowMs) },
    { title: 'SIGNAL', cell: ({ signal }) => signal ?? UNKNOWN },
    { title: 'NEW', align: 'right', cell: ({ accepted }) => count(accepted) },
    { title: 'AGAIN', align: 'right', cell: ({ duplicates }) => count(duplicates) },
    { title: 'BAD', align: 'right', cell: ({ rejected }) => count(rejected), tone: ({ rejected }) => (rejected > 0 ? 'bad' : undefined) },
    ...(hasDeleted ? [DELETED] : []),
    { title: 'SERVICE', minWidth: 10, cell: ({ services }) => services.join(', ') || UNKNOWN },
    ...(hasProblem ? [{ title: 'PROBLEM', minWidth: 16, cell: problemOf, tone: () => 'bad' as const }] : []),
    { title: 'TRANSPORT', minWidth: 4, isOptional: true, cell: ({ transport }) => transport },
    { title: 'SIZE', align: 'right', isOptional: true, cell: ({ wireBytes }) => sizeText(wireBytes) },
    { title: 'CLIENT', minWidth: 10, isOptional: true, cell: ({ userAgent }) => userAgent ?? UNKNOWN },
  ]
}

/** What the column says, below a table that has it. */
export function deletedLines(items: readonly IngestReceipt[]): readonly string[] {
  const deleted = items.reduce((sum, receipt) => sum + receipt.deleted, 0)
  return deleted === 0 ? [] : [`DELETED: ${counted(deleted, 'item')} of deleted sessions, not stored`]
}

function problemOf({ outcome, code, message, reasons }: IngestReceipt): string {
  if (outcome === 'refused') return message ?? code ?? 'refused'
  return reasons.map(({ reason }) => reason).join('; ')
}
