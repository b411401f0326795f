import type { Field, Type } from 'protobufjs'
import { describe, expect, it } from 'vitest'
import { decodeTracesJson } from '../json/read-traces.ts'
import { writeTracesJson } from '../json/write-traces.ts'
import { span, traces } from '../testing/make.ts'
import { tracesMessage } from '../testing/message.ts'
import { otlp } from '../testing/otlp-proto.ts'
import { decodeTraces } from './read-traces.ts'
import { encodeTraces } from './write-traces.ts'

/** Fields that belong to profiles; on spans they are taken as absent. */
const PROFILES_ONLY = new Set(['stringValueStrindex', 'keyStrindex'])

const TracesMessage = otlp.lookupType('otlp.TracesData')

/** One field somewhere in a request, by the way that leads to it. */
interface Place {
  readonly name: string
  readonly path: readonly Field[]
}

/** Every field of every message that a request can hold, each message type once. */
function places(type: Type, path: readonly Field[] = [], seen: readonly Type[] = []): readonly Place[] {
  return type.fieldsArray.flatMap((field) => {
    field.resolve()
    const here = [...path, field]
    const inner = field.resolvedType && 'fieldsArray' in field.resolvedType ? field.resolvedType : undefined
    const place = { name: here.map(({ name }) => name).join('.'), path: here }
    if (!inner || seen.includes(inner)) return [place]
    return [place, ...places(inner, here, [...seen, type])]
  })
}

const BASE = tracesMessage(traces(span()))

/** A request in which the field at the end of the path has a value, in a span that is valid otherwise. */
function requestWith(path: readonly Field[]): object {
  const message: object = path.reduceRight<object>(
    (value, field) => ({ [field.name]: field.repeated ? [value] : value }),
    sample(path.at(-1)),
  )
  return merge(BASE, message)
}

function sample(field: Field | undefined): object {
  const values: Readonly<Record<string, unknown>> = {
    string: 'x',
    bytes: Buffer.alloc(field?.name === 'traceId' ? 16 : 8, 7),
    bool: true,
    double: 1.5,
  }
  if (field?.resolvedType && 'fieldsArray' in field.resolvedType) return {}
  return Object(values[field?.type ?? ''] ?? 1).valueOf()
}

/** Both messages in one; lists are merged element by element. */
function merge(a: object, b: object): object {
  if (Array.isArray(a) && Array.isArray(b)) return b.length ? [merge(a[0] ?? {}, b[0])] : a
  const result = new Map(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const old = result.get(key)
    result.set(key, isContainer(old) && isContainer(value) ? merge(old, value) : value)
  }
  return Object.fromEntries(result)
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

const bytesOf = (message: object): Uint8Array => TracesMessage.encode(TracesMessage.fromObject(message)).finish()

describe('every field of the trace messages', () => {
  const all = places(TracesMessage).filter(({ path }) => {
    const last = path.at(-1)
    return last !== undefined && !PROFILES_ONLY.has(last.name) && !(last.resolvedType && 'fieldsArray' in last.resolvedType)
  })

  it('are found', () => {
    expect(all.length).toBeGreaterThan(60)
    expect(all.map(({ name }) => name)).toContain('resourceSpans.scopeSpans.spans.links.flags')
  })

  it.each(all)('$name is read and written in both encodings', ({ path }) => {
    const { data } = decodeTraces(bytesOf(requestWith(path)))
    const without = decodeTraces(bytesOf(requestWith(path.slice(0, -1)))).data
    expect(data).not.toEqual(without)
    expect(decodeTraces(encodeTraces(data)).data).toEqual(data)
    expect(decodeTracesJson(Buffer.from(writeTracesJson(data))).data).toEqual(data)
  })
})
