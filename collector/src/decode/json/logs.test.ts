import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import type { LogRecord } from '../../domain/log.ts'
import { attributes, nested, resource, scope } from '../testing/make.ts'
import { log, logs } from '../testing/make-signals.ts'
import { otlp } from '../testing/otlp-proto.ts'
import { decodeLogsJson } from './read-logs.ts'
import { logToJson, writeLogsJson } from './write-logs.ts'

const TRACE_ID = '5b8efff798038103d269b633813fc60c'
const SPAN_ID = 'eee19b7ec3c1b174'

const decode = (text: string) => decodeLogsJson(Buffer.from(text))

/** A request of log records, each given by its members. */
function request(...records: readonly string[]): string {
  return `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${records.map((members) => `{${members}}`).join(',')}]}]}]}`
}

function decodeLog(members: string): LogRecord | undefined {
  return decode(request(members)).data.resourceLogs[0]?.scopeLogs[0]?.logRecords[0]
}

function messageOf(text: string): string {
  try {
    decode(text)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message
    throw error
  }
  return 'no error'
}

describe('decodeLogsJson', () => {
  it('reads a whole request', () => {
    const decoded = decode(`{"resourceLogs":[{
      "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},
      "scopeLogs":[{"scope":{"name":"lib","version":"1"},"schemaUrl":"s","logRecords":[{
        "timeUnixNano":"1700000000123456789","observedTimeUnixNano":1700000000123456790,"severityNumber":9,"severityText":"INFO",
        "body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}},"attributes":[{"key":"k","value":{"boolValue":true}}],
        "droppedAttributesCount":2,"flags":1,"traceId":"${TRACE_ID.toUpperCase()}","spanId":"${SPAN_ID}","eventName":"e"}]}],
      "schemaUrl":"r"}]}`)
    const record = log({
      timeNs: 1700000000123456789n,
      observedNs: 1700000000123456790n,
      severityNumber: 9,
      severityText: 'INFO',
      body: { entries: attributes(['a', 1n]) },
      attributes: attributes(['k', true]),
      droppedAttributesCount: 2,
      flags: 1,
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      eventName: 'e',
    })
    expect(decoded).toEqual({
      signal: 'logs',
      data: {
        resourceLogs: [
          {
            resource: resource({ attributes: attributes(['service.name', 'svc']), schemaUrl: 'r' }),
            scopeLogs: [{ scope: scope({ name: 'lib', version: '1', schemaUrl: 's' }), logRecords: [record] }],
          },
        ],
      },
      repairedStrings: 0,
      base64Ids: 0,
      rejected: [],
      warnings: [],
    })
  })

  it('R41 takes snake case as well', () => {
    const text = `{"resource_logs":[{"scope_logs":[{"log_records":[{"time_unix_nano":"5","observed_time_unix_nano":"6","severity_number":9,
      "severity_text":"x","event_name":"e","trace_id":"${TRACE_ID}","span_id":"${SPAN_ID}","dropped_attributes_count":1,"body":{"string_value":"b"}}]}]}]}`
    expect(decode(text).data).toEqual(
      logs(
        log({
          timeNs: 5n,
          observedNs: 6n,
          severityNumber: 9,
          severityText: 'x',
          eventName: 'e',
          traceId: TRACE_ID,
          spanId: SPAN_ID,
          droppedAttributesCount: 1,
          body: 'b',
        }),
      ),
    )
  })

  it.each(['{"deep":[{"er":null}]}', '[1,"2",[3]]', 'null', '"x"', '1e400'])('R42 passes over an unknown field that is %s', (unknown) => {
    const x = `"unknown":${unknown}`
    expect(
      decode(
        `{${x},"resourceLogs":[{${x},"scopeLogs":[{${x},"logRecords":[{${x},"body":{${x},"intValue":1},"name":${unknown},"value":1}]}]}]}`,
      ).data,
    ).toEqual(logs(log({ body: 1n })))
  })

  it.each([
    ['hex in upper case', `"traceId":"${TRACE_ID.toUpperCase()}","spanId":"${SPAN_ID}"`, { traceId: TRACE_ID, spanId: SPAN_ID }, []],
    ['base64', '"traceId":"W47/95gDgQPSabYzgT/GDA==","spanId":"7uGbfsPBsXQ="', { traceId: TRACE_ID, spanId: SPAN_ID }, []],
    ['nothing', '"traceId":"","spanId":""', {}, []],
    ['null', '"traceId":null,"spanId":null', {}, []],
    ['zeros', `"traceId":"${'0'.repeat(32)}","spanId":"${'0'.repeat(16)}"`, {}, []],
    ['another length', '"traceId":"abcd","spanId":"abcd"', {}, ['trace_id does not have 16 bytes', 'span_id does not have 8 bytes']],
    ['no hex', '"traceId":"zz","spanId":"zz"', {}, ['traceId is not hex: left out', 'spanId is not hex: left out']],
  ])('R43 R71 takes ids of %s', (...[, members, fields, warnings]) => {
    const decoded = decode(request(members))
    expect(decoded.data).toEqual(logs(log(fields)))
    expect(decoded.rejected).toEqual([])
    expect(decoded.warnings).toEqual(warnings.map((reason) => ({ reason: expect.stringContaining(reason), count: 1 })))
  })

  it.each([
    ['"1700000000123456789"', 1700000000123456789n],
    ['1700000000123456789', 1700000000123456789n],
    ['"18446744073709551615"', 2n ** 64n - 1n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['1e3', 1000n],
    ['1000.0', 1000n],
    ['{"low":0,"high":-1}', 0xffffffff00000000n],
    ['null', 0n],
  ])('R44 R45 R46 R56 reads the time %s exactly', (json, timeNs) => {
    expect(decodeLog(`"timeUnixNano":${json},"observedTimeUnixNano":${json}`)).toEqual(log({ timeNs, observedNs: timeNs }))
  })

  it.each([
    ['"timeUnixNano":-1', 'timeUnixNano is out of the range of uint64'],
    ['"observedTimeUnixNano":"18446744073709551616"', 'observedTimeUnixNano is out of the range of uint64'],
    ['"timeUnixNano":1.5', 'timeUnixNano is not an integer'],
    ['"timeUnixNano":"2024-01-01T00:00:00Z"', 'timeUnixNano is not an integer'],
    ['"timeUnixNano":true', 'timeUnixNano is not a number'],
    ['"severityNumber":2147483648', 'severityNumber is out of the range of int32'],
    ['"severityText":1', 'severityText is not a string'],
    ['"eventName":[]', 'eventName is not a string'],
    ['"flags":4294967296', 'flags is out of the range of uint32'],
    ['"droppedAttributesCount":-1', 'droppedAttributesCount is out of the range of uint32'],
    ['"traceId":7', 'traceId is not a string'],
    ['"body":{"intValue":1e21}', 'intValue is out of the range of int64'],
    ['"body":{"doubleValue":1e400}', 'doubleValue is not a number in the range of double'],
    ['"body":{"boolValue":"true"}', 'boolValue is not a boolean'],
    ['"body":{"bytesValue":{"length":800000000}}', 'bytesValue is not a string'],
    ['"body":{"bytesValue":"a b="}', 'bytesValue is not base64'],
  ])('R46 rejects only the record with %s', (members, reason) => {
    const decoded = decode(request('"eventName":"a"', members, '"eventName":"b"'))
    expect(decoded.data).toEqual(logs(log({ eventName: 'a' }), log({ eventName: 'b' })))
    expect(decoded.rejected).toEqual([{ reason, count: 1 }])
  })

  it.each(Object.entries(otlp.lookupEnum('otlp.SeverityNumber').values))('R48 takes the name of an enum: %s', (name, severityNumber) => {
    expect(decodeLog(`"severityNumber":"${name}"`)?.severityNumber).toBe(severityNumber)
  })

  it('R48 takes other numbers as they are, and an unknown name as 0 with a warning', () => {
    expect(decodeLog('"severityNumber":99')?.severityNumber).toBe(99)
    expect(decodeLog('"severityNumber":"7"')?.severityNumber).toBe(7)
    expect(decode(request('"severityNumber":"INFO"')).warnings).toEqual([
      { reason: 'severityNumber has an unknown name: taken as 0', count: 1 },
    ])
  })

  it('R50 takes null for the default, wherever it stands', () => {
    const names = [
      'timeUnixNano',
      'observedTimeUnixNano',
      'severityNumber',
      'severityText',
      'body',
      'attributes',
      'flags',
      'traceId',
      'eventName',
    ]
    expect(decodeLog(names.map((name) => `"${name}":null`).join(','))).toEqual(log())
    expect(decode('{"resourceLogs":[null,{"resource":null,"scopeLogs":[null,{"scope":null,"logRecords":null}]}]}').rejected).toEqual([])
  })

  it.each([
    ['no body', '"eventName":""', undefined],
    ['null', '"body":null', undefined],
    ['a body without content', '"body":{}', null],
    ['a body of null', '"body":{"stringValue":null}', null],
    ['false', '"body":{"boolValue":false}', false],
    ['int 0', '"body":{"intValue":0}', 0n],
    ['double 0', '"body":{"doubleValue":0}', 0],
    ['NaN', '"body":{"doubleValue":"NaN"}', Number.NaN],
    ['an empty string', '"body":{"stringValue":""}', ''],
    ['an empty list', '"body":{"arrayValue":{}}', []],
    ['an empty map', '"body":{"kvlistValue":{}}', { entries: [] }],
    ['R67 an index into a profile', '"body":{"stringValueStrindex":4}', null],
  ])('R47 R65 R71 keeps apart a body that is %s', (_name, members, body) => {
    expect(decodeLog(members)?.body).toStrictEqual(body)
  })

  it.each([
    ['{"resourceLogs":{}}', 'resourceLogs: expected an array, found an object'],
    ['{"resourceLogs":[{"scopeLogs":[{"logRecords":"x"}]}]}', 'resourceLogs[0].scopeLogs[0].logRecords: expected an array, found a string'],
    [request('"eventName":"e"', '"body":"text"'), 'logRecords[1].body: expected an object, found a string'],
    [request('"attributes":{"a":1}'), 'logRecords[0].attributes: expected an array, found an object'],
    ['[]', 'expected an object, found an array'],
    ['{} {}', 'text after the end'],
    ['', 'ends too early'],
    [`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(100_000)}`, 'nested deeper'],
  ])('R52 R53 R54 R55 refuses %s', (text, message) => {
    expect(messageOf(text)).toContain(message)
  })

  it('R53 takes the last of a repeated key, and repairs lone surrogates', () => {
    const decoded = decode(
      `\ufeff${request('"body":{"stringValue":"a"},"body":{"stringValue":"b\\udc00"},"eventName":"x","eventName":"y"')}`,
    )
    expect(decoded.data).toEqual(logs(log({ body: 'b\ufffd', eventName: 'y' })))
    expect(decoded.repairedStrings).toBe(1)
  })

  it('R55 rejects only the record whose body is nested deeper than 64 levels', () => {
    const json = (levels: number): string => logToJson(log({ body: nested(levels) })).slice(1, -1)
    expect(decode(request(json(64))).rejected).toEqual([])
    expect(decode(request(json(65), '"eventName":"e"'))).toMatchObject({
      data: logs(log({ eventName: 'e' })),
      rejected: [{ reason: 'a value is nested deeper than 64 levels', count: 1 }],
    })
  })

  it('R62 refuses every truncation', () => {
    const text = writeLogsJson(logs(log({ timeNs: 5n, body: 'text', attributes: attributes(['k', 1n]) })))
    for (let end = 0; end < text.length; end++) expect(messageOf(text.slice(0, end)), `${end} characters`).not.toBe('no error')
  })

  it('treats keys of Object.prototype as any other', () => {
    expect(decodeLog('"__proto__":{"eventName":"x"},"constructor":1,"body":{"kvlistValue":{"values":[{"key":"__proto__"}]}}')).toEqual(
      log({ body: { entries: attributes(['__proto__', null]) } }),
    )
  })
})

describe('writeLogsJson', () => {
  it('leaves out defaults, but for times', () => {
    expect(writeLogsJson(logs(log()))).toBe(
      '{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":[{"timeUnixNano":"0","observedTimeUnixNano":"0"}]}]}]}',
    )
  })

  it('writes a body without content', () => {
    expect(logToJson(log({ body: null, traceId: TRACE_ID }))).toBe(
      `{"timeUnixNano":"0","observedTimeUnixNano":"0","body":{},"traceId":"${TRACE_ID}"}`,
    )
  })
})
