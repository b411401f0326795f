import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import type { LogRecord } from '../../domain/log.ts'
import { attributes, nested, resource, scope } from '../testing/make.ts'
import { log, logs } from '../testing/make-signals.ts'
import { field, field32, field64, group, varintField } from '../testing/wire.ts'
import { decodeLogs } from './read-logs.ts'
import { encodeLogItem, encodeLogs } from './write-logs.ts'

const TRACE_ID = '5b8efff798038103d269b633813fc60c'
const SPAN_ID = 'eee19b7ec3c1b174'
const time = field64(1, 5n)

/** A request of log records, each given by its fields. */
function request(...records: readonly Uint8Array[]): Uint8Array {
  return field(1, field(2, ...records.map((content) => field(2, content))))
}

function decodeLog(...fields: readonly Uint8Array[]): LogRecord | undefined {
  return decodeLogs(request(Buffer.concat(fields))).data.resourceLogs[0]?.scopeLogs[0]?.logRecords[0]
}

function messageOf(bytes: Uint8Array): string {
  try {
    decodeLogs(bytes)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

const FULL = log({
  timeNs: 2n ** 64n - 1n,
  observedNs: 7n,
  severityNumber: 17,
  severityText: 'ERROR',
  body: { entries: attributes(['k', [1n, 1, true, null]]) },
  attributes: attributes(['a', 'v']),
  droppedAttributesCount: 3,
  flags: 0xfffffff1,
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  eventName: 'gen_ai.choice',
})

describe('decodeLogs', () => {
  it.each([
    ['no bytes', new Uint8Array()],
    ['a resource without records', field(1, field(1, field(1, field(1, 'service.name'))))],
    ['a scope without records', field(1, field(2, field(1, field(1, 'lib'))))],
  ])('R13 accepts an empty request: %s', (_name, bytes) => {
    expect(decodeLogs(bytes)).toMatchObject({ signal: 'logs', rejected: [], warnings: [] })
  })

  it('R58 takes fields in any order', () => {
    const record = field(2, field(12, 'e'), field(6, field(2, varintField(3, 1)), field(1, 'k')), field(5, field(1, 'text')), time)
    const bytes = field(
      1,
      field(2, record, field(3, 'scope url'), field(1, field(1, 'lib'))),
      field(3, 'resource url'),
      field(1, field(1, field(1, 'r'))),
    )
    expect(decodeLogs(bytes).data.resourceLogs).toEqual([
      {
        resource: resource({ attributes: attributes(['r', null]), schemaUrl: 'resource url' }),
        scopeLogs: [
          {
            scope: scope({ name: 'lib', schemaUrl: 'scope url' }),
            logRecords: [log({ timeNs: 5n, eventName: 'e', attributes: attributes(['k', 1n]), body: 'text' })],
          },
        ],
      },
    ])
  })

  it('R59 takes the last of a scalar and of the members of a body, and merges the lists of a body that comes twice', () => {
    expect(decodeLog(time, field(3, 'first'), field(3, 'last'))?.severityText).toBe('last')
    expect(decodeLog(time, field(5, field(1, 'text')), field(5, varintField(3, 7)))?.body).toBe(7n)
    const one = field(5, field(5, field(1, varintField(3, 1))))
    expect(decodeLog(time, one, one)?.body).toEqual([1n, 1n])
    expect(decodeLog(time, field(5, field(1, 'kept')), field(5))?.body).toBe('kept')
  })

  it.each([
    ['a varint', varintField(99, 1)],
    ['a group', group(99, field(2, 'x'))],
    ['the reserved field 4', field(4, 'x')],
    ['R68 the reserved field 1000', field(1000, 'x')],
    ['a time as a varint', varintField(1, 9)],
    ['a severity as text', field(2, 'x')],
    ['a body as a number', varintField(5, 1)],
    ['flags as a varint', varintField(8, 1)],
    ['an id as a number', varintField(9, 1)],
  ])('R61 passes over %s', (_name, unknown) => {
    expect(decodeLog(unknown, time, unknown, field(12, 'e'))).toEqual(log({ timeNs: 5n, eventName: 'e' }))
  })

  it('R62 refuses every truncation of a message', () => {
    const bytes = encodeLogs(logs(FULL))
    for (let end = 1; end < bytes.length; end++) expect(messageOf(bytes.subarray(0, end)), `${end} bytes`).toContain('malformed')
  })

  it('R63 reads times and flags unsigned, and keeps unknown severities', () => {
    expect(decodeLog(field64(1, 2n ** 64n - 1n), field32(8, 0xfffffff0), varintField(2, -3n), varintField(7, 0xffffffff))).toEqual(
      log({ timeNs: 2n ** 64n - 1n, flags: 0xfffffff0, severityNumber: -3, droppedAttributesCount: 0xffffffff }),
    )
  })

  it('R64 repairs invalid UTF-8 in a record and keeps its neighbour', () => {
    const decoded = decodeLogs(request(Buffer.concat([time, field(5, field(1, Uint8Array.from([0x61, 0xff])))]), time))
    expect(decoded.data).toEqual(logs(log({ timeNs: 5n, body: 'a\ufffd' }), log({ timeNs: 5n })))
    expect(decoded.repairedStrings).toBe(1)
  })

  it.each([
    ['no body', [], undefined],
    ['a body without content', [field(5)], null],
    ['false', [field(5, varintField(2, 0))], false],
    ['int 0', [field(5, varintField(3, 0))], 0n],
    ['double 0', [field(5, field64(4, 0n))], 0],
    ['an empty string', [field(5, field(1))], ''],
    ['empty bytes', [field(5, field(7))], new Uint8Array()],
    ['an empty list', [field(5, field(5))], []],
    ['an empty map', [field(5, field(6))], { entries: [] }],
    ['R67 an index into a profile', [field(5, varintField(8, 3))], null],
  ])('R65 R71 keeps apart a body that is %s', (_name, fields, body) => {
    expect(decodeLog(time, ...fields)?.body).toStrictEqual(body)
  })

  it.each<[string, Uint8Array, { fields?: Partial<LogRecord>; warning?: string }]>([
    [
      'both ids',
      Buffer.concat([field(9, Buffer.from(TRACE_ID, 'hex')), field(10, Buffer.from(SPAN_ID, 'hex'))]),
      { fields: { traceId: TRACE_ID, spanId: SPAN_ID } },
    ],
    ['no ids', new Uint8Array(), {}],
    ['empty ids', Buffer.concat([field(9), field(10)]), {}],
    ['ids of zeros', Buffer.concat([field(9, new Uint8Array(16)), field(10, new Uint8Array(8))]), {}],
    ['a short trace id', field(9, 'abc'), { warning: 'trace_id does not have 16 bytes: the log record is taken as one without a trace' }],
    [
      'a long span id',
      field(10, new Uint8Array(16)),
      { warning: 'span_id does not have 8 bytes: the log record is taken as one without a span' },
    ],
  ])('R71 takes a log record with %s', (_name, content, { fields, warning }) => {
    const decoded = decodeLogs(request(Buffer.concat([time, content]), time))
    expect(decoded.data).toEqual(logs(log({ timeNs: 5n, ...fields }), log({ timeNs: 5n })))
    expect(decoded.rejected).toEqual([])
    expect(decoded.warnings).toEqual(warning ? [{ reason: warning, count: 1 }] : [])
  })

  it('R71 takes a record without any time', () => {
    expect(decodeLogs(encodeLogs(logs(log({ body: 'x' }))))).toMatchObject({ data: logs(log({ body: 'x' })), rejected: [], warnings: [] })
  })

  it('rejects a record whose body is nested too deep, and keeps its neighbours', () => {
    const deep = log({ timeNs: 5n, body: nested(65) })
    const deepest = log({ timeNs: 5n, body: nested(64), attributes: attributes(['k', nested(64)]) })
    const decoded = decodeLogs(encodeLogs(logs(deepest, deep, log({ timeNs: 5n, attributes: attributes(['k', nested(65)]) }), deepest)))
    expect(decoded.data).toEqual(logs(deepest, deepest))
    expect(decoded.rejected).toEqual([{ reason: 'a value is nested deeper than 64 levels', count: 2 }])
  })

  it('survives a body nested as deep as bytes allow', () => {
    let value = field(1, 'x')
    for (let level = 0; level < 3000; level++) value = field(5, field(1, value))
    expect(decodeLogs(request(Buffer.concat([time, field(5, value)]), time))).toMatchObject({
      data: logs(log({ timeNs: 5n })),
      rejected: [{ count: 1 }],
    })
  })

  it('rejects the records of a resource or scope that is nested too deep, not those of others', () => {
    const deep = attributes(['k', nested(65)])
    const good = log({ timeNs: 5n })
    const decoded = decodeLogs(
      encodeLogs({
        resourceLogs: [
          { resource: resource({ attributes: deep }), scopeLogs: [{ scope: scope(), logRecords: [good, good] }] },
          {
            resource: resource(),
            scopeLogs: [
              { scope: scope({ attributes: deep }), logRecords: [good] },
              { scope: scope(), logRecords: [good] },
            ],
          },
        ],
      }),
    )
    expect(decoded.rejected).toEqual([{ reason: 'a value is nested deeper than 64 levels', count: 3 }])
    expect(decoded.data.resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))).toEqual([good])
  })

  it('treats keys of Object.prototype as any other', () => {
    const body = { entries: attributes(['__proto__', 'x'], ['constructor', 'y']) }
    expect(decodeLogs(encodeLogs(logs(log({ timeNs: 5n, body })))).data).toEqual(logs(log({ timeNs: 5n, body })))
  })
})

describe('encodeLogItem', () => {
  it('is a request of that record', () => {
    const item = {
      log: FULL,
      resource: resource({ attributes: attributes(['r', 1n]), schemaUrl: 'u' }),
      scope: scope({ name: 'lib', schemaUrl: 's' }),
    }
    expect(decodeLogs(encodeLogItem(item)).data).toEqual({
      resourceLogs: [{ resource: item.resource, scopeLogs: [{ scope: item.scope, logRecords: [FULL] }] }],
    })
  })

  it('tells no body from an empty one', () => {
    const bytes = (body: LogRecord['body']) =>
      Buffer.from(encodeLogItem({ log: log({ body }), resource: resource(), scope: scope() })).toString('hex')
    expect(new Set([undefined, null, '', false, 0n, 0, -0].map(bytes)).size).toBe(7)
  })
})
