import { describe, expect, it } from 'vitest'
import { fakeSpan } from '../testing/fake-span.ts'
import { createPipeline } from './create-pipeline.ts'
import type { Delivered, Delivery } from './delivery.ts'
import { memorySpool } from './memory-spool.ts'

interface SentSpan {
  readonly name: string
  readonly endTimeUnixNano: string
  readonly events: readonly { readonly name: string }[]
}

const spansOf = (body: string): readonly SentSpan[] =>
  JSON.parse(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: SentSpan[] }[] }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  )

/** A pipeline with a look at what it delivers. */
function pipelineTo(
  answer: (body: string) => Delivered = () => 'arrived',
  limits: { readonly maxQueueSpans?: number; readonly maxQueueBytes?: number } = {},
  given: Partial<Delivery> = {},
) {
  const bodies: string[] = []
  const spool = memorySpool(1_000_000)
  const delivery: Delivery = {
    deliver: async (body) => {
      bodies.push(body)
      const result = answer(body)
      if (result === 'spooled') spool.append(body)
      return result
    },
    keep(body) {
      spool.append(body)
      return 'spooled'
    },
    abandon: () => undefined,
    hurry: () => () => undefined,
    replayed: () => Promise.resolve(),
    isAway: () => false,
    ...given,
  }
  const pipeline = createPipeline({ delivery, spool, maxQueueSpans: 1000, maxQueueBytes: 1_000_000, handOver: () => undefined, ...limits })
  return { pipeline, spool, bodies, sent: () => bodies.flatMap(spansOf) }
}

const names = (spans: readonly SentSpan[]) => spans.map(({ name }) => name)

describe('createPipeline', () => {
  it('sends spans in one request, each once', async () => {
    const { pipeline, bodies, sent } = pipelineTo()
    const [a, b] = [fakeSpan({ name: 'a' }), fakeSpan({ name: 'b' })]
    for (const span of [a, b, a]) pipeline.ended(span)
    expect(pipeline.counts()).toEqual({ waiting: 2, dropped: 0 })
    expect(await pipeline.flush()).toBe(true)
    pipeline.ended(b)
    await pipeline.flush()
    expect(bodies).toHaveLength(1)
    expect(names(sent())).toEqual(['a', 'b'])
  })

  it('sends the start of a span, and skips it when the span has ended meanwhile', async () => {
    const { pipeline, sent } = pipelineTo()
    const running = { ...fakeSpan({ name: 'a' }), ended: false }
    pipeline.started(running, 'now')
    await pipeline.flush()
    expect(sent()).toMatchObject([{ name: 'a', endTimeUnixNano: '0' }])
    const short = { ...fakeSpan({ name: 'b' }), ended: false }
    pipeline.started(short, 'now')
    short.ended = true
    pipeline.ended(short)
    await pipeline.flush()
    expect(sent().slice(1)).toMatchObject([{ name: 'b', endTimeUnixNano: '1700000001000000006' }])
    expect(pipeline.ending.open()).toEqual(['a'])
  })

  it('sends a call that runs only when it is long', async () => {
    const { pipeline, sent } = pipelineTo()
    const call = { ...fakeSpan({ name: 'call' }), ended: false }
    pipeline.started(call, 'when long')
    await pipeline.flush()
    expect(sent()).toEqual([])
    await pipeline.ending.finish()
    expect(sent()).toMatchObject([{ name: 'call', endTimeUnixNano: '0' }])
  })

  it('sends a span again with an event that came after its end', async () => {
    const { pipeline, sent } = pipelineTo()
    const span = fakeSpan({ name: 'a', events: [{ name: 'first', time: [1, 0] }] })
    pipeline.ended(span)
    await pipeline.flush()
    pipeline.addLate(span, { name: 'late', time: [2, 0] })
    await pipeline.flush()
    expect(sent().map(({ events }) => events.map(({ name }) => name))).toEqual([['first'], ['first', 'late']])
  })

  it.each([
    ['too many', { maxQueueSpans: 3 }, {}],
    ['too large', { maxQueueBytes: 3500 }, { text: 'x'.repeat(800) }],
  ])('puts into the spool what has no place because they are %s', async (_, limits, attributes) => {
    const { pipeline, spool, sent } = pipelineTo(undefined, limits)
    for (const name of ['a', 'b', 'c', 'd', 'e']) pipeline.ended(fakeSpan({ name, attributes }))
    expect(pipeline.counts()).toEqual({ waiting: 1, dropped: 0 })
    expect(await pipeline.flush()).toBe(false)
    expect(names(sent())).toEqual(['e'])
    expect(names((spool.claim()?.bodies ?? []).flatMap(spansOf))).toEqual(['a', 'b', 'c', 'd'])
    expect(await pipeline.flush()).toBe(true)
  })

  it('counts what finds no place in the spool either, and says once that not all has arrived', async () => {
    const { pipeline } = pipelineTo(undefined, { maxQueueSpans: 3 }, { keep: () => 'lost' })
    for (const name of ['a', 'b', 'c', 'd']) pipeline.ended(fakeSpan({ name }))
    expect(pipeline.counts()).toEqual({ waiting: 0, dropped: 4 })
    expect(await pipeline.flush()).toBe(false)
    expect(await pipeline.flush()).toBe(true)
  })

  it('says that not everything has arrived as long as it waits', async () => {
    const { pipeline, spool } = pipelineTo(() => 'spooled')
    pipeline.ended(fakeSpan())
    expect(await pipeline.flush()).toBe(false)
    expect(await pipeline.flush()).toBe(false)
    spool.claim()
    expect(await pipeline.flush()).toBe(true)
  })

  it('says that something was refused', async () => {
    const { pipeline } = pipelineTo(() => 'refused')
    pipeline.ended(fakeSpan())
    expect(await pipeline.flush()).toBe(false)
  })

  it('finds a span that has ended without telling', async () => {
    const { pipeline, sent } = pipelineTo()
    const span = { ...fakeSpan({ name: 'a' }), ended: false }
    pipeline.started(span, 'when long')
    span.ended = true
    await pipeline.flush()
    await pipeline.flush()
    expect(sent()).toMatchObject([{ name: 'a', endTimeUnixNano: '1700000001000000006' }])
  })

  it('loses one span, not the request, when one cannot be written', async () => {
    const { pipeline, sent } = pipelineTo()
    const broken = fakeSpan({ name: 'broken', spanContext: () => { throw new Error('no') } }) // biome-ignore format: one line
    for (const span of [fakeSpan({ name: 'a' }), broken, fakeSpan({ name: 'b' })]) pipeline.ended(span)
    await pipeline.flush()
    expect(names(sent())).toEqual(['a', 'b'])
  })

  it('waits for a resource that is being found out', async () => {
    const { pipeline, bodies } = pipelineTo()
    const found = {
      attributes: {},
      asyncAttributesPending: true,
      waitForAsyncAttributes: async () => void Object.assign(found.attributes, { host: 'h' }),
    }
    pipeline.ended(fakeSpan({ resource: found }))
    await pipeline.flush()
    expect(bodies[0]).toContain('"host"')
  })

  it('writes what is left into the spool when the process ends, spans that run included', () => {
    const { pipeline, spool } = pipelineTo()
    pipeline.ended(fakeSpan({ name: 'a' }))
    pipeline.started({ ...fakeSpan({ name: 'b' }), ended: false }, 'when long')
    pipeline.ending.abandon()
    expect(names((spool.claim()?.bodies ?? []).flatMap(spansOf))).toEqual(['a', 'b'])
    expect(pipeline.ending.isBusy()).toBe(false)
  })
})
