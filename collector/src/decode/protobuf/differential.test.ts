import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import type { Signal } from '../../domain/signal.ts'
import { protobufCodec } from '../codec.ts'
import { LOGS, METRICS, type SignalCase, TRACES } from '../testing/signal-cases.ts'

const asObject = { longs: String, bytes: String, arrays: true } as const

/** Our protobuf against that of protobufjs with the official schema. */
function against<S extends Signal>({ signal, Message, any, toMessage, encode }: SignalCase<S>): void {
  const decode = (bytes: Uint8Array) => protobufCodec.decode(signal, bytes)

  it('reads what protobufjs writes', () => {
    fc.assert(
      fc.property(any, (data) => {
        const { warnings, ...decoded } = decode(Message.encode(Message.fromObject(toMessage(data))).finish())
        expect(decoded).toEqual({ signal, data, repairedStrings: 0, base64Ids: 0, rejected: [] })
        if (signal !== 'metrics') expect(warnings).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('writes what protobufjs reads', () => {
    fc.assert(
      fc.property(any, (data) => {
        const read = Message.toObject(Message.decode(encode(data)), asObject)
        expect(read).toEqual(Message.toObject(Message.fromObject(toMessage(data)), asObject))
      }),
      { numRuns: 200 },
    )
  })

  it('writes the very bytes that protobufjs writes', () => {
    fc.assert(
      fc.property(any, (data) => {
        const theirs = Message.encode(Message.fromObject(toMessage(data))).finish()
        expect(Buffer.from(encode(data)).toString('hex')).toBe(Buffer.from(theirs).toString('hex'))
      }),
      { numRuns: 200 },
    )
  })

  function expectValueOrAppError(bytes: Uint8Array): void {
    try {
      const { data } = decode(bytes)
      expect(decode(encode(data)).data).toEqual(data)
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'invalid')) throw error
    }
  }

  it('answers damaged bytes with a value or an AppError', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })
    fc.assert(
      fc.property(any, damage, fc.nat(), (data, changes, cut) => {
        const bytes = Buffer.from(encode(data))
        for (const [at, byte] of changes) bytes[at % (bytes.length || 1)] = byte
        expectValueOrAppError(bytes)
        expectValueOrAppError(bytes.subarray(0, cut % (bytes.length + 1)))
      }),
      { numRuns: 500 },
    )
  })

  it('answers random bytes with a value or an AppError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectValueOrAppError), { numRuns: 2000 })
  })
}

describe('protobuf against protobufjs: traces', () => against(TRACES))
describe('protobuf against protobufjs: logs', () => against(LOGS))
describe('protobuf against protobufjs: metrics', () => against(METRICS))
