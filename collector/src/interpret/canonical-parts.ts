/**
 * Messages in the form of OTel's message schema (1.41) as JSON text, written by us where a dialect has no such text. Text in,
 * text out: arguments that are JSON are taken over as they are, so that nothing is parsed and printed.
 */

import type { Slots } from './flat-slots.ts'
import { isJson, parseJson, writeJson } from './json-text.ts'
import { isObject } from './message-shapes.ts'
import type { AttributeView } from './typed-value.ts'

/** Gaps in a list are shown up to this many messages; a wider one is not written out. */
const MAX_GAP = 100

/** What stands for a message that got lost on its way: its keys were dropped by an attribute limit. */
const LOST_MESSAGE = '{"role":"unknown","parts":[]}'

/** A message as JSON text. Without a role it is `unknown`. */
export function messageText(
  role: string | undefined,
  parts: readonly string[],
  more: { readonly name?: string | undefined; readonly finish_reason?: string | undefined } = {},
): string {
  const extra = member('name', more.name) + member('finish_reason', more.finish_reason)
  return `{"role":${JSON.stringify(role ?? 'unknown')},"parts":[${parts.join(',')}]${extra}}`
}

/** A text part. */
export function textPart(content: string): string {
  return `{"type":"text","content":${JSON.stringify(content)}}`
}

/** A part with thinking. */
export function reasoningPart(content: string): string {
  return `{"type":"reasoning","content":${JSON.stringify(content)}}`
}

/** A request to call a tool. `args` is JSON text, or any text. */
export function toolCallPart(call: { id?: string | undefined; name?: string | undefined; args?: string | undefined }): string {
  return `{"type":"tool_call"${member('id', call.id)}${member('name', call.name)}${jsonMember('arguments', call.args)}}`
}

/** The answer of a tool: JSON text, or any text. */
export function toolResponsePart(id: string | undefined, response: string): string {
  return `{"type":"tool_call_response"${member('id', id)}${jsonMember('response', response)}}`
}

/** A part for media by its address; a data URI becomes a blob. */
export function mediaPart(modality: string, uri: string): string {
  const data = /^data:([^;,]*);base64,/.exec(uri)
  if (!data) return `{"type":"uri"${member('modality', modality)}${member('uri', uri)}}`
  return `{"type":"blob"${member('modality', modality)}${member('mime_type', data[1])}${member('content', uri.slice(data[0].length))}}`
}

/** Parts of a content string: a JSON list of parts is taken apart, anything else is text. */
export function contentParts(content: string): readonly string[] {
  const list = content.startsWith('[') ? parseJson(content) : undefined
  if (!Array.isArray(list) || !list.every(isObject) || list.length === 0) return [textPart(content)]
  return list.map(partOfObject)
}

/** The list of the messages of flat slots, with what is worth a warning. `undefined` when there are none. */
export function messageList(
  { slots, isCut }: Slots,
  write: (fields: AttributeView) => string,
): { json: string; warnings: string[] } | undefined {
  if (slots.length === 0) return isCut ? { json: '[]', warnings: ['too_many_messages'] } : undefined
  const messages: string[] = []
  const warnings = new Set<string>(isCut ? ['too_many_messages'] : [])
  let next = slots[0]?.[0] ?? 0
  for (const [index, fields] of slots) {
    if (index > next) warnings.add('message_gap')
    if (index - next <= MAX_GAP) for (; next < index; next++) messages.push(LOST_MESSAGE)
    messages.push(write(fields))
    next = index + 1
  }
  return { json: `[${messages.join(',')}]`, warnings: [...warnings] }
}

function partOfObject(part: Readonly<Record<string, unknown>>): string {
  if ((part.type === 'text' || part.type === undefined) && typeof part.text === 'string') return textPart(part.text)
  const image = isObject(part.image_url) ? part.image_url.url : part.image_url
  if (part.type === 'image_url' && typeof image === 'string') return mediaPart('image', image)
  return writeJson(part)
}

/** `,"key":"value"`, or nothing. */
function member(key: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${key}":${JSON.stringify(value)}`
}

function jsonMember(key: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${key}":${isJson(value) ? value : JSON.stringify(value)}`
}
