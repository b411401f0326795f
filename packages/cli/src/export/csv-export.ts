import type { ErrorInfo, MetricPoint } from '@ai-tracker/collector'
import { valueText } from '../output/any-value.ts'
import { csvLine, inertText, rawText } from '../output/csv.ts'
import { RECORDS } from './json-export.ts'
import { EXPORTED, type ExportedList, type ExportedLists, type SessionContent } from './session-content.ts'

/** Columns of an export as CSV, in their order. Every record has the first ones; the others where they mean something. */
export const CSV_COLUMNS = [
  'record',
  'session_id',
  'id',
  'trace_id',
  'span_id',
  'phase',
  'at',
  'duration_ms',
  'name',
  'status',
  'provider',
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_write',
  'tokens_reasoning',
  'cost_usd',
  'cost_source',
  'error',
  'text',
  'result',
] as const

type Row = Readonly<Partial<Record<(typeof CSV_COLUMNS)[number], string | number | null>>>

/** One row for each phase, prompt, response, action, artifact, issue, event, log record and point of a metric; texts that a spreadsheet would run are made inert. */
export function csvRows(content: SessionContent): AsyncGenerator<string> {
  return rowsWith(content, inertText)
}

/** The same with every text as it is. */
export function rawCsvRows(content: SessionContent): AsyncGenerator<string> {
  return rowsWith(content, rawText)
}

async function* rowsWith({ session, items }: SessionContent, shown: (text: string) => string): AsyncGenerator<string> {
  const cell = (value: string | number | null | undefined): string | null =>
    typeof value === 'string' ? shown(value) : value === null || value === undefined ? null : String(value)
  yield csvLine(CSV_COLUMNS)
  const rowsOf = async function* <N extends ExportedList>(list: N): AsyncGenerator<string> {
    const toRow: (item: ExportedLists[N]) => Row = ROWS[list]
    for await (const item of items(list)) {
      const row: Row = { record: RECORDS[list], session_id: session.id, ...placeOf(item), ...toRow(item) }
      yield csvLine(CSV_COLUMNS.map((column) => cell(row[column])))
    }
  }
  for (const list of EXPORTED) yield* rowsOf(list)
}

/** A point of a metric is in no trace. */
function placeOf({
  id,
  traceId = null,
  spanId = null,
}: {
  readonly id: number
  readonly traceId?: string | null
  readonly spanId?: string | null
}): Row {
  return { id, trace_id: traceId, span_id: spanId }
}

const ROWS: { readonly [N in ExportedList]: (item: ExportedLists[N]) => Row } = {
  phases: ({ name, startedAt, durationMs, status, costUsd, error }) => ({
    phase: name,
    at: startedAt,
    duration_ms: durationMs,
    name,
    status,
    cost_usd: costUsd,
    error: errorText(error),
  }),
  prompts: ({ phase, createdAt, model, text }) => ({ phase, at: createdAt, name: model, text }),
  responses: ({ phase, createdAt, latencyMs, model, provider, finishReason, error, text, ...usage }) => ({
    phase,
    at: createdAt,
    duration_ms: latencyMs,
    name: model,
    status: error ? 'failed' : finishReason,
    provider,
    tokens_input: usage.tokensInput,
    tokens_output: usage.tokensOutput,
    tokens_cache_read: usage.tokensCacheRead,
    tokens_cache_write: usage.tokensCacheWrite,
    tokens_reasoning: usage.tokensReasoning,
    cost_usd: usage.costUsd,
    cost_source: usage.costSource,
    error: errorText(error),
    text,
  }),
  actions: ({ phase, startedAt, durationMs, type, tool, success, error, text, arguments: given, result }) => ({
    phase,
    at: startedAt,
    duration_ms: durationMs,
    name: tool ?? type,
    status: success === null ? null : success ? 'completed' : 'failed',
    error: errorText(error),
    text: text ?? given,
    result,
  }),
  artifacts: ({ phase, createdAt, type, path }) => ({ phase, at: createdAt, name: type, text: path }),
  issues: ({ phase, createdAt, type, severity, fixed, description }) => ({
    phase,
    at: createdAt,
    name: type,
    status: `${severity}, ${fixed ? 'fixed' : 'open'}`,
    text: description,
  }),
  events: ({ phase, createdAt, type, kind, title, body }) => ({ phase, at: createdAt, name: type, status: kind, text: title ?? body }),
  logs: ({ at, event, severity, severityText, body }) => ({
    at,
    name: event,
    status: severity ?? severityText,
    text: body && valueText(body),
  }),
  metrics: (point) => ({ at: point.at, name: point.name, status: point.kind, text: pointText(point) }),
}

/** The value, or what a distribution adds up to. */
function pointText({ value, count, sum }: MetricPoint): string | null {
  if (value) return valueText(value)
  return count === null ? null : `count ${count}${sum === null ? '' : `, sum ${sum}`}`
}

function errorText(error: ErrorInfo | null): string | null {
  return error === null ? null : [error.type, error.message].filter(Boolean).join(': ')
}
