import { type AttributeValue, isKeyValueList, isList } from '../domain/attribute.ts'
import { valueToJson } from '../domain/attribute-json.ts'
import { type ContentKind, isOpaque, isStructural } from './content-keys.ts'

/** What takes the place of a text. */
export type Mask = (text: string) => string

/**
 * Puts a mask in the place of content. Of a list of messages, structured or as JSON text, its shape stays: how many messages, who
 * speaks, of what type the parts are, which tool is called. Anything else becomes the mask of its text, or of its JSON; a number alone stays.
 */
export function maskContent(value: AttributeValue, kind: ContentKind, mask: Mask): AttributeValue {
  if (value === null || value === '' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value
  if (typeof value === 'string') return (kind === 'messages' ? maskJson(value, mask) : undefined) ?? mask(value)
  if (kind === 'messages' && (isList(value) || isKeyValueList(value))) return maskTree(value, mask, 0)
  return mask(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : valueToJson(value))
}

/** What is structure is short and has no spaces; nothing deeper belongs to a message. */
const STRUCTURE = /^[\w.:/+-]{0,128}$/
const MAX_DEPTH = 32

function maskTree(value: AttributeValue, mask: Mask, depth: number): AttributeValue {
  if (typeof value === 'string') return value === '' ? value : mask(value)
  if (value instanceof Uint8Array) return mask(Buffer.from(value).toString('latin1'))
  if (depth > MAX_DEPTH) return mask(valueToJson(value))
  if (isList(value)) return value.map((item) => maskTree(item, mask, depth + 1))
  if (!isKeyValueList(value)) return value
  const entries = value.entries.map(({ key, value: member }) => {
    if (typeof member === 'string' && isStructural(key) && STRUCTURE.test(member)) return { key, value: member }
    if (isOpaque(key) && typeof member !== 'string' && member !== null) return { key, value: mask(valueToJson(member)) }
    return { key, value: maskTree(member, mask, depth + 1) }
  })
  return { entries }
}

/** A JSON text with masks; `undefined` when it is not JSON of an object or a list. */
function maskJson(text: string, mask: Mask): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.stringify(maskParsed(JSON.parse(text), mask, 0))
  } catch {
    // Not JSON: it is masked as a text.
    return undefined
  }
}

function maskParsed(value: unknown, mask: Mask, depth: number): unknown {
  if (typeof value === 'string') return value === '' ? value : mask(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return mask(JSON.stringify(value))
  if (Array.isArray(value)) return value.map((item: unknown) => maskParsed(item, mask, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => {
      if (typeof member === 'string' && isStructural(key) && STRUCTURE.test(member)) return [key, member]
      if (isOpaque(key) && typeof member !== 'string' && member !== null) return [key, mask(JSON.stringify(member))]
      return [key, maskParsed(member, mask, depth + 1)]
    }),
  )
}
