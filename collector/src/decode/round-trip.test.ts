import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import type { Signal } from '../domain/signal.ts'
import { jsonCodec } from './codec.ts'
import { LOGS, METRICS, type SignalCase, TRACES } from './testing/signal-cases.ts'

/** What we write in OTLP/JSON against what we read. The protobuf of every signal is held against another decoder. */
function roundTrip<S extends Signal>({ signal, any, toJson }: SignalCase<S>): void {
  const decode = (text: string) => jsonCodec.decode(signal, Buffer.from(text))

  it('writes what the reader reads back', () => {
    fc.assert(
      fc.property(any, (data) => {
        const json = toJson(data)
        expect(() => JSON.parse(json)).not.toThrow()
        expect(json).not.toContain('\n')
        const { warnings, ...decoded } = decode(json)
        expect(decoded).toEqual({ signal, data, repairedStrings: 0, base64Ids: 0, rejected: [] })
        if (signal !== 'metrics') expect(warnings).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('answers damaged text with a value or an AppError', () => {
    const texts = fc.constantFrom('', '"', '{', '}', '[', ']', ',', '1', 'null', '-', '\\', '\u0000', 'é')
    const expectValueOrAppError = (text: string): void => {
      try {
        decode(text)
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'invalid')) throw error
      }
    }
    fc.assert(
      fc.property(any, fc.nat(), fc.tuple(texts, fc.nat(3)), (data, at, [text, drop]) => {
        const json = toJson(data)
        const place = at % json.length
        expectValueOrAppError(json.slice(0, place) + text + json.slice(place + drop))
        expectValueOrAppError(json.slice(0, place))
      }),
      { numRuns: 300 },
    )
  })
}

describe('OTLP/JSON of traces', () => roundTrip(TRACES))
describe('OTLP/JSON of logs', () => roundTrip(LOGS))
describe('OTLP/JSON of metrics', () => roundTrip(METRICS))
