/** Senders that keep what was acknowledged to them, and send the rest again. */
import { resource, scope, span } from '../../collector/src/decode/testing/make.ts'
import type { SpanItem } from '../../collector/src/domain/span.ts'
import { protobufRequest, send } from './otlp-sender.ts'
import { idOf, tracesOf } from './recorded-items.ts'

export const SESSION_KEY = 'a-session-under-load'
const SPANS_PER_REQUEST = 3
const FIRST_NS = 1_760_000_000_000_000_000n

/** Requests that one sender wants to get through, each as often as it takes. */
export interface Load {
  /** Sends until the receiver is gone: first what is in doubt (also some that was acknowledged), then what is new. */
  run(url: string): Promise<void>
  /** Sends once more what was not acknowledged. */
  finish(url: string): Promise<void>
  /** Requests that were acknowledged so far. */
  acknowledged(): number
  /** Ids of their spans. */
  acknowledgedSpans(): readonly string[]
  /** Requests that were made so far. */
  readonly made: number
}

/** @param sender tells the ids of senders apart */
export function createLoad(sender: number): Load {
  const acknowledged = new Set<number>()
  let made = 0
  const deliver = async (url: string, at: number): Promise<void> => {
    await send(url, protobufRequest(tracesOf(callsOf(sender, at))))
    acknowledged.add(at)
  }
  const inDoubt = () => Array.from({ length: made }, (_, at) => at).filter((at) => !acknowledged.has(at))
  return {
    acknowledged: () => acknowledged.size,
    acknowledgedSpans: () => [...acknowledged].flatMap((at) => callsOf(sender, at)).map(idOf),
    get made() {
      return made
    },
    async run(url) {
      try {
        for (const at of [...inDoubt(), ...[...acknowledged].slice(-2)]) await deliver(url, at)
        for (;;) await deliver(url, made++)
      } catch (error) {
        // fetch fails in this way, and only in this way, when the receiver is gone.
        if (!(error instanceof TypeError)) throw error
      }
    },
    async finish(url) {
      for (const at of inDoubt()) await deliver(url, at)
    },
  }
}

/** Spans that a load of so many requests has. */
export function spansIn(requests: number): number {
  return requests * SPANS_PER_REQUEST
}

/** Model calls of one input and two output tokens each, every sender in a trace of its own. */
function callsOf(sender: number, at: number): readonly SpanItem[] {
  return Array.from({ length: SPANS_PER_REQUEST }, (_, index) => {
    const number = at * SPANS_PER_REQUEST + index + 1
    const startNs = FIRST_NS + BigInt(number) * 1_000_000n
    return {
      resource: resource(),
      scope: scope({ name: 'load' }),
      span: span({
        traceId: sender.toString(16).padStart(32, 'd'),
        spanId: number.toString(16).padStart(16, '0'),
        name: 'chat',
        startNs,
        endNs: startNs + 500_000n,
        attributes: [
          { key: 'gen_ai.operation.name', value: 'chat' },
          { key: 'gen_ai.provider.name', value: 'openai' },
          { key: 'gen_ai.request.model', value: 'gpt-5-mini' },
          { key: 'gen_ai.usage.input_tokens', value: 1n },
          { key: 'gen_ai.usage.output_tokens', value: 2n },
          { key: 'session.id', value: SESSION_KEY },
        ],
      }),
    }
  })
}
