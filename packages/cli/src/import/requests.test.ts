import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../../../collector/src/decode/codec.ts'
import { encodeLogs } from '../../../../collector/src/decode/protobuf/write-logs.ts'
import { encodeMetrics } from '../../../../collector/src/decode/protobuf/write-metrics.ts'
import { encodeTraces } from '../../../../collector/src/decode/protobuf/write-traces.ts'
import { type Problem, type Request, requestsOf } from './requests.ts'

/** As the file exporter of a Collector wrote it: spans, logs, metrics. */
const FIXTURE = readFileSync(new URL('./fixtures/collector.jsonl', import.meta.url))
const LINES = FIXTURE.toString().trim().split('\n')
const [SPANS = '', LOGS = '', METRICS = ''] = LINES
const MAX = 10_000

/** In protobuf, and as the Collector puts messages behind each other. */
const PROTOBUF = [
  encodeTraces(jsonCodec.decode('traces', Buffer.from(SPANS)).data),
  encodeLogs(jsonCodec.decode('logs', Buffer.from(LOGS)).data),
  encodeMetrics(jsonCodec.decode('metrics', Buffer.from(METRICS)).data),
]

function prefixed(messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(message.length)
      return [length, message]
    }),
  )
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function found(bytes: Uint8Array | string, { size = 64, max = MAX } = {}): Promise<readonly (Request | Problem)[]> {
  const all: (Request | Problem)[] = []
  for await (const one of requestsOf(cut(Buffer.from(bytes), size), max)) all.push(one)
  return all
}

const shortOf = (one: Request | Problem) =>
  'problem' in one ? `${one.place}: ${one.kind} ${one.problem}` : `${one.place}: ${one.signal} ${one.mediaType.split(/[/-]/).at(-1)}`
const short = async (bytes: Uint8Array | string, options = {}) => (await found(bytes, options)).map(shortOf)

const JSON_FOUND = ['1: traces json', '2: logs json', '3: metrics json']
const PROTOBUF_FOUND = ['message 1: traces protobuf', 'message 2: logs protobuf', 'message 3: metrics protobuf']
const JSON_MESSAGES = ['message 1: traces json', 'message 2: logs json', 'message 3: metrics json']

describe('the requests of a file', () => {
  const messages = LINES.map((line) => Buffer.from(line))
  it.each([
    ['lines', FIXTURE, JSON_FOUND],
    ['lines as Windows ends them', FIXTURE.toString().replaceAll('\n', '\r\n'), JSON_FOUND],
    ['lines behind a byte order mark', `\ufeff${FIXTURE}`, JSON_FOUND],
    ['a last line without an end', FIXTURE.toString().trimEnd(), JSON_FOUND],
    ['blank lines between', LINES.join('\n\n \t\n'), ['1: traces json', '4: logs json', '7: metrics json']],
    ['names as in protobuf', '{"resource_logs": []}\n', ['1: logs json']],
    ['another field first', '{"x":{"resourceSpans":1},\n"resourceLogs":[]}'.replace('\n', ''), ['1: logs json']],
    ['two signals in one line', '{"resourceSpans":[],"resourceLogs":[]}', ['1: traces json', '1: logs json']],
    ['the name of a signal as a value', SPANS.replace('"app"', '"x"').replace('"python"', '"resourceLogs"'), ['1: traces json']],
    ['an empty request', '{}\n', []],
    ['gzip', gzipSync(FIXTURE), JSON_FOUND],
    ['gzip of two files in one', Buffer.concat(LINES.map((line) => gzipSync(`${line}\n`))), JSON_FOUND],
    ['zstd', zstdCompressSync(FIXTURE), JSON_FOUND],
    ['zstd of one frame for each flush', Buffer.concat(LINES.map((line) => zstdCompressSync(`${line}\n`))), JSON_FOUND],
    ['protobuf behind its length', prefixed(PROTOBUF), PROTOBUF_FOUND],
    ['protobuf in zstd one by one', prefixed(PROTOBUF.map((message) => zstdCompressSync(message))), PROTOBUF_FOUND],
    ['protobuf in zstd as a whole', zstdCompressSync(prefixed(PROTOBUF)), PROTOBUF_FOUND],
    ['JSON in zstd one by one', prefixed(messages.map((message) => zstdCompressSync(message))), JSON_MESSAGES],
    ['JSON behind its length', prefixed(messages), JSON_MESSAGES],
    ['nothing', '', []],
  ])('are found in %s, however it comes', async (_, bytes, expected) => {
    for (const size of [1, 2, 7, 64, 1_000_000]) expect(await short(bytes, { size }), `pieces of ${size}`).toEqual(expected)
  })

  it('are given byte for byte', async () => {
    expect((await found(gzipSync(FIXTURE))).map((one) => 'bytes' in one && Buffer.from(one.bytes).toString())).toEqual(LINES)
    expect((await found(prefixed(PROTOBUF))).map((one) => 'bytes' in one && Buffer.from(one.bytes))).toEqual(
      PROTOBUF.map((one) => Buffer.from(one)),
    )
  })
})

