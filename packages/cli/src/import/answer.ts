import type { Request } from './requests.ts'

/** What became of a request. */
export type Answer =
  | { readonly status: 'stored' /** Items that were left out. */; readonly rejectedItems: number; readonly message: string }
  | { readonly status: 'refused'; readonly message: string }

/** Wire types of protobuf. */
const VARINT = 0
const BLOCK = 2

/** Reads the reply to an export request, which is written as the request was: a partial success, or a `google.rpc.Status`. */
export function answerOf(httpStatus: number, mediaType: Request['mediaType'], body: Uint8Array): Answer {
  const isStored = httpStatus >= 200 && httpStatus < 300
  const { count, message } =
    mediaType === 'application/json' ? fromJson(body) : fromProtobuf(isStored ? (fieldsOf(body).block ?? EMPTY) : body)
  if (isStored) return { status: 'stored', rejectedItems: count, message }
  return { status: 'refused', message: message || `the collector answered ${httpStatus}` }
}

const EMPTY = new Uint8Array(0)

interface Said {
  readonly count: number
  readonly message: string
}

interface JsonReply {
  readonly partialSuccess?: Readonly<Record<string, string | number>>
  readonly message?: string
}

function fromJson(body: Uint8Array): Said {
  const { partialSuccess, message = '' } = parsed(body)
  if (!partialSuccess) return { count: 0, message: String(message) }
  const { rejectedSpans, rejectedLogRecords, rejectedDataPoints, errorMessage = '' } = partialSuccess
  return { count: Number(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints ?? 0), message: String(errorMessage) }
}

/** The collector and this program are one package; what another program answers has no fields of these names. */
function parsed(body: Uint8Array): JsonReply {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString())
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Both messages have a number at 1 and a text at 2. */
function fromProtobuf(body: Uint8Array): Said {
  const { number = 0, text = '' } = fieldsOf(body)
  return { count: number, message: text }
}

/** Field 1 as a number or as a message, field 2 as a text; ends at the first that is something else. */
function fieldsOf(body: Uint8Array): { readonly number?: number; readonly block?: Uint8Array; readonly text?: string } {
  let found = {}
  let pos = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; pos < body.length; scale *= 128) {
      const byte = body[pos++] ?? 0
      value += (byte & 0x7f) * scale
      if (byte < 0x80) break
    }
    return value
  }
  while (pos < body.length) {
    const tag = varint()
    const value = varint()
    if (tag === ((1 << 3) | VARINT)) found = { ...found, number: value }
    else if ((tag & 7) !== BLOCK) break
    else {
      const block = body.subarray(pos, pos + value)
      pos += value
      found = tag >> 3 === 1 ? { ...found, block } : { ...found, text: Buffer.from(block).toString() }
    }
  }
  return found
}
