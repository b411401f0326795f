import * as semconv from '@ai-tracker/semconv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttributeValue, KeyValue } from '../domain/attribute.ts'
import { USAGE_PARTS } from '../domain/record.ts'
import { interpret } from './interpret.ts'
import { testItem } from './testing/item.ts'

const names: readonly string[] = Object.values(semconv)

/** Keys that dialects look at: every name we know, flattened ones, and traps. */
const key = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom(...names).chain((name) => fc.nat(12).map((index) => `${name}${index}.message.content`)),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'gen_ai.prompt.__proto__.role',
    'llm.input_messages.99999999999999999999.message.role',
    'gen_ai.prompt.0',
    '',
  ),
)

const text = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '-1',
    'NaN',
    '1e999',
    '5',
    'LLM',
    'chat',
    'execute_tool',
    'anthropic',
    '[{"role":"user","parts":[{}]}]',
    '[[',
    '{"args":[1],"kwargs":{}}',
    '0.1USD',
  ),
)

const value: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.nat(5_000).map(BigInt),
    fc.constant(null),
    fc.uint8Array({ maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.record({ key: fc.string(), value: tie('value') }), { maxLength: 3 }).map((entries) => ({ entries })),
  ),
})).value

const attributes: fc.Arbitrary<readonly KeyValue[]> = fc.array(fc.record({ key, value }), { maxLength: 25 })
const eventName = fc.oneof(
  fc.constantFrom(...names.filter((name) => /event|message|choice|content|tracker\.|exception/.test(name))),
  fc.string(),
)

/** Any span with keys that mean something and values that may not. */
const item = fc
  .record({
    attributes,
    events: fc.array(fc.record({ name: eventName, attributes }), { maxLength: 3 }),
    isRoot: fc.boolean(),
    scope: fc.constantFrom('', 'com.anthropic.sdk.typescript', 'strands.x'),
  })
  .map(({ attributes: own, events, isRoot, scope }) => {
    const plain = testItem({ parentSpanId: isRoot ? '' : '00f067aa0ba902b7', scope: { name: scope } })
    const spanEvents = events.map((event) => ({ ...event, timeNs: 0n, droppedAttributesCount: 0 }))
    return { ...plain, span: { ...plain.span, attributes: own, events: spanEvents } }
  })

const isCount = (part: number) => Number.isSafeInteger(part) && part >= 0
const isJson = (json: string | undefined) => json === undefined || JSON.parse(json) !== undefined

describe('any span', () => {
  it('is interpreted without an error, into counts from 0 and valid JSON', () => {
    fc.assert(
      fc.property(item, (any) => {
        const { call, session, facts, phase, action } = interpret(any)
        if (call?.usage) for (const part of USAGE_PARTS) expect(call.usage[part]).toSatisfy(isCount)
        expect(call?.reportedCostNanos ?? 0n).toBeGreaterThanOrEqual(0n)
        expect(call?.timeToFirstTokenNs ?? 0n).toBeGreaterThanOrEqual(0n)
        for (const json of [session.inputs, session.outputs, session.metadata, phase?.metadata, call?.metadata, action?.metadata])
          expect(json).toSatisfy(isJson)
        for (const fact of facts) if ('metadata' in fact) expect(fact.metadata).toSatisfy(isJson)
      }),
      { numRuns: 1_500 },
    )
  })

  it('comes out the same twice', () => {
    fc.assert(
      fc.property(item, (any) => {
        expect(interpret(any)).toEqual(interpret(any))
      }),
      { numRuns: 100 },
    )
  })

  it('leaves every object’s prototype alone', () => {
    fc.assert(
      fc.property(item, (any) => {
        interpret(any)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

describe('a value of a wrong type', () => {
  for (const name of new Set(names))
    it(`says nothing under ${name}`, () => {
      for (const wrong of [{ $double: Number.NaN }, -1, { a: [null] }, [[]], null, true])
        expect(() =>
          interpret(testItem({ attributes: { 'gen_ai.operation.name': 'chat', 'openinference.span.kind': 'LLM', [name]: wrong } })),
        ).not.toThrow()
    })
})