describe('what is no request', () => {
  const refusedJson = '2: foreign this is not JSON'
  it.each([
    ['no JSON', `${SPANS}\nhello\n${LOGS}\n`, ['1: traces json', refusedJson, '3: logs json']],
    ['a line of zeros, as a power cut leaves', `${SPANS}\n\0\0\0\0\n${LOGS}\n`, ['1: traces json', refusedJson, '3: logs json']],
    ['another object', '{"a":1,"b":2}\n', [expect.stringMatching(/^1: foreign this is no request of OTLP: .* but a, b$/)]],
    ['no object', '[]\n"x"\n', ['1: foreign this is JSON, but no object', '2: foreign this is JSON, but no object']],
    [
      'a document over many lines',
      `${JSON.stringify(JSON.parse(SPANS), null, 2)}\n`,
      [expect.stringMatching(/one JSON document.*"jq -c \. FILE"/)],
    ],
    ['UTF-16', Buffer.from(`\ufeff${SPANS}`, 'utf16le'), ['undefined: refused it looks like UTF-16; save it as UTF-8']],
    [
      'a message of an unknown kind',
      prefixed([Buffer.from([0x0a, 0x00])]),
      [expect.stringMatching(/^message 1: foreign nothing in it tells/)],
    ],
    ['a message that is only the beginning of JSON', prefixed([Buffer.from('{')]), ['message 1: foreign this is not JSON']],
    [
      'a message that is no zstd',
      prefixed([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3])]),
      [expect.stringMatching(/^message 1: refused .* not valid zstd/)],
    ],
  ])('is told and costs no other: %s', async (_, bytes, expected) => {
    for (const size of [1, 50, 1_000_000]) expect(await short(bytes, { size })).toEqual(expected)
  })

  it.each([
    ['bytes that are no text', Buffer.from([0x80, 0x0a, 0xc3, 0x28, 0x0a]), ['1: foreign this is no text', '2: foreign this is no text']],
    ['a first line without an end', 'hello', ['1: foreign this is not JSON']],
    ['a length of nothing', Buffer.from([0, 0, 0, 9, 0xf7, 1, 2]), ['message 1: foreign it has no message where its first bytes say so']],
    [
      'a length of more than is allowed, and of the file',
      Buffer.from([8, 0, 0, 9, 0x0a]),
      ['message 1: foreign it has no message where its first bytes say so'],
    ],
  ])('is not taken for something that is torn: %s', async (_, bytes, expected) => {
    for (const size of [1, 50]) expect(await short(bytes, { size })).toEqual(expected)
  })

  it.each([
    ['gzip', gzipSync(`${SPANS}\n`)],
    ['zstd', zstdCompressSync(`${SPANS}\n`)],
  ])('is told when it stands behind the end of %s', async (name, bytes) => {
    for (const size of [1, 50, 1_000_000]) {
      const last = (await short(Buffer.concat([bytes, Buffer.from('garbage')]), { size })).at(-1)
      expect(last).toMatch(new RegExp(`: refused its ${name} data is damaged .* was not read$`))
    }
  })

  it.each([
    ['a line', FIXTURE.subarray(0, -10), ['1: traces json', '2: logs json', expect.stringMatching(/^3: torn the last line has no end/)]],
    [
      'a message',
      prefixed(PROTOBUF).subarray(0, -10),
      [...PROTOBUF_FOUND.slice(0, 2), 'message 3: torn the file ends in the middle of this message'],
    ],
    [
      'a length',
      Buffer.concat([prefixed(PROTOBUF), Buffer.from([0, 0])]),
      [...PROTOBUF_FOUND, 'message 4: torn the file ends in the middle of this message'],
    ],
  ])('is torn where the writer was stopped in %s', async (_, bytes, expected) => {
    for (const size of [1, 50, 1_000_000]) expect(await short(bytes, { size })).toEqual(expected)
  })
})

