import { describe, expect, it } from 'vitest'
import { normalise } from './normalise.ts'
import type { Json } from './otlp-json.ts'

const FOLDERS = new Map([['/home/me/project', '/app']])

const request = (...spans: readonly Json[]): Json => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
const spansOf = (requests: readonly Json[]): Json =>
  JSON.parse(JSON.stringify(requests)).flatMap(
    (each: { resourceSpans: [{ scopeSpans: [{ spans: Json[] }] }] }) => each.resourceSpans[0].scopeSpans[0].spans,
  )
const time = (step: number) => String(1_760_000_000_000_000_000n + BigInt(step) * 1_000_000n)
const text = (key: string, stringValue: string): Json => ({ key, value: { stringValue } })

describe('normalise', () => {
  // root ─ first ─ (event)
  //      └ second, which ends after root and has the same start as first
  it('makes ids counters and times steps of a walk through the tree', () => {
    const [first, second, root] = [
      { traceId: 'ff', spanId: '01', parentSpanId: '03', startTimeUnixNano: '20', endTimeUnixNano: '30', events: [{ timeUnixNano: '25' }] },
      { traceId: 'ff', spanId: '02', parentSpanId: '03', startTimeUnixNano: '20', endTimeUnixNano: '99' },
      { traceId: 'ff', spanId: '03', startTimeUnixNano: '10', endTimeUnixNano: '50' },
    ]
    const traceId = `a${'1'.padStart(31, '0')}`
    const id = (n: number) => `b${String(n).padStart(15, '0')}`
    expect(spansOf(normalise([request(second, first), request(root)], FOLDERS))).toEqual([
      { traceId, spanId: id(2), parentSpanId: id(3), startTimeUnixNano: time(4), endTimeUnixNano: time(5) },
      {
        traceId,
        spanId: id(4),
        parentSpanId: id(3),
        startTimeUnixNano: time(1),
        endTimeUnixNano: time(3),
        events: [{ timeUnixNano: time(2) }],
      },
      { traceId, spanId: id(3), startTimeUnixNano: time(0), endTimeUnixNano: time(6) },
    ])
  })

  it('takes folders of this machine, frames of the runtime and lines of our own programs out of texts', () => {
    const trace =
      'Error: no\n    at a (file:///home/me/project/a.js:1:2)\n    at b (node:internal/process:3:4)\n    at file:///home/me/project/test/c.ts:5:6'
    expect(normalise([{ attributes: [text('exception.stacktrace', trace)] }], FOLDERS)).toEqual([
      { attributes: [text('exception.stacktrace', 'Error: no\n    at a (file:///app/a.js:1:2)\n    at file:///app/test/c.ts')] },
    ])
  })

  it('makes measured values steady', () => {
    const measured = { key: 'gen_ai.response.time_to_first_chunk', value: { doubleValue: 0.0123 } }
    expect(normalise([{ attributes: [measured] }], FOLDERS)).toEqual([
      { attributes: [{ key: measured.key, value: { doubleValue: 0.25 } }] },
    ])
  })
})
