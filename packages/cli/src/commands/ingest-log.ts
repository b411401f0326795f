import { AppError, type IngestReceipt, type List } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { cursorOption, filterQuery, moreLines, nothingLines, timeOptions } from '../filter-options.ts'
import { limitOf } from '../limit-argument.ts'
import { bytes, count, shortTime, UNKNOWN } from '../output/format.ts'
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
  terminal.out(...table(receiptColumns(items, nowMs), items, terminal))
  terminal.err(...moreLines(nextCursor))
}

/** Columns of requests; one in which nothing stands is left out. */
export function receiptColumns(items: readonly IngestReceipt[], nowMs: number): readonly Column<IngestReceipt>[] {
  const hasProblem = items.some((receipt) => problemOf(receipt) !== '')
  return [
    { title: 'RECEIVED', cell: ({ receivedAt }) => shortTime(receivedAt, nowMs) },
    { title: 'SIGNAL', cell: ({ signal }) => signal ?? UNKNOWN },
    { title: 'NEW', align: 'right', cell: ({ accepted }) => count(accepted) },
    { title: 'AGAIN', align: 'right', cell: ({ duplicates }) => count(duplicates) },
    { title: 'BAD', align: 'right', cell: ({ rejected }) => count(rejected), tone: ({ rejected }) => (rejected > 0 ? 'bad' : undefined) },
    { title: 'SERVICE', minWidth: 10, cell: ({ services }) => services.join(', ') || UNKNOWN },
    ...(hasProblem ? [{ title: 'PROBLEM', minWidth: 16, cell: problemOf, tone: () => 'bad' as const }] : []),
    { title: 'TRANSPORT', minWidth: 4, isOptional: true, cell: ({ transport }) => transport },
    { title: 'SIZE', align: 'right', isOptional: true, cell: ({ wireBytes }) => bytes(wireBytes) },
    { title: 'CLIENT', minWidth: 10, isOptional: true, cell: ({ userAgent }) => userAgent ?? UNKNOWN },
  ]
}

function problemOf({ outcome, code, message, reasons }: IngestReceipt): string {
  if (outcome === 'refused') return message ?? code ?? 'refused'
  return reasons.map(({ reason }) => reason).join('; ')
}
