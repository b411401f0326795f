import { type HrTime, ROOT_CONTEXT } from '@opentelemetry/api'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { describe, expect, it } from 'vitest'
import { type Clock, createClock, hrTimeOf } from './clock.ts'
import { contextOf, type OpenSpan, openSpan } from './open-span.ts'
import { isRecordedSpan, type RecordedSpan } from './recorded-span.ts'
import type { Runtime } from './runtime.ts'

const START_MS = 1_700_000_000_000
const HOUR_MS = 3_600_000

function runtimeOf(now: Clock): Runtime {
  return { tracer: new TracerProvider().getTracer('test'), pipeline: undefined, content: 'full', env: {}, now }
}

const start = (runtime: Runtime, parent = ROOT_CONTEXT): OpenSpan =>
  openSpan(runtime, { name: 'work', attributes: () => ({}), parent, liveness: 'now' })

const happened = { name: 'happened', attributes: {} }

function recorded({ span }: OpenSpan): RecordedSpan {
  if (!isRecordedSpan(span)) throw new Error('this span cannot be read')
  return span
}

describe('the times of a span', () => {
  it('all come from the clock that it is given', () => {
    const times: HrTime[] = [10, 20, 30, 40].map((ms) => hrTimeOf(START_MS + ms))
    const expected = [...times]
    const runtime = runtimeOf(() => times.shift() ?? [0, 0])
    const open = start(runtime)
    open.add(() => happened)
    open.addLate(() => happened, runtime.now())
    open.end({ error: new Error('no'), hasFailed: true })
    const { startTime, endTime, events } = recorded(open)
    expect([startTime, ...events.map(({ time }) => time), endTime]).toEqual([...expected, expected[3]])
  })

  it('are those that are said, for what is over', () => {
    const runtime = runtimeOf(() => hrTimeOf(START_MS))
    const [startTime, endTime] = [hrTimeOf(START_MS - 500), hrTimeOf(START_MS - 200)]
    const open = openSpan(runtime, { name: 'work', attributes: () => ({}), parent: ROOT_CONTEXT, liveness: 'when long', startTime })
    open.end({ endTime, error: new Error('no'), hasFailed: true })
    expect(recorded(open)).toMatchObject({ startTime, endTime, events: [{ time: endTime }] })
  })

  it('never go back over 1,000 spans in each other', () => {
    const runtime = runtimeOf(createClock())
    const spans: RecordedSpan[] = []
    let parent = ROOT_CONTEXT
    for (let depth = 0; depth < 1000; depth++) {
      const open = start(runtime, parent)
      parent = contextOf(open.span, parent)
      spans.push(recorded(open))
    }
    const starts = spans.map(({ startTime: [seconds, nanos] }) => BigInt(seconds) * 1_000_000_000n + BigInt(nanos))
    expect(starts).toEqual(starts.toSorted((one, other) => Number(one - other)))
    expect(new Set(starts).size).toBe(1000)
  })

  it.each([
    ['goes to sleep', HOUR_MS, HOUR_MS + 5],
    ['sets its clock back', -HOUR_MS, 0],
  ])('make sense when the computer %s in between', (_, jumpMs, tookMs) => {
    const at = { wallMs: START_MS, steadyMs: 0 }
    const runtime = runtimeOf(createClock({ wallMs: () => at.wallMs, steadyMs: () => at.steadyMs, originMs: START_MS }))
    const open = start(runtime)
    at.wallMs += jumpMs + 5
    at.steadyMs += 5
    open.end({})
    const { startTime, endTime } = recorded(open)
    expect(startTime).toEqual(hrTimeOf(START_MS))
    expect(endTime).toEqual(hrTimeOf(START_MS + tookMs))
    expect(recorded(start(runtime)).startTime[0]).toBe(hrTimeOf(at.wallMs)[0])
  })
})
