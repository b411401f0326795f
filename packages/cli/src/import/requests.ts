import { AppError, signalOfProtobuf } from '@ai-tracker/collector'
import { type BadFrame, type Frame, hasLengths, linesOf, messagesOf } from './frames.ts'
import { compressionOf, inflated, MAGIC_BYTES, Torn } from './inflate.ts'
import { type Signal, signalsOfJson } from './json-signals.ts'
import { type PieceReader, piecesOf, readPieces } from './pieces.ts'

/** One request, as it is sent to the collector. */
export interface Request {
  readonly place: string
  readonly signal: Signal
  readonly mediaType: 'application/json' | 'application/x-protobuf'
  readonly bytes: Uint8Array
}

/** Something that was not imported; without a place it is the whole file. */
export interface Problem {
  readonly place?: string
  readonly problem: string
  /** `rejected`: items of a request whose others are stored. `torn`: its end is missing. */
  readonly kind: 'refused' | 'rejected' | 'torn'
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const OPEN_BRACE = 0x7b

/**
 * The requests of a file, in whichever of these forms it is, and what is wrong with it: JSON lines, or messages behind their lengths
 * (protobuf, or compressed one by one), each also compressed as a whole with gzip or zstd.
 */
export async function* requestsOf(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Request | Problem> {
  let lastPlace: string | undefined
  try {
    for await (const frame of framesOf(readPieces(pieces), maxBytes)) {
      lastPlace = frame.place
      if ('problem' in frame) yield frame
      else if (lastPlace === '1' && isPartOfDocument(frame)) throw notLines(frame)
      else yield* requestsIn(frame)
    }
  } catch (error) {
    if (!(error instanceof AppError || error instanceof Torn)) throw error
    const place = lastPlace === undefined ? {} : { place: `after ${lastPlace}` }
    yield { ...place, problem: error.message, kind: error instanceof Torn ? 'torn' : 'refused' }
  }
}

async function* framesOf(given: PieceReader, maxBytes: number): AsyncGenerator<Frame | BadFrame> {
  const compression = compressionOf(await given.peek(MAGIC_BYTES))
  const reader = compression ? readPieces(inflated(given, compression)) : given
  const head = await reader.peek(BYTE_ORDER_MARK.length)
  if (hasLengths(head)) return yield* messagesOf(reader, maxBytes)
  if (head[0] === 0xff || head[0] === 0xfe) throw new AppError('unsupported', 'it looks like UTF-16; save it as UTF-8')
  if (BYTE_ORDER_MARK.every((byte, at) => head[at] === byte)) {
    const first = await reader.next()
    if (first) reader.unread(first.subarray(BYTE_ORDER_MARK.length))
  }
  yield* linesOf(piecesOf(reader), maxBytes)
}

function* requestsIn(frame: Frame): Generator<Request | Problem> {
  const { place, bytes } = frame
  if (hasText(frame)) return yield* jsonRequests(frame)
  const signal = signalOfProtobuf(bytes)
  if (signal) yield { place, signal, mediaType: 'application/x-protobuf', bytes }
  else yield { place, problem: 'nothing in it tells whether it holds spans, logs or metrics', kind: 'refused' }
}

function* jsonRequests({ place, bytes, mayBeTorn }: Frame): Generator<Request | Problem> {
  if (mayBeTorn && !isWhole(bytes))
    return yield { place, problem: 'the last line has no end: it was still being written, or its writer was stopped', kind: 'torn' }
  const found = signalsOfJson(bytes)
  if ('problem' in found) yield { place, problem: found.problem, kind: 'refused' }
  else for (const signal of found.signals) yield { place, signal, mediaType: 'application/json', bytes }
}

/** A line always holds text; a message does when it begins as an object of JSON. */
function hasText({ place, bytes }: Frame): boolean {
  return !place.startsWith('message') || bytes[0] === OPEN_BRACE
}

function isWhole(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString())
    return true
  } catch {
    return false
  }
}

/** Whether a first line is the beginning of a document that is laid out over many. */
function isPartOfDocument({ bytes }: Frame): boolean {
  return bytes.length < 10 && /^\s*[[{]\s*$/.test(Buffer.from(bytes).toString())
}

function notLines({ bytes }: Frame): AppError {
  const filter = Buffer.from(bytes).toString().trim() === '[' ? "'.[]'" : '.'
  return new AppError(
    'unsupported',
    `it is one JSON document over several lines, not one request in each; "jq -c ${filter} FILE" makes lines of it`,
  )
}
