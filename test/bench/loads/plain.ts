import { createRandom, type Random } from './random.ts'
import { attributes, SPAN_KIND, span, type Trace } from './spans.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE']
const ROUTES = ['/orders', '/orders/{id}', '/customers/{id}', '/search', '/health']
const SPANS_PER_TRACE = 16

/** Traces of a web service that has nothing to do with models: 16 spans of 10 attributes, a root with 15 children. */
export function* plainTraces(count: number, seed = 1): Generator<Trace> {
  const random = createRandom(seed)
  for (let index = 0; index < count; index++) yield plainTrace(random, index)
}

function plainTrace(random: Random, index: number): Trace {
  const traceId = random.hex(16)
  const rootId = random.hex(8)
  const startMs = index * 50
  const children = Array.from({ length: SPANS_PER_TRACE - 1 }, (_, child) =>
    plainSpan(random, {
      traceId,
      spanId: random.hex(8),
      parentSpanId: rootId,
      startMs: startMs + child * 2,
      durationMs: 1 + random.below(30),
    }),
  )
  return [...children, plainSpan(random, { traceId, spanId: rootId, parentSpanId: '', startMs, durationMs: 80 })]
}

interface Place {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly startMs: number
  readonly durationMs: number
}

function plainSpan(random: Random, place: Place): Trace[number] {
  const method = METHODS[random.below(METHODS.length)] ?? ''
  const route = ROUTES[random.below(ROUTES.length)] ?? ''
  return span({
    ...place,
    name: `${method} ${route}`,
    kind: place.parentSpanId === '' ? SPAN_KIND.server : SPAN_KIND.client,
    attributes: attributes(
      ['http.request.method', method],
      ['http.route', route],
      ['url.full', `https://shop.example.com${route}?page=${random.below(100_000)}&session=${random.hex(8)}`],
      ['http.response.status_code', BigInt(200 + random.below(4))],
      ['server.address', `node-${random.below(8)}.example.com`],
      ['server.port', 443n],
      ['network.peer.address', `10.0.${random.below(256)}.${random.below(256)}`],
      ['user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0'],
      ['http.response.body.size', BigInt(random.below(1_000_000))],
      ['app.cache.ratio', random.below(1000) / 1001],
    ),
  })
}
