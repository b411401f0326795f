import { AppError } from '../../domain/app-error.ts'
import { SIGNALS, type Signal } from '../../domain/signal.ts'
import { wrongSignal } from '../other-signal.ts'
import { createWireReader, enter, leave, readTag, skip, takeBlock, type WireReader } from './wire-reader.ts'

/**
 * All signals have the same messages around their items, so a request at the wrong path decodes, as far as it does, into items that make
 * no sense. What tells the signals apart are fields that only one of them has with that number and wire type.
 */
const OWN_TAGS: Readonly<Record<Signal, ReadonlySet<number>>> = {
  /** parent_span_id, kind, both times, the three counts, links, status, flags. */
  traces: new Set([0x22, 0x30, 0x39, 0x41, 0x50, 0x60, 0x6a, 0x70, 0x7a, 0x85]),
  /** time_unix_nano, severity_number, attributes, dropped_attributes_count, flags, observed_time_unix_nano. */
  logs: new Set([0x09, 0x10, 0x32, 0x38, 0x45, 0x59]),
  /** sum. */
  metrics: new Set([0x3a]),
}

/** Fields of Metric that other items have too: gauge, histogram, exponential_histogram, summary. */
const DATA_TAGS: ReadonlySet<number> = new Set([0x2a, 0x4a, 0x52, 0x5a])
/** Fields of those four, and one that points of every kind have: time_unix_nano. */
const DATA_POINTS = 0x0a
const TEMPORALITY = 0x10
const POINT_TIME = 0x19
/** Texts of metrics at the numbers of a span's ids; log records have no such fields. */
const METRIC_NAME = 0x0a
const TRACE_ID = 0x0a
const SPAN_ID = 0x12

/** So many items are looked at; one is mostly enough. */
const MAX_ITEMS = 64

/**
 * Refuses a request whose items are clearly of another signal. To be called when nothing in it was recognised, or when it is malformed.
 * @throws AppError `invalid`, with the path where it belongs
 */
export function refuseOtherSignal(bytes: Uint8Array, expected: Signal): void {
  const found = signalOfProtobuf(bytes)
  if (found !== undefined && found !== expected) wrongSignal(expected, found)
}

/** The signal of a request in protobuf: the one that all items agree on which tell; `undefined` when none does. */
export function signalOfProtobuf(bytes: Uint8Array): Signal | undefined {
  const found = new Set<Signal>()
  try {
    lookAtItems(createWireReader(bytes), found)
  } catch (error) {
    // Damaged from here on: what was seen until then counts.
    if (!(error instanceof AppError)) throw error
  }
  const [signal] = found
  return found.size === 1 ? signal : undefined
}

function lookAtItems(reader: WireReader, found: Set<Signal>): void {
  let looked = 0
  forEach(reader, 0x0a, () =>
    forEach(reader, 0x12, () =>
      forEach(reader, 0x12, () => {
        const signal = signalOfItem(reader)
        if (signal !== undefined) found.add(signal)
        looked += 1
        return looked < MAX_ITEMS
      }),
    ),
  )
}

/** Visits the messages that the current one has under a tag, until a visit answers `false`; says whether none did. */
function forEach(reader: WireReader, messageTag: number, visit: () => boolean): boolean {
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === messageTag) {
      const outerEnd = enter(reader)
      if (!visit()) return false
      leave(reader, outerEnd)
    } else skip(reader, tag)
  }
  return true
}

/** The tags of an item, and whether the fields of which more than the tag counts are what they have to be. */
interface Look {
  readonly tags: Set<number>
  hasTraceId: boolean
  hasSpanId: boolean
  hasData: boolean
}

function signalOfItem(reader: WireReader): Signal | undefined {
  const look = { tags: new Set<number>(), hasTraceId: false, hasSpanId: false, hasData: false }
  while (reader.pos < reader.end) lookAtField(reader, look)
  const { tags, hasTraceId, hasSpanId, hasData } = look
  const own = SIGNALS.filter((signal) => [...tags].some((tag) => OWN_TAGS[signal].has(tag)))
  if (own.length === 0) return tags.has(METRIC_NAME) && hasData ? 'metrics' : undefined
  const [signal] = own
  if (own.length > 1 || (signal === 'traces' && !(hasTraceId && hasSpanId))) return undefined
  return signal === 'logs' && (tags.has(TRACE_ID) || tags.has(SPAN_ID)) ? undefined : signal
}

function lookAtField(reader: WireReader, look: Look): void {
  const tag = readTag(reader)
  look.tags.add(tag)
  if (DATA_TAGS.has(tag)) {
    look.hasData = isMetricData(reader) || look.hasData
  } else if (tag === TRACE_ID || tag === SPAN_ID) {
    const start = takeBlock(reader)
    if (tag === TRACE_ID) look.hasTraceId = reader.pos - start === 16
    else look.hasSpanId = reader.pos - start === 8
  } else skip(reader, tag)
}

/** Whether what comes next can only be the data of a metric: no text, no attribute, no event. */
function isMetricData(reader: WireReader): boolean {
  const outerEnd = enter(reader)
  const end = reader.end
  const isData = hasPoints(reader)
  reader.end = end
  leave(reader, outerEnd)
  return isData
}

/** Whether a message has no fields but those of metric data, and a point with a time among them. May leave the reader anywhere in it. */
function hasPoints(reader: WireReader): boolean {
  let hasTime = false
  try {
    while (reader.pos < reader.end) {
      const tag = readTag(reader)
      if (tag === DATA_POINTS) {
        const outerEnd = enter(reader)
        while (reader.pos < reader.end) hasTime = skipField(reader) === POINT_TIME || hasTime
        leave(reader, outerEnd)
      } else if (tag === TEMPORALITY) skip(reader, tag)
      else return false
    }
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
  return hasTime
}

/** Passes over a field; gives its tag. */
function skipField(reader: WireReader): number {
  const tag = readTag(reader)
  skip(reader, tag)
  return tag
}
