import { SIGNALS, type Signal } from '../domain/signal.ts'

/** What is counted of each signal. */
const ITEMS: Readonly<Record<Signal, string>> = { traces: 'spans', logs: 'log_records', metrics: 'metric_points' }

/** Counters of the process since its start, and gauges that are read when asked. */
export interface Metrics {
  /** An export request was answered with this HTTP status. */
  countRequest(status: number): void
  /** A gRPC call was answered with this number of `google.rpc.Code`. */
  countCall(rpc: number): void
  /** Items were committed that are new or better than what was stored; of metrics, points. */
  countAccepted(bySignal: Readonly<Record<Signal, number>>): void
  /** The Prometheus text format, version 0.0.4. */
  text(): string
}

/** Values that are read at the moment of asking. */
export interface Gauges {
  readonly bytesHeld: () => number
  readonly requestsWaiting: () => number
}

/** Starts counting at 0. */
export function createMetrics(gauges: Gauges): Metrics {
  const requests = new Map<number, number>()
  const calls = new Map<number, number>()
  const accepted: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0 }
  return {
    countRequest: (status) => add(requests, status),
    countCall: (rpc) => add(calls, rpc),
    countAccepted: (bySignal) => {
      for (const signal of SIGNALS) accepted[signal] += bySignal[signal]
    },
    text: () =>
      [
        ...family('tracker_export_requests_total', 'counter', 'OTLP/HTTP export requests answered, by HTTP status.'),
        ...byLabel('tracker_export_requests_total', 'status', requests),
        ...family('tracker_grpc_calls_total', 'counter', 'OTLP/gRPC calls answered, by gRPC status code.'),
        ...byLabel('tracker_grpc_calls_total', 'code', calls),
        ...SIGNALS.flatMap((signal) => acceptedFamily(signal, accepted[signal])),
        ...family('tracker_ingest_bytes', 'gauge', 'Bytes of export requests being read or waiting for their commit.'),
        `tracker_ingest_bytes ${gauges.bytesHeld()}`,
        ...family('tracker_ingest_requests_waiting', 'gauge', 'Export requests waiting for their commit.'),
        `tracker_ingest_requests_waiting ${gauges.requestsWaiting()}`,
        '',
      ].join('\n'),
  }
}

function family(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function byLabel(name: string, label: string, counts: ReadonlyMap<number, number>): readonly string[] {
  return [...counts].sort(([a], [b]) => a - b).map(([value, count]) => `${name}{${label}="${value}"} ${count}`)
}

function acceptedFamily(signal: Signal, count: number): readonly string[] {
  const name = `tracker_${ITEMS[signal]}_accepted_total`
  return [...family(name, 'counter', 'Items committed that were new or replaced an earlier copy.'), `${name} ${count}`]
}
