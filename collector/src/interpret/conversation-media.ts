import type { MediaPart } from '../domain/conversation.ts'
import { isObject } from './message-shapes.ts'

type Json = Readonly<Record<string, unknown>>

/** Types of parts that hold media, and the kind where the type says it. */
const MEDIA_TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ['blob', undefined],
  ['uri', undefined],
  ['file', undefined],
  ['input_file', undefined],
  ['media', undefined],
  ['image', 'image'],
  ['image_url', 'image'],
  ['input_image', 'image'],
  ['audio', 'audio'],
  ['input_audio', 'audio'],
  ['document', 'application'],
  ['video', 'video'],
])

/** Keys that hold media in parts without a type: Bedrock, Google, Genkit. */
const MEDIA_KEYS: ReadonlyMap<string, string | undefined> = new Map([
  ['image', 'image'],
  ['document', 'application'],
  ['video', 'video'],
  ['inlineData', undefined],
  ['inline_data', undefined],
  ['fileData', undefined],
  ['file_data', undefined],
  ['media', undefined],
])

/** Where a part may keep the media itself, or its address. */
const HOLDERS = ['source', 'image_url', 'input_audio', 'audio', 'file', 'image', 'document', 'data'] as const

/** Words for the size, place and type of media in the shapes that are known. */
const TYPE_KEYS = ['mime_type', 'mimeType', 'media_type', 'mediaType', 'contentType', 'content_type'] as const
const URI_KEYS = ['uri', 'url', 'fileUri', 'file_uri', 'file_url', 'image_url', 'file_id', 'fileId', 'filename', 's3Location'] as const
const DATA_KEYS = ['data', 'content', 'bytes', 'file_data', 'image', 'base64'] as const

const DATA_URI = /^data:([^;,]*)[;,]/

/** A part that holds media, without the bytes; `undefined` when it holds none. @param type the part's type in one spelling */
export function mediaPart(part: Json, type: string | undefined): MediaPart | undefined {
  if (type !== undefined) return MEDIA_TYPES.has(type) ? described([part, ...heldBy(part)], MEDIA_TYPES.get(type)) : undefined
  for (const [key, kind] of MEDIA_KEYS) {
    const value = part[key]
    if (isObject(value)) return described([value, ...heldBy(value)], kind)
  }
  return undefined
}

function heldBy(part: Json): readonly Json[] {
  return HOLDERS.map((key) => part[key]).filter(isObject)
}

function described(places: readonly Json[], kind: string | undefined): MediaPart {
  const uri = first(places, URI_KEYS)
  const data = first(places, DATA_KEYS)
  const inline = [uri, data].find((text) => text !== undefined && DATA_URI.test(text))
  const base64 = inline?.slice(inline.indexOf(',') + 1) ?? (data !== uri ? data : undefined)
  const modality = first(places, ['modality'])
  const format = first(places, ['format'])
  const sent = first(places, TYPE_KEYS) ?? (inline && DATA_URI.exec(inline)?.[1])
  const mediaType = sent || typeOf(kind ?? modality, format)
  return {
    type: 'media',
    ...(mediaType !== undefined && { mediaType }),
    ...(uri !== undefined && uri !== inline && { uri }),
    ...(base64 !== undefined && { bytes: base64Bytes(base64) }),
  }
}

function typeOf(kind: string | undefined, format: string | undefined): string | undefined {
  return kind === undefined ? undefined : `${kind}/${format ?? '*'}`
}

function first(places: readonly Json[], keys: readonly string[]): string | undefined {
  for (const place of places)
    for (const key of keys) {
      const value = place[key]
      if (typeof value === 'string' && value !== '') return value
    }
  return undefined
}

/** Bytes that base64 stands for. */
function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return Math.max(0, Math.floor((text.length * 3) / 4) - padding)
}
