/** Every value of every span can be had again, with its type, and an exported store can be made again from its export. */
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import type { SpanDetail } from '../../collector/src/contract.ts'
import type { KeyValue } from '../../collector/src/domain/attribute.ts'
import { type SpanItem, spanItems } from '../../collector/src/domain/span.ts'
import { expectSame } from '../settling/arrived-store.ts'
import { AWKWARD_ITEMS, LARGE_ITEM } from './awkward-span.ts'
import { dumpOf, withCollector } from './fresh-collector.ts'
import { decodeJsonText, protobufRequest, send } from './otlp-sender.ts'
import { allRecordedItems, idOf, tracesOf } from './recorded-items.ts'
import { type Rest, restOf } from './rest.ts'

const SENT: readonly SpanItem[] = [...(await allRecordedItems()), ...AWKWARD_ITEMS]

/** The items by id, attributes by key: OTLP gives their order no meaning. */
function sorted(items: readonly SpanItem[]): readonly SpanItem[] {
  return items.map(withSortedAttributes).sort((a, b) => compare(idOf(a), idOf(b)))
}

function withSortedAttributes({ span, resource, scope }: SpanItem): SpanItem {
  return {
    span: { ...byKey(span), events: span.events.map(byKey), links: span.links.map(byKey) },
    resource: byKey(resource),
    scope: byKey(scope),
  }
}

/** Equal keys stay in the order in which they were sent. */
function byKey<T extends { readonly attributes: readonly KeyValue[] }>(holder: T): T {
  return { ...holder, attributes: holder.attributes.toSorted((a, b) => compare(a.key, b.key)) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

async function givenBack(rest: Rest, traceId: string): Promise<readonly SpanItem[]> {
  return [...spanItems(decodeJsonText(await rest.text(`/traces/${traceId}?format=otlp`)))]
}

it('gives back every span as it was sent, as a trace and alone', async () => {
  await withCollector(async ({ url }) => {
    const all = [...SENT, LARGE_ITEM]
    await send(url, protobufRequest(tracesOf(all)))
    const rest = restOf(url)
    for (const traceId of new Set(all.map(({ span }) => span.traceId))) {
      const sent = all.filter(({ span }) => span.traceId === traceId)
      expectItems(await givenBack(rest, traceId), sent)
    }
    await expectDetails(rest)
  })
})

it('exports what makes the same store again, in whatever order its lines are sent', async () => {
  await withCollector(async (original) => {
    await send(original.url, protobufRequest(tracesOf(SENT)))
    const lines = (await restOf(original.url).text('/export?signal=traces')).split('\n').filter(Boolean)
    expectItems(
      lines.flatMap((line) => [...spanItems(decodeJsonText(line))]),
      SENT,
    )
    await withCollector(async (copy) => {
      for (const line of lines.toReversed()) await send(copy.url, { body: line, headers: { 'Content-Type': 'application/json' } })
      await Promise.all([original.close(), copy.close()])
      expectSame(dumpOf(copy.file), dumpOf(original.file))
    })
  })
})

/** Vitest takes seconds for large values that are equal; it is asked only for the difference. */
function expectItems(actual: readonly SpanItem[], expected: readonly SpanItem[]): void {
  const [given, sent] = [sorted(actual), sorted(expected)]
  if (!isDeepStrictEqual(given, sent)) expect(given).toEqual(sent)
}

/** The page of one span shows its values in the words of OTLP/JSON. */
async function expectDetails(rest: Rest): Promise<void> {
  const [item] = AWKWARD_ITEMS
  const detail = await rest.get<SpanDetail>(`/spans/${item?.span.traceId}/${item?.span.spanId}`)
  const shown = (key: string) => detail.attributes.find((attribute) => attribute.key === key)?.value
  expect(detail.attributes.length).toBe(item?.span.attributes.length)
  expect(shown('largest integer')).toEqual({ intValue: '9223372036854775807' })
  expect(shown('smallest integer')).toEqual({ intValue: '-9223372036854775808' })
  expect(shown('double that is whole')).toEqual({ doubleValue: 42 })
  expect(shown('NaN')).toEqual({ doubleValue: 'NaN' })
  expect(shown('bytes')).toEqual({ bytesValue: 'AAF/gP8=' })
  expect(shown('no value')).toEqual({})
  expect(shown('map of a repeated key')).toEqual({
    kvlistValue: {
      values: [
        { key: 'k', value: { intValue: '1' } },
        { key: 'k', value: { stringValue: 'two' } },
        { key: 'other', value: { boolValue: true } },
        { key: 'k', value: { doubleValue: 3 } },
      ],
    },
  })
}