describe('a compressed file that ends too early', () => {
  const tooEarly = (name: string) => `the compressed file ends too early (${name}); there may be more behind it`
  it.each([
    ['gzip', gzipSync(FIXTURE, { level: 0 }).subarray(0, -40), [...JSON_FOUND.slice(0, 2), `after 2: refused ${tooEarly('gzip')}`]],
    ['gzip without its sum', gzipSync(FIXTURE).subarray(0, -8), [...JSON_FOUND, `after 3: refused ${tooEarly('gzip')}`]],
    ['gzip in its first bytes', gzipSync(FIXTURE).subarray(0, 5), [`undefined: refused ${tooEarly('gzip')}`]],
    [
      'the second of two in gzip',
      Buffer.concat([gzipSync(`${SPANS}\n`), gzipSync(LOGS).subarray(0, -9)]),
      ['1: traces json', `after 1: refused ${tooEarly('gzip')}`],
    ],
    [
      'a frame of zstd',
      Buffer.concat([zstdCompressSync(`${SPANS}\n`), zstdCompressSync(LOGS).subarray(0, -9)]),
      ['1: traces json', `after 1: refused ${tooEarly('zstd')}`],
    ],
    ['protobuf in gzip', gzipSync(prefixed(PROTOBUF)).subarray(0, -8), [...PROTOBUF_FOUND, `after message 3: refused ${tooEarly('gzip')}`]],
  ])('is no growing one, and what can be read of it is: %s', async (_, bytes, expected) => {
    for (const size of [1, 50, 1_000_000]) expect(await short(bytes, { size })).toEqual(expected)
  })

  it('loses nothing of much that can be read, however slowly it is taken', async () => {
    const count = 2_000
    const whole = gzipSync(`${SPANS}\n`.repeat(count))
    const all: (Request | Problem)[] = []
    for await (const one of requestsOf(cut(whole.subarray(0, -8), 1_000_000), MAX)) {
      all.push(one)
      await setImmediate()
    }
    expect(all).toHaveLength(count + 1)
    expect(all.at(-1)).toMatchObject({ place: `after ${count}`, kind: 'refused' })
  })
})

describe('a request that is larger than allowed', () => {
  const max = SPANS.length - 1
  const large = (what: string) =>
    expect.stringMatching(new RegExp(`refused the ${what} is larger than ${max} bytes; raise TRACKER_MAX_BODY_BYTES`))
  it.each([
    ['in a line', FIXTURE, [large('line'), '2: logs json', '3: metrics json']],
    ['in gzip that inflates to it', gzipSync(`${'x'.repeat(1_000_000)}\n${LOGS}\n`), [large('line'), '2: logs json']],
    [
      'behind its length',
      prefixed(LINES.map((line) => Buffer.from(line))),
      [large('message'), 'message 2: logs json', 'message 3: metrics json'],
    ],
    [
      'in zstd that inflates to it',
      prefixed([zstdCompressSync('x'.repeat(1_000_000)), Buffer.from(LOGS)]),
      [large('message'), 'message 2: logs json'],
    ],
  ])('is passed over: %s', async (_, bytes, expected) => {
    for (const size of [50, 1_000_000]) expect(await short(bytes, { size, max })).toEqual(expected)
  })

  it('ends the reading when it never ends itself', { timeout: 60_000 }, async () => {
    const piece = Buffer.alloc(16 * 1024 * 1024, 'x')
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += piece.length
        yield piece
      }
    }
    const all: (Request | Problem)[] = []
    for await (const one of requestsOf(endless(), MAX)) all.push(one)
    expect(all).toEqual([{ problem: 'this line goes on for more than 1 GiB; the rest of the file was not read', kind: 'refused' }])
    expect(given).toBeLessThan(1.1 * 1024 ** 3)
  })
})
