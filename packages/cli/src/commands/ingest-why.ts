import { AppError, type IngestFinding, type IngestWhy } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { factLines } from '../output/facts.ts'
import type { Tone } from '../output/paint.ts'
import { safeJson } from '../output/safe-text.ts'
import { table } from '../output/table.ts'
import { type Query, readOptions, withSource } from '../source.ts'
import { deletedLines, receiptColumns } from './ingest-log.ts'

const TRACE_ID = /^[0-9a-f]{32}$/i

/** Why telemetry is missing. */
export const ingestWhy: Command = {
  name: 'ingest why',
  summary: 'says what arrived of a trace or from a service, what was refused and what is missing',
  words: ['TRACE|SERVICE'],
  options: {
    service: { value: 'NAME', summary: 'a service, also one whose name looks like a trace id' },
    ...readOptions,
  },
  examples: ['ingest why 4bf92f3577b34da6a3ce929d0e0e4736', 'ingest why my-agent', 'ingest why my-agent --json'],
  run: (call) =>
    withSource(call, async (source) => {
      const why = await source.readWhy(queryOf(call))
      if (call.args.isSet('json')) call.terminal.out(safeJson(why))
      else print(why, call)
      return SUCCESS
    }),
}

function queryOf({ args }: Call): Query {
  const word = args.words[0]
  const service = args.text('service')
  if ((word === undefined) === (service === undefined))
    throw new AppError('invalid', 'give a trace id of 32 hex digits, or the name of a service: tracker ingest why my-agent')
  if (service !== undefined) return { service }
  return word !== undefined && TRACE_ID.test(word) ? { trace: word } : { service: word }
}

const TONES: Readonly<Record<IngestFinding['level'], Tone>> = { good: 'good', note: 'warning', problem: 'bad' }

function print({ findings, requests }: IngestWhy, { terminal, nowMs }: Call): void {
  terminal.out(
    ...factLines(
      findings.map(({ level, text }) => ({ name: level, value: text, tone: TONES[level] })),
      terminal,
    ),
  )
  if (requests.length > 0) terminal.out('', ...table(receiptColumns(requests, nowMs), requests, terminal), ...deletedLines(requests))
}
