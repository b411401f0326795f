import type { Field, Type } from 'protobufjs'
import { describe, expect, it } from 'vitest'
import type { Signal } from '../domain/signal.ts'
import { jsonCodec, protobufCodec } from './codec.ts'
import { span, traces } from './testing/make.ts'
import { log, logs } from './testing/make-signals.ts'
import { LOGS, METRICS, type SignalCase, TRACES } from './testing/signal-cases.ts'

/** Fields that belong to profiles; on other signals they are taken as absent. */
const PROFILES_ONLY = new Set(['stringValueStrindex', 'keyStrindex'])

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

/** A request that is valid once the field at the end of the path has a value. */
type Base = (path: readonly Field[]) => object

/** A request in which the field at the end of the path has a value, in an item that is valid otherwise. */
function requestWith(base: object, path: readonly Field[]): object {
  const message: object = path.reduceRight<object>(
    (value, field) => ({ [field.name]: field.repeated ? [value] : value }),
    sample(path.at(-1)),
  )
  return merge(base, message)
}

/** A metric of the kind that the path leads through, with a point that is valid. */
function metricBase(path: readonly Field[]): object {
  const [, , , kind] = path.map(({ name }) => name)
  const needsBuckets = path.at(-1)?.name === 'explicitBounds'
  const point = {
    timeUnixNano: 1,
    ...(kind === 'gauge' || kind === 'sum' ? { flags: 1 } : {}),
    ...(needsBuckets && { bucketCounts: [1, 1] }),
  }
  const data = kind && DATA.has(kind) ? { [kind]: { dataPoints: [point] } } : {}
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [data] }] }] }
}

const DATA = new Set(['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'])

function sample(field: Field | undefined): object {
  const values: Readonly<Record<string, unknown>> = {
    string: 'x',
    bytes: Buffer.alloc(field?.name === 'traceId' ? 16 : 8, 7),
    bool: true,
    double: 1.5,
  }
  if (field?.resolvedType && 'fieldsArray' in field.resolvedType) return {}
  return Object(values[field?.type ?? ''] ?? 3).valueOf()
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

/** What of a signal is tested, and how many fields it has at the least. */
interface Coverage {
  readonly base: Base
  readonly atLeast: number
  readonly one: string
}

function coverage<S extends Signal>({ signal, Message, encode, toJson }: SignalCase<S>, { base, atLeast, one }: Coverage): void {
  const all = places(Message).filter(({ path }) => {
    const last = path.at(-1)
    return last !== undefined && !PROFILES_ONLY.has(last.name) && !(last.resolvedType && 'fieldsArray' in last.resolvedType)
  })
  const decode = (message: object) => protobufCodec.decode(signal, Message.encode(Message.fromObject(message)).finish())

  it('are found', () => {
    expect(all.length).toBeGreaterThan(atLeast)
    expect(all.map(({ name }) => name)).toContain(one)
  })

  it.each(all.map(({ name, path }) => [name, path] as const))('%s is read and written in both encodings', (_name, path) => {
    const { data, rejected } = decode(requestWith(base(path), path))
    const without = decode(requestWith(base(path), path.slice(0, -1))).data
    expect(rejected).toEqual([])
    expect(data).not.toEqual(without)
    expect(protobufCodec.decode(signal, encode(data)).data).toEqual(data)
    expect(jsonCodec.decode(signal, Buffer.from(toJson(data))).data).toEqual(data)
  })
}

describe('every field of the trace messages', () => {
  const base = TRACES.toMessage(traces(span()))
  coverage(TRACES, { base: () => base, atLeast: 60, one: 'resourceSpans.scopeSpans.spans.links.flags' })
})

describe('every field of the log messages', () => {
  const base = LOGS.toMessage(logs(log()))
  coverage(LOGS, { base: () => base, atLeast: 40, one: 'resourceLogs.scopeLogs.logRecords.eventName' })
})

describe('every field of the metric messages', () => {
  const one = 'resourceMetrics.scopeMetrics.metrics.exponentialHistogram.dataPoints.exemplars.filteredAttributes.value.bytesValue'
  coverage(METRICS, { base: metricBase, atLeast: 140, one })
})
