import { isDeepStrictEqual } from 'node:util'
import { jsonCodec, protobufCodec } from '../../collector/src/decode/codec.ts'
import type { DecodedOf } from '../../collector/src/decode/decoded.ts'
import { LOGS, METRICS, type SignalCase, TRACES } from '../../collector/src/decode/testing/signal-cases.ts'
import { AppError } from '../../collector/src/domain/app-error.ts'
import type { Signal } from '../../collector/src/domain/signal.ts'
import { memoryOf } from './memory-of.ts'

/** The encodings of OTLP. */
export const ENCODINGS = ['protobuf', 'json'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** Bytes that are sent to the path of a signal. */
export interface DecoderInput {
  readonly encoding: Encoding
  readonly signal: Signal
  readonly bytes: Uint8Array
}

/** What became of an input that was treated as it should be. */
export type Outcome = 'taken' | 'taken with warnings' | 'taken in part' | 'invalid' | 'too_large'

/** What decoding gave, or the code by which it was refused. */
type Answer<S extends Signal> = DecodedOf<S> | 'invalid' | 'too_large'

/** Memory that decoded values may take: for each byte of the request, and besides. Two bytes make a group of empty lists. */
const MAX_MEMORY_PER_BYTE = 200
const FREE_BYTES = 2_000
const MAX_MESSAGE_UNITS = 600

const JUDGES: Readonly<Record<Signal, (input: DecoderInput) => Outcome>> = {
  traces: judgeOf(TRACES),
  logs: judgeOf(LOGS),
  metrics: judgeOf(METRICS),
}

/**
 * Decodes an input and holds what comes of it against what must be true of any: a value or an `AppError` whose code is `invalid` or
 * `too_large`; what was taken is no larger than its bytes can be blamed for, and both encodings write it so that it is read as the same.
 * @throws Error that says what is not so, or whatever the decoder threw
 */
export function judge(input: DecoderInput): Outcome {
  return JUDGES[input.signal](input)
}

function judgeOf<S extends Signal>({ signal, encode, toJson }: SignalCase<S>): (input: DecoderInput) => Outcome {
  const codecs = {
    protobuf: { decode: (bytes: Uint8Array) => answerOf(() => protobufCodec.decode(signal, bytes)), encode },
    json: {
      decode: (bytes: Uint8Array) => answerOf(() => jsonCodec.decode(signal, bytes)),
      encode: (data: Parameters<typeof toJson>[0]) => Buffer.from(toJson(data)),
    },
  }
  return ({ encoding, bytes }) => {
    const first = codecs[encoding].decode(bytes)
    if (typeof first === 'string') return first
    if (encoding === 'json') mustBeJson(bytes)
    const memory = memoryOf(first)
    if (memory > MAX_MEMORY_PER_BYTE * bytes.length + FREE_BYTES) throw new Error(`${bytes.length} bytes became ${memory} bytes of memory`)
    for (const other of ENCODINGS) {
      const again = codecs[other].decode(codecs[other].encode(first.data))
      mustBeSame(first, again, `${encoding} that was written as ${other}`)
    }
    return outcomeOf(first)
  }
}

function answerOf<S extends Signal>(decode: () => DecodedOf<S>): Answer<S> {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'invalid' && error.code !== 'too_large')) throw error
    if (error.message === '' || error.message.length > MAX_MESSAGE_UNITS) throw new Error(`a message of ${error.message.length} characters`)
    return error.code
  }
}

/** Against V8's parser: what it refuses is no JSON. A byte order mark may stand before it. */
function mustBeJson(bytes: Uint8Array): void {
  try {
    JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new Error('what is no JSON was taken', { cause })
  }
}

function mustBeSame<S extends Signal>(first: DecodedOf<S>, again: Answer<S>, what: string): void {
  // What told the signal may have been in items that were left out.
  if (typeof again === 'string' && first.rejected.length > 0) return
  if (typeof again === 'string') throw new Error(`${what} is refused: ${again}`)
  if (again.rejected.length > 0) throw new Error(`${what} is rejected: ${again.rejected.map(({ reason }) => reason).join()}`)
  if (!isDeepStrictEqual(again.data, first.data)) throw new Error(`${what} is read as something else`)
}

function outcomeOf<S extends Signal>({ rejected, warnings }: DecodedOf<S>): Outcome {
  if (rejected.length > 0) return 'taken in part'
  return warnings.length > 0 ? 'taken with warnings' : 'taken'
}
