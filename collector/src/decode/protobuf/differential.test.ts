import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/app-error.ts'
import { anyTraces } from '../testing/arbitrary.ts'
import { tracesMessage } from '../testing/message.ts'
import { otlp } from '../testing/otlp-proto.ts'
import { decodeTraces } from './read-traces.ts'
import { encodeTraces } from './write-traces.ts'

const TracesMessage = otlp.lookupType('otlp.TracesData')
const asObject = { longs: String, bytes: String, arrays: true } as const

describe('protobuf against protobufjs', () => {
  it('reads what protobufjs writes', () => {
    fc.assert(
      fc.property(anyTraces, (data) => {
        const bytes = TracesMessage.encode(TracesMessage.fromObject(tracesMessage(data))).finish()
        const decoded = decodeTraces(bytes)
        expect(decoded).toEqual({ data, repairedStrings: 0, base64Ids: 0, rejected: [], warnings: [] })
      }),
      { numRuns: 200 },
    )
  })

  it('writes what protobufjs reads', () => {
    fc.assert(
      fc.property(anyTraces, (data) => {
        const read = TracesMessage.toObject(TracesMessage.decode(encodeTraces(data)), asObject)
        expect(read).toEqual(TracesMessage.toObject(TracesMessage.fromObject(tracesMessage(data)), asObject))
      }),
      { numRuns: 200 },
    )
  })

  it('writes the very bytes that protobufjs writes', () => {
    fc.assert(
      fc.property(anyTraces, (data) => {
        const theirs = TracesMessage.encode(TracesMessage.fromObject(tracesMessage(data))).finish()
        expect(Buffer.from(encodeTraces(data)).toString('hex')).toBe(Buffer.from(theirs).toString('hex'))
      }),
      { numRuns: 200 },
    )
  })

  it('answers damaged bytes with a value or an AppError', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 })
    fc.assert(
      fc.property(anyTraces, damage, fc.nat(), (data, changes, cut) => {
        const bytes = Buffer.from(encodeTraces(data))
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
})

function expectValueOrAppError(bytes: Uint8Array): void {
  try {
    const decoded = decodeTraces(bytes)
    expect(decodeTraces(encodeTraces(decoded.data)).data).toEqual(decoded.data)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'invalid')) throw error
  }
}
