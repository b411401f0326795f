/** Spans that hold what is hard to keep. */
import { attributes, nested, resource, scope, span } from '../../collector/src/decode/testing/make.ts'
import type { AttributeValue } from '../../collector/src/domain/attribute.ts'
import type { SpanItem } from '../../collector/src/domain/span.ts'

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)
const UINT32_MAX = 2 ** 32 - 1
const LIST_LENGTH = 5_000
const LARGE_CHARS = 2 * 1024 * 1024

/** JSON that nobody would write in this way: it must come back as it is. */
const ODD_JSON = `[ {"role" : "user","parts":[{"type":"text", "content":"\\u0061 ${'long '.repeat(500)}"}]} ,{"role":"user","n":1.50e+1}]`

/** Text without repetition, so that nothing but keeping it whole helps. */
function noise(chars: number): string {
  let state = 1
  let text = ''
  while (text.length < chars) {
    state = (state * 48_271) % 2_147_483_647
    text += state.toString(36)
  }
  return text.slice(0, chars)
}

const many = <T>(make: (at: number) => T): readonly T[] => Array.from({ length: LIST_LENGTH }, (_, at) => make(at))

type Value = readonly [string, AttributeValue]

/** Values that are awkward by their size. */
const LARGE: readonly Value[] = [
  ['large text', noise(LARGE_CHARS)],
  ['repetitive text', 'the same words again and again; '.repeat(LARGE_CHARS / 32)],
  ['many bytes', new Uint8Array(100_000).map((_, at) => at % 251)],
  ['list of integers', many((at) => BigInt(at) * 1_000_000_007n)],
  ['list of texts', many((at) => `element ${at}`)],
  ['list of doubles', many((at) => at / 7)],
]

/** One value of every shape, by what makes it awkward. */
const VALUES: readonly Value[] = [
  ['empty text', ''],
  ['text', 'a "quoted" \\ line\nbreak, NUL \u0000, emoji 😀, line separator \u2028'],
  ['yes', true],
  ['no', false],
  ['largest integer', INT64_MAX],
  ['smallest integer', INT64_MIN],
  ['beyond a double', 2n ** 53n + 1n],
  ['integer zero', 0n],
  ['double', 0.1],
  ['double that is whole', 42],
  ['double zero', 0],
  ['negative zero', -0],
  ['largest double', Number.MAX_VALUE],
  ['smallest double', Number.MIN_VALUE],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['negative infinity', Number.NEGATIVE_INFINITY],
  ['bytes', Uint8Array.of(0, 1, 127, 128, 255)],
  ['no bytes', new Uint8Array(0)],
  ['no value', null],
  ['empty list', []],
  ['mixed list', ['1', 1n, 1, true, null, Uint8Array.of(1), ['deeper'], { entries: attributes(['a', 1n]) }]],
  ['map without entries', { entries: [] }],
  ['map', { entries: attributes(['z', 1n], ['a', 2], ['nested', { entries: attributes(['$bytes', 'AQ==']) }], ['', 'no key']) }],
  ['map of a repeated key', { entries: attributes(['k', 1n], ['k', 'two'], ['other', true], ['k', 3]) }],
  ['deep', nested(20)],
  ['gen_ai.input.messages', ODD_JSON],
  ['$ref', 7n],
  ['$dup', 'a key that looks like one of ours'],
  ['$$', { entries: attributes(['$double', 'NaN'], ['$unset', true]) }],
  ['__proto__', 'harmless'],
  ['constructor', { entries: attributes(['prototype', 1n]) }],
  ['', 'a value without a key'],
]

const TRACE_ID = 'abad1deaabad1deaabad1deaabad1dea'

/** A span whose values are awkward by their size. */
export const LARGE_ITEM: SpanItem = {
  resource: resource(),
  scope: scope(),
  span: span({ traceId: TRACE_ID, spanId: '0000000000000002', startNs: 1n, endNs: 2n, attributes: attributes(...LARGE) }),
}

/** Two spans of its trace: one with every shape of value wherever attributes can be, and one with nothing at all, which still runs. */
export const AWKWARD_ITEMS: readonly SpanItem[] = [
  {
    resource: resource({
      attributes: attributes(...VALUES, ['service.name', 'awkward']),
      droppedAttributesCount: UINT32_MAX,
      entityRefs: [{ schemaUrl: 'https://example.com/e', type: 'service', idKeys: ['service.name'], descriptionKeys: ['text'] }],
      schemaUrl: 'https://example.com/resource',
    }),
    scope: scope({ name: 'awkward', version: '0.0.1-β', attributes: attributes(...VALUES), droppedAttributesCount: 3, schemaUrl: 'urn:x' }),
    span: span({
      traceId: TRACE_ID,
      spanId: 'ffffffffffffffff',
      traceState: 'vendor=1,other=2',
      flags: UINT32_MAX,
      name: 'every shape of value\u0000',
      kind: 5,
      startNs: 1n,
      endNs: INT64_MAX,
      attributes: attributes(...VALUES, ['repeated', 1n], ['repeated', 'two'], ['repeated', 3]),
      droppedAttributesCount: UINT32_MAX,
      events: [
        { timeNs: 5n, name: 'exception', attributes: attributes(...VALUES), droppedAttributesCount: 2 },
        { timeNs: 0n, name: '', attributes: [], droppedAttributesCount: 0 },
      ],
      droppedEventsCount: 1,
      links: [
        {
          traceId: TRACE_ID,
          spanId: '0000000000000001',
          traceState: 'a=b',
          attributes: attributes(...VALUES),
          droppedAttributesCount: 4,
          flags: 257,
        },
      ],
      droppedLinksCount: UINT32_MAX,
      status: { code: 2, message: `it broke: ${noise(5_000)}` },
    }),
  },
  { resource: resource(), scope: scope(), span: span({ traceId: TRACE_ID, spanId: '0000000000000001' }) },
]
