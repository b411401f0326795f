import type { Span } from '../../../collector/src/domain/span.ts'
import { callTraces, largeCallTrace } from './calls.ts'
import { plainTraces } from './plain.ts'
import { inOrder, type Trace } from './spans.ts'

const SPANS_PER_TRACE = 16
const LARGE_SHARE = 0.2

/** What a collector has gathered over a while: a fifth of all spans in one large trace, the rest by halves plain and of workflows. */
export function* historySpans(spans: number): Generator<Span> {
  yield* largeCallTrace(spans * LARGE_SHARE)
  yield* inOrder(smallTraces(Math.ceil((spans * (1 - LARGE_SHARE)) / SPANS_PER_TRACE / 2)))
}

function* smallTraces(pairs: number): Generator<Trace> {
  const calls = callTraces(pairs, 6)
  for (const plain of plainTraces(pairs, 7)) {
    yield plain
    const next = calls.next()
    if (!next.done) yield next.value
  }
}
