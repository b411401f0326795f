/** A record ⇄ its rows in `calls`, `phase_rows`, `action_rows` and `facts`: what a span means, without its relatives. */
import type { CostDerivation, CostLine } from '../../../domain/cost.ts'
import type { CallFields, Fact, TrackerRecord, USAGE_PARTS, Usage } from '../../../domain/record.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import type { RowTexts } from './row-texts.ts'

/** A value that can be bound. */
export type Bindable = string | number | bigint | Uint8Array | null
export type Columns = Readonly<Record<string, Bindable>>

/** Columns of `calls` but for `id`, `trace`, `phase_id` and `repeated`; `undefined` when the span is no call. */
export function callColumns({ record, cost }: PricedRecord, texts: RowTexts): Columns | undefined {
  const { call } = record
  if (!call) return undefined
  return {
    start_ns: BigInt.asIntN(64, record.item.span.startNs),
    is_model_call: Number(call.isModelCall),
    ...identityColumns(call),
    ...usageColumns(call.usage),
    ...costColumns(cost),
    source: record.dialects[0] ?? 'plain',
    ...contentColumns(record, call, texts),
    experiment: call.experiment ?? null,
    variant: call.variant ?? null,
  }
}

function identityColumns(call: CallFields): Columns {
  return {
    provider: call.provider ?? null,
    request_model: call.requestModel ?? null,
    response_model: call.responseModel ?? null,
    response_id: call.responseId ?? null,
    operation: call.operation ?? null,
    temperature: call.temperature ?? null,
    top_p: call.topP ?? null,
    max_tokens: call.maxTokens === undefined ? null : BigInt(call.maxTokens),
    stream: call.stream === undefined ? null : Number(call.stream),
    finish_reason: call.finishReason ?? null,
    time_to_first_token_ns: call.timeToFirstTokenNs ?? null,
  }
}

function usageColumns(usage: Usage | undefined): Columns {
  const part = (key: (typeof USAGE_PARTS)[number]) => usage?.[key] ?? 0
  return {
    has_usage: Number(usage !== undefined),
    input_uncached: part('inputUncached'),
    cache_read: part('cacheRead'),
    cache_write_5m: part('cacheWrite5m'),
    cache_write_1h: part('cacheWrite1h'),
    input_audio: part('inputAudio'),
    output: part('output'),
    reasoning: part('reasoning'),
    output_audio: part('outputAudio'),
    usage_rule: usage?.rule ?? null,
    tokens_estimated: Number(usage?.estimated ?? false),
  }
}

function costColumns(cost: CostDerivation | undefined): Columns {
  const { nanos, source = 'unknown', reportedNanos, computedNanos, ...derivation } = cost ?? {}
  return {
    cost_nanos: nanos ?? null,
    cost_source: source,
    cost_reported_nanos: reportedNanos ?? null,
    cost_computed_nanos: computedNanos ?? null,
    cost_derivation: derivationJson(derivation),
  }
}

/** As JSON; written by hand, as a function that JSON.stringify calls for each value takes longer than everything else here. */
function derivationJson({
  parts,
  lines,
  ...rest
}: Omit<CostDerivation, 'nanos' | 'source' | 'reportedNanos' | 'computedNanos'>): string | null {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  const members = given.map(([key, value]) => `"${key}":${JSON.stringify(value)}`)
  if (lines) members.unshift(`"lines":[${lines.map(lineJson).join(',')}]`)
  if (parts) members.unshift(`"parts":${partsJson(parts)}`)
  return members.length === 0 ? null : `{${members.join(',')}}`
}

function partsJson(parts: NonNullable<CostDerivation['parts']>): string {
  return `{${Object.entries(parts)
    .map(([part, nanos]) => `"${part}":${amountJson(nanos)}`)
    .join(',')}}`
}

function lineJson({ part, quantity, unitPicos, nanos, rule }: CostLine): string {
  const amounts = `"part":"${part}","quantity":${quantity},"unitPicos":${amountJson(unitPicos)},"nanos":${amountJson(nanos)}`
  return `{${amounts}${rule === undefined ? '' : `,"rule":"${rule}"`}}`
}

/** Amounts and unit prices of one call are far below 2^53; as numbers SQL can add them. */
function amountJson(amount: bigint): string {
  return Number.isSafeInteger(Number(amount)) ? amount.toString() : `"${amount}"`
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()) : value
}

/**
 * Long messages are kept only where they are the very string that an attribute holds: they cost an integer then. From senders that
 * spread messages over many keys they would be a second copy; readers make them from the span again.
 */
function contentColumns(record: TrackerRecord, call: CallFields, texts: RowTexts): Columns {
  const messages = (text: string | undefined) => (text !== undefined && isSent(record, text) ? texts.column(text) : null)
  return {
    input_text: texts.column(call.input?.text),
    output_text: texts.column(call.output?.text),
    system_text: texts.column(call.systemText),
    input_messages: messages(call.input?.messages),
    output_messages: messages(call.output?.messages),
    metadata: texts.column(call.metadata),
  }
}

const SHORT_MESSAGES = 1024

function isSent(record: TrackerRecord, text: string): boolean {
  const { attributes, events } = record.item.span
  if (text.length <= SHORT_MESSAGES) return true
  return attributes.some(({ value }) => value === text) || events.some((event) => event.attributes.some(({ value }) => value === text))
}

/** Columns of `phase_rows` but for `id`, `trace` and `parent_id`; `undefined` when the span is no phase. */
export function phaseColumns(record: TrackerRecord, texts: RowTexts): Columns | undefined {
  const { phase, item, error } = record
  if (!phase) return undefined
  const running = item.span.endNs === 0n
  return {
    start_ns: BigInt.asIntN(64, item.span.startNs),
    end_ns: BigInt.asIntN(64, item.span.endNs),
    name: phase.name,
    number: phase.number === undefined ? null : BigInt(phase.number),
    iteration: phase.iteration === undefined ? null : BigInt(phase.iteration),
    attempt: phase.attempt === undefined ? null : BigInt(phase.attempt),
    status: running ? 'running' : endedStatus(phase.status, error !== undefined),
    metadata: texts.column(phase.metadata),
  }
}

function endedStatus(stated: string | undefined, failed: boolean): string {
  if (stated && stated !== 'running') return stated
  return failed ? 'failed' : 'completed'
}

/** Columns of `action_rows` but for `id`, `trace` and `phase_id`; `undefined` when the span is no action. */
export function actionColumns(record: TrackerRecord, texts: RowTexts): Columns | undefined {
  const { action, item, error } = record
  if (!action) return undefined
  const success = action.success ?? (item.span.endNs === 0n ? undefined : error === undefined)
  return {
    start_ns: BigInt.asIntN(64, item.span.startNs),
    type: action.type,
    tool: action.tool ?? null,
    call_id: action.callId ?? null,
    arguments: texts.column(action.arguments),
    result: texts.column(action.result),
    text: texts.column(action.text),
    exit_code: action.exitCode === undefined ? null : BigInt(action.exitCode),
    success: success === undefined ? null : Number(success),
    metadata: texts.column(action.metadata),
  }
}

/** Columns of a row of `facts` but for `span`, `trace` and `phase_id`. */
export function factColumns(fact: Fact): Columns {
  const { index, timeNs, kind, ...data } = fact
  return { position: index, kind, time_ns: BigInt.asIntN(64, timeNs), data: JSON.stringify(data, bigintAsNumber) }
}
