/** What a program does after something comes after it, also within one millisecond. */
import { createTracker, type Tracker, trackerSpanProcessor } from '@ai-tracker/sdk'
import type { TracerProvider } from '@opentelemetry/api'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import { type SentSpan, sentSpans } from './sent-spans.ts'

/** SDKs keep 128 events of a span; a round has five of the session. */
const ROUNDS = 25

/** Something that happened: an event, or the start or end of a span. */
interface Moment {
  readonly name: string
  readonly at: bigint
}

/** The spans of the one session that a program with a provider of its own records. */
function recorded(record: (tracker: Tracker, provider: TracerProvider) => Promise<unknown>): Promise<readonly SentSpan[]> {
  return withCollector(async ({ url }) => {
    const config = { endpoint: url, spool: false, env: {} } as const
    const tracerProvider = new NodeTracerProvider({ spanProcessors: [trackerSpanProcessor(config)] })
    const tracker = createTracker({ ...config, tracerProvider })
    await record(tracker, tracerProvider)
    expect(await tracker.flush()).toBe(true)
    const rest = restOf(url)
    const [session] = await rest.list<Session>('/sessions')
    return sentSpans(rest, session?.traceId)
  })
}

const startOf = ({ name, startTimeUnixNano }: SentSpan): Moment => ({ name, at: BigInt(startTimeUnixNano) })
const endOf = ({ name, endTimeUnixNano }: SentSpan): Moment => ({ name: `${name} ends`, at: BigInt(endTimeUnixNano) })
const eventsOf = ({ events = [] }: SentSpan): readonly Moment[] =>
  events.map(({ name, timeUnixNano }) => ({ name, at: BigInt(timeUnixNano) }))

/** What happened, in the order that the times say. */
function namesInOrder(moments: readonly Moment[]): readonly string[] {
  return moments.toSorted((one, other) => (one.at < other.at ? -1 : 1)).map(({ name }) => name)
}

describe('order', () => {
  it('is that of the program, over spans and events of every kind', async () => {
    const spans = await recorded((tracker) =>
      tracker.session('post', async (session) => {
        for (let round = 0; round < ROUNDS; round++) {
          session.metric({ name: 'at', value: round })
          session.startPhase('phase').complete()
          await session.artifact({ type: 'text', content: 'abc' })
          await session.action({ type: 'write' }, () => undefined)
          session.rate({ score: 1 })
          session.startPrompt({ text: 'Why?', model: 'm' }).respond({ text: 'Because.' })
          session.issue({ severity: 'minor', type: 'style' }).fixed()
          session.logAction({ type: 'read' })
        }
      }),
    )
    const starts = spans.filter(({ name }) => name !== 'invoke_workflow post').map(startOf)
    const moments = [...starts, ...spans.flatMap(eventsOf)]
    const round = [
      ...['tracker.metric', 'phase', 'tracker.artifact', 'execute_tool write', 'gen_ai.evaluation.result', 'chat m'],
      ...['tracker.issue', 'tracker.issue.fixed', 'execute_tool read'],
    ]
    expect(namesInOrder(moments)).toEqual(Array.from({ length: ROUNDS }, () => round).flat())
    expect(new Set(moments.map(({ at }) => at)).size).toBe(moments.length)
  })

  it('takes in what other instrumentation records, although its starts are rounded down', async () => {
    const spans = await recorded((tracker, provider) =>
      tracker.session('post', async (session) => {
        for (let round = 0; round < ROUNDS; round++) {
          await session.phase('phase', () => provider.getTracer('other').startSpan('call').addEvent('chunk').end())
          session.metric({ name: 'at', value: round })
        }
      }),
    )
    const parts = spans.filter(({ name }) => name !== 'invoke_workflow post')
    const names = namesInOrder([...parts.map(startOf), ...parts.map(endOf), ...spans.flatMap(eventsOf)])
    const rounds = Array.from({ length: ROUNDS }, (_, index) => names.slice(index * 6, index * 6 + 6).join())
    const inOrder = rounds.filter((round) => round === 'phase,call,chunk,call ends,phase ends,tracker.metric')
    // On a busy machine the SDK is interrupted now and then between the time that it takes and what it tells of it.
    expect(inOrder.length).toBeGreaterThan(ROUNDS * 0.8)
  })
})
