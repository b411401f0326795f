import type { Arbitrary } from 'fast-check'
import type { Type } from 'protobufjs'
import type { Signal } from '../../domain/signal.ts'
import type { SignalData } from '../decoded.ts'
import { writeLogsJson } from '../json/write-logs.ts'
import { writeMetricsJson } from '../json/write-metrics.ts'
import { writeTracesJson } from '../json/write-traces.ts'
import { encodeLogs } from '../protobuf/write-logs.ts'
import { encodeMetrics } from '../protobuf/write-metrics.ts'
import { encodeTraces } from '../protobuf/write-traces.ts'
import { anyTraces } from './arbitrary.ts'
import { anyLogs, anyMetrics } from './arbitrary-signals.ts'
import { tracesMessage } from './message.ts'
import { logsMessage, metricsMessage } from './message-signals.ts'
import { otlp } from './otlp-proto.ts'

/** What tests that hold for every signal need of one. */
export interface SignalCase<S extends Signal> {
  readonly signal: S
  /** The official message, of an independent decoder. */
  readonly Message: Type
  /** Any valid request. */
  readonly any: Arbitrary<SignalData[S]>
  /** A request as an object that `Message` is made of. */
  toMessage(data: SignalData[S]): object
  encode(data: SignalData[S]): Uint8Array
  toJson(data: SignalData[S]): string
}

/** Spans. */
export const TRACES: SignalCase<'traces'> = {
  signal: 'traces',
  Message: otlp.lookupType('otlp.TracesData'),
  any: anyTraces,
  toMessage: tracesMessage,
  encode: encodeTraces,
  toJson: writeTracesJson,
}

/** Log records. */
export const LOGS: SignalCase<'logs'> = {
  signal: 'logs',
  Message: otlp.lookupType('otlp.LogsData'),
  any: anyLogs,
  toMessage: logsMessage,
  encode: encodeLogs,
  toJson: writeLogsJson,
}

/** Metrics. */
export const METRICS: SignalCase<'metrics'> = {
  signal: 'metrics',
  Message: otlp.lookupType('otlp.MetricsData'),
  any: anyMetrics,
  toMessage: metricsMessage,
  encode: encodeMetrics,
  toJson: writeMetricsJson,
}
