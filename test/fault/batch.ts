/** Export requests of the three signals in OTLP/JSON, each made of a sender and a number, so that a resend is the same to the byte. */

/** One request. */
export interface Batch {
  readonly path: '/v1/traces' | '/v1/logs' | '/v1/metrics'
  readonly body: string
  /** What tells its items apart, as `storedItems` names them. */
  readonly items: readonly string[]
}

/** Each call in a span has one input and two output tokens. */
export const SESSION_KEY = 'a-session-under-fault'
const ITEMS = 3
const FIRST_NS = 1_760_000_000_000_000_000n
const places = [0, 1, 2].slice(0, ITEMS)

/** The request of this number: spans, logs and metrics in turns. */
export function batchOf(sender: number, number: number): Batch {
  return makers[number % makers.length]?.(sender, number) ?? spans(sender, number)
}

const makers: readonly ((sender: number, number: number) => Batch)[] = [spans, logs, metrics]

const resource = (sender: number) => ({ attributes: [text('service.name', `sender-${sender}`)] })
const scope = { name: 'fault' }

function spans(sender: number, number: number): Batch {
  const traceId = sender.toString(16).padStart(32, 'd')
  const ids = places.map((place) => (number * ITEMS + place + 1).toString(16).padStart(16, '0'))
  const list = ids.map((spanId, place) => {
    const startNs = timeOf(number, place)
    return {
      traceId,
      spanId,
      name: 'chat',
      kind: 3,
      startTimeUnixNano: String(startNs),
      endTimeUnixNano: String(startNs + 500_000n),
      attributes: [
        text('gen_ai.operation.name', 'chat'),
        text('gen_ai.provider.name', 'openai'),
        text('gen_ai.request.model', 'gpt-5-mini'),
        text('session.id', SESSION_KEY),
        // Long enough to be stored apart, and alike enough to be shared.
        text('gen_ai.input.messages', messages(number)),
        { key: 'gen_ai.usage.input_tokens', value: { intValue: '1' } },
        { key: 'gen_ai.usage.output_tokens', value: { intValue: '2' } },
      ],
    }
  })
  const body = { resourceSpans: [{ resource: resource(sender), scopeSpans: [{ scope, spans: list }] }] }
  return { path: '/v1/traces', body: JSON.stringify(body), items: ids.map((id) => `span ${traceId} ${id}`) }
}

function logs(sender: number, number: number): Batch {
  const bodies = places.map((place) => `${sender} says ${number}.${place}`)
  const logRecords = bodies.map((stringValue, place) => ({
    timeUnixNano: String(timeOf(number, place)),
    severityNumber: 9,
    body: { stringValue },
  }))
  const body = { resourceLogs: [{ resource: resource(sender), scopeLogs: [{ scope, logRecords }] }] }
  return { path: '/v1/logs', body: JSON.stringify(body), items: bodies.map((said) => `log ${said}`) }
}

function metrics(sender: number, number: number): Batch {
  const times = places.map((place) => timeOf(number, place))
  const dataPoints = times.map((timeNs) => ({
    timeUnixNano: String(timeNs),
    asInt: String(number),
    attributes: [text('sender', String(sender))],
  }))
  const list = [{ name: 'load', gauge: { dataPoints } }]
  const body = { resourceMetrics: [{ resource: resource(sender), scopeMetrics: [{ scope, metrics: list }] }] }
  return { path: '/v1/metrics', body: JSON.stringify(body), items: times.map((timeNs) => `point ${sender} ${timeNs}`) }
}

function timeOf(number: number, place: number): bigint {
  return FIRST_NS + BigInt(number * ITEMS + place) * 1_000_000n
}

function messages(number: number): string {
  const content = `${'What is to be done next? '.repeat(60)}${number % 50}`
  return JSON.stringify([{ role: 'user', parts: [{ type: 'text', content }] }])
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } }
}
