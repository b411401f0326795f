import { AppError, signalOfProtobuf } from '@ai-tracker/collector'
import { type BadFrame, type Frame, hasLengths, linesOf, messagesOf, type Place } from './frames.ts'
import { compressionOf, inflated, MAGIC_BYTES } from './inflate.ts'
import { type Signal, signalsOfJson } from './json-signals.ts'
import { type PieceReader, piecesOf, readPieces } from './pieces.ts'

/** One request, as it is sent to the collector. */
export interface Request {
  /** For people: `17` is a line, `message 3` one of those that begin with their length. */
  readonly place: string
  readonly signal: Signal
  readonly mediaType: 'application/json' | 'application/x-protobuf'
  readonly bytes: Uint8Array
}

/** Something that was not imported; without a place it is the whole file. */
export interface Problem {
  readonly place?: string
  readonly problem: string
  /** `rejected`: items of a request whose others are stored. `torn`: its end is missing. `foreign`: refused, as it is no request of OTLP. */
  readonly kind: 'refused' | 'rejected' | 'torn' | 'foreign'
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
      lastPlace = placeOf(frame)
      if ('problem' in frame) yield { place: lastPlace, problem: frame.problem, kind: frame.kind }
      else if (isPartOfDocument(frame)) throw notLines(frame)
      else yield* requestsIn(frame)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const place = lastPlace === undefined ? {} : { place: `after ${lastPlace}` }
    yield { ...place, problem: error.message, kind: 'refused' }
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
  if (hasText(frame)) return yield* jsonRequests(frame)
  const { bytes } = frame
  const place = placeOf(frame)
  const signal = signalOfProtobuf(bytes)
  if (signal) yield { place, signal, mediaType: 'application/x-protobuf', bytes }
  else yield { place, problem: 'nothing in it tells whether it holds spans, logs or metrics', kind: 'foreign' }
}

function* jsonRequests(frame: Frame): Generator<Request | Problem> {
  const { bytes, mayBeTorn } = frame
  const place = placeOf(frame)
  if (mayBeTorn && isBegun(frame) && !isWhole(bytes))
    return yield { place, problem: 'the last line has no end: it was still being written, or its writer was stopped', kind: 'torn' }
  const found = signalsOfJson(bytes)
  if ('problem' in found) yield { place, problem: found.problem, kind: 'foreign' }
  else for (const signal of found.signals) yield { place, signal, mediaType: 'application/json', bytes }
}

/** A line always holds text; a message does when it begins as an object of JSON. */
function hasText({ form, bytes }: Frame): boolean {
  return form === 'line' || bytes[0] === OPEN_BRACE
}

function placeOf({ form, number }: Place): string {
  return form === 'line' ? String(number) : `message ${number}`
}

/** Whether a line without an end may become a request. Behind others it may be what a power cut leaves. */
function isBegun({ number, bytes }: Frame): boolean {
  return number > 1 || bytes[0] === OPEN_BRACE
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
function isPartOfDocument({ form, number, bytes }: Frame): boolean {
  return form === 'line' && number === 1 && bytes.length < 10 && /^\s*[[{]\s*$/.test(Buffer.from(bytes).toString())
}

function notLines({ bytes }: Frame): AppError {
  const filter = Buffer.from(bytes).toString().trim() === '[' ? "'.[]'" : '.'
  return new AppError(
    'unsupported',
    `it is one JSON document over several lines, not one request in each; "jq -c ${filter} FILE" makes lines of it`,
  )
}
