import { isUtf8 } from 'node:buffer'

/** The signals that are stored, by the last part of their path. */
export type Signal = 'traces' | 'logs' | 'metrics'

const SIGNAL_OF_FIELD: ReadonlyMap<string, Signal> = new Map([
  ['resourceSpans', 'traces'],
  ['resourceLogs', 'logs'],
  ['resourceMetrics', 'metrics'],
  // As protobuf has them: the receiver takes both.
  ['resource_spans', 'traces'],
  ['resource_logs', 'logs'],
  ['resource_metrics', 'metrics'],
])
const FIRST_FIELD = /^\s*\{\s*"(resource(?:Spans|Logs|Metrics|_spans|_logs|_metrics))"\s*:/
/** Enough for the first field, however it is spaced. */
const HEAD_BYTES = 100
const MAX_NAMES = 5

/** Which signals a line holds: none where it is an empty object. */
export type FoundSignals = { readonly signals: readonly Signal[] } | { readonly problem: string }

/** Looks for the fields of a request in a line. It is read as JSON only where its beginning does not tell: the receiver will read it anyway. */
export function signalsOfJson(bytes: Uint8Array): FoundSignals {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [, field = ''] = FIRST_FIELD.exec(text.toString('latin1', 0, HEAD_BYTES)) ?? []
  const signal = SIGNAL_OF_FIELD.get(field)
  const hasOthers = [...SIGNAL_OF_FIELD.keys()].some((other) => other !== field && text.includes(`"${other}"`))
  return signal && !hasOthers ? { signals: [signal] } : signalsOfObject(text)
}

function signalsOfObject(text: Buffer): FoundSignals {
  const value = parsed(text.toString())
  if (value === undefined) return { problem: isUtf8(text) ? 'this is not JSON' : 'this is no text' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'this is JSON, but no object' }
  const names = Object.keys(value)
  const signals = names.flatMap((name) => SIGNAL_OF_FIELD.get(name) ?? [])
  if (signals.length > 0 || names.length === 0) return { signals }
  const shown = names.slice(0, MAX_NAMES).join(', ')
  return { problem: `this is no request of OTLP: it has no resourceSpans, resourceLogs or resourceMetrics, but ${shown}` }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
