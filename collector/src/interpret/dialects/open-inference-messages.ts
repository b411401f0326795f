import {
  ATTR_PREFIX_LLM_CHOICES,
  ATTR_PREFIX_LLM_INPUT_MESSAGES,
  ATTR_PREFIX_LLM_OUTPUT_MESSAGES,
  ATTR_PREFIX_LLM_PROMPTS,
} from '@ai-tracker/semconv'
import { mediaPart, messageList, messageText, reasoningPart, textPart, toolCallPart, toolResponsePart } from '../canonical-parts.ts'
import { flatSlots } from '../flat-slots.ts'
import { contentText, objectText, toJsonText } from '../json-text.ts'
import type { AttributeView } from '../typed-value.ts'
import { text } from '../typed-value.ts'

const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'input_text', 'output_text'])

/** The flattened input messages, or the prompts of before chat, in OTel's form. */
export function inputMessages(attributes: AttributeView): ReturnType<typeof messageList> {
  return (
    messageList(flatSlots(attributes, ATTR_PREFIX_LLM_INPUT_MESSAGES), message) ??
    messageList(flatSlots(attributes, ATTR_PREFIX_LLM_PROMPTS), (fields) => legacyMessage('user', text(fields, 'prompt.text')))
  )
}

/** The flattened output messages, or the completions of before chat, in OTel's form. */
export function outputMessages(attributes: AttributeView): ReturnType<typeof messageList> {
  return (
    messageList(flatSlots(attributes, ATTR_PREFIX_LLM_OUTPUT_MESSAGES), message) ??
    messageList(flatSlots(attributes, ATTR_PREFIX_LLM_CHOICES), (fields) => legacyMessage('assistant', text(fields, 'completion.text')))
  )
}

function message(fields: AttributeView): string {
  const content = contentText(fields.get('message.content'))
  const callId = text(fields, 'message.tool_call_id')
  const parts: string[] = []
  if (content !== undefined) parts.push(callId === undefined ? textPart(content) : toolResponsePart(callId, content))
  for (const [, part] of flatSlots(fields, 'message.contents.').slots) parts.push(contentPart(part))
  // Some senders write a tool call both as a content block and in this list.
  for (const [, call] of flatSlots(fields, 'message.tool_calls.').slots) if (!parts.includes(toolCall(call))) parts.push(toolCall(call))
  const legacyName = text(fields, 'message.function_call_name')
  if (legacyName !== undefined) parts.push(toolCallPart({ name: legacyName, args: text(fields, 'message.function_call_arguments_json') }))
  return messageText(text(fields, 'message.role'), parts, { name: text(fields, 'message.name') })
}

function contentPart(fields: AttributeView): string {
  const type = text(fields, 'message_content.type')
  const content = text(fields, 'message_content.text')
  const image = text(fields, 'message_content.image.image.url')
  const audio = text(fields, 'message_content.audio.audio.url')
  if (type === 'reasoning') return reasoningPart(content ?? '')
  if (image !== undefined) return mediaPart('image', image)
  if (audio !== undefined) return mediaPart('audio', audio)
  if (content !== undefined && (type === undefined || TEXT_TYPES.has(type))) return textPart(content)
  if ([...fields.keys()].some((key) => key.startsWith('tool_call.'))) return toolCall(fields)
  return objectText([['type', JSON.stringify(type ?? 'unknown')], ...[...fields].map(([key, value]) => [key, toJsonText(value)] as const)])
}

function toolCall(fields: AttributeView): string {
  return toolCallPart({
    id: text(fields, 'tool_call.id'),
    name: text(fields, 'tool_call.function.name'),
    args: contentText(fields.get('tool_call.function.arguments')) ?? text(fields, 'tool_call.function.arguments'),
  })
}

function legacyMessage(role: string, content: string | undefined): string {
  return messageText(role, content === undefined ? [] : [textPart(content)])
}
