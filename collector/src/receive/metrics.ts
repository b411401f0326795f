/** Counters of the process since its start, and gauges that are read when asked. */
export interface Metrics {
  /** An export request was answered with this HTTP status. */
  countRequest(status: number): void
  /** Spans were committed that are new or better than what was stored. */
  countSpans(accepted: number): void
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
  let spans = 0
  return {
    countRequest: (status) => void requests.set(status, (requests.get(status) ?? 0) + 1),
    countSpans: (accepted) => {
      spans += accepted
    },
    text: () =>
      [
        ...family('tracker_export_requests_total', 'counter', 'OTLP export requests answered, by HTTP status.'),
        ...[...requests].sort(([a], [b]) => a - b).map(([status, count]) => `tracker_export_requests_total{status="${status}"} ${count}`),
        ...family('tracker_spans_accepted_total', 'counter', 'Spans committed that were new or replaced an earlier copy.'),
        `tracker_spans_accepted_total ${spans}`,
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
