import { type JsonContext, refuse, warn } from './context.ts'
import { readText } from './scalar.ts'

/** Standard or URL-safe alphabet, with or without padding. Node's own decoder would pass over anything else. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/
const HEX = /^(?:[0-9a-fA-F]{2})*$/

/** A bytes field in base64. */
export function readBase64(context: JsonContext, field: string): Uint8Array {
  const { json } = context
  if (json.peek() !== 'string') {
    refuse(context, `${field} is not a string`)
    return new Uint8Array()
  }
  const bytes = fromBase64(json.string())
  if (!bytes) context.problem ??= `${field} is not base64`
  return bytes ?? new Uint8Array()
}

function fromBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='))
  const isWhole = padding > 0 ? text.length % 4 === 0 : text.length % 4 !== 1
  return isWhole ? new Uint8Array(Buffer.from(text, 'base64')) : undefined
}

/** The trace id or span id of an item, as lower-case hex; its length is checked where the item is accepted. */
export function readItemId(context: JsonContext, field: string, size: 8 | 16): string {
  const id = hexId(context, readText(context, field), size)
  if (id === undefined) context.problem ??= `${field} is not hex`
  return id ?? ''
}

/** The id of a parent or a link, as lower-case hex of any even length; one that is no hex at all is dropped with a warning. */
export function readOtherId(context: JsonContext, field: string, size: 8 | 16): string {
  const id = hexId(context, readText(context, field), size)
  if (id === undefined) warn(context, `${field} is not hex: left out`)
  return id ?? ''
}

/** Hex in any case, or base64 of exactly `size` bytes with its padding, which generic protobuf writers send. */
function hexId({ tally }: JsonContext, text: string, size: 8 | 16): string | undefined {
  if (HEX.test(text)) return text.toLowerCase()
  if (text.length !== (size === 16 ? 24 : 12)) return undefined
  const bytes = fromBase64(text)
  if (bytes?.length !== size) return undefined
  tally.base64Ids += 1
  return Buffer.from(bytes).toString('hex')
}
