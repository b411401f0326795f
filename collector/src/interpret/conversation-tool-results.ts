import type { ToolResultPart } from '../domain/conversation.ts'
import { messagesIn } from './conversation-messages.ts'
import { elementsBackward } from './json-elements.ts'
import { parseJson } from './json-text.ts'

/**
 * What tools answered since the model last spoke: the results at the end of a request, in their order. Those before the model's last words
 * were at the end of an earlier request.
 * @param end the end of a JSON list of messages, which may begin anywhere in it
 */
export function newToolResults(end: string): readonly ToolResultPart[] {
  const results: ToolResultPart[] = []
  for (const element of elementsBackward(end)) {
    const parsed = parseJson(element)
    if (parsed === undefined) break
    for (const { role, parts } of messagesIn([parsed], 'user').toReversed()) {
      if (role === 'assistant') return results
      results.unshift(...parts.filter((part) => part.type === 'tool_result'))
    }
  }
  return results
}
