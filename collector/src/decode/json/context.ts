import type { JsonReader } from '../../domain/json-reader.ts'
import { MAX_OBJECTS, tooManyObjects } from '../limits.ts'
import { count, type Tally } from '../tally.ts'

/** What the readers of OTLP/JSON share while they read one request. */
export interface JsonContext {
  readonly json: JsonReader
  readonly tally: Tally
  /** Whether the bytes were not valid UTF-8, so that a U+FFFD in a string may be a repair of ours. */
  readonly isDamaged: boolean
  /** Strings that were repaired because `isDamaged`. */
  repairedStrings: number
  /** What was read so far of all that `MAX_OBJECTS` bounds. */
  objects: number
  /** What is wrong with the item that is being read, though its neighbours are fine. */
  problem: string | undefined
}

const FIELDS = [
  'aggregationTemporality',
  'arrayValue',
  'asDouble',
  'asInt',
  'attributes',
  'body',
  'boolValue',
  'bucketCounts',
  'bytesValue',
  'code',
  'count',
  'dataPoints',
  'description',
  'descriptionKeys',
  'doubleValue',
  'droppedAttributesCount',
  'droppedEventsCount',
  'droppedLinksCount',
  'endTimeUnixNano',
  'entityRefs',
  'eventName',
  'events',
  'exemplars',
  'explicitBounds',
  'exponentialHistogram',
  'filteredAttributes',
  'flags',
  'gauge',
  'histogram',
  'idKeys',
  'intValue',
  'isMonotonic',
  'key',
  'kind',
  'kvlistValue',
  'links',
  'logRecords',
  'max',
  'message',
  'metadata',
  'metrics',
  'min',
  'name',
  'negative',
  'observedTimeUnixNano',
  'offset',
  'parentSpanId',
  'positive',
  'quantile',
  'quantileValues',
  'resource',
  'resourceLogs',
  'resourceMetrics',
  'resourceSpans',
  'scale',
  'schemaUrl',
  'scope',
  'scopeLogs',
  'scopeMetrics',
  'scopeSpans',
  'severityNumber',
  'severityText',
  'spanId',
  'spans',
  'startTimeUnixNano',
  'status',
  'stringValue',
  'sum',
  'summary',
  'timeUnixNano',
  'traceId',
  'traceState',
  'type',
  'unit',
  'value',
  'values',
  'version',
  'zeroCount',
  'zeroThreshold',
] as const

/** Name of a field that some message of OTLP has. */
export type FieldName = (typeof FIELDS)[number]

/** Both spellings of each name; `otlp/json` wants camel case, generic writers send snake case. */
const NAMES: ReadonlyMap<string, FieldName> = new Map(FIELDS.flatMap((name) => [[name, name] as const, [snakeCase(name), name] as const]))

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Enters a message; `false` when it is null, which stands for an empty one. */
export function openMessage({ json }: JsonContext): boolean {
  if (json.nullValue()) return false
  json.openObject()
  return true
}

/** The next field of the message that OTLP knows, whatever its spelling; `undefined` at the end. Others are skipped. */
export function nextField({ json }: JsonContext): FieldName | undefined {
  for (let key = json.key(); key !== undefined; key = json.key()) {
    const name = NAMES.get(key)
    if (name !== undefined) return name
  }
  return undefined
}

/** A repeated field: what `readItem` makes of each item, which counts as `weight` objects; null stands for an empty list. */
export function readList<T>(context: JsonContext, readItem: (context: JsonContext) => T, weight = 1): T[] {
  const { json } = context
  const items: T[] = []
  if (json.nullValue()) return items
  json.openArray()
  while (json.item()) {
    context.objects += weight
    if (context.objects > MAX_OBJECTS) tooManyObjects(`offset ${json.offset()} of its text`)
    items.push(readItem(context))
  }
  return items
}

/** Notes that a value of the current item is wrong and passes over it. */
export function refuse(context: JsonContext, problem: string): void {
  context.problem ??= problem
  context.json.skip()
}

/** Takes the problem that was noted since the last call, so that the next item starts without one. */
export function takeProblem(context: JsonContext): string | undefined {
  const { problem } = context
  context.problem = undefined
  return problem
}

/** Notes something that was put right. */
export function warn({ tally }: JsonContext, reason: string): void {
  count(tally.warnings, reason)
}
