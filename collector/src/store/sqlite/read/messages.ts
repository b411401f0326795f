import type { Conversation, ConversationOf } from '../../../domain/conversation.ts'
import type { StoredMessage } from '../../../domain/stored-transcript.ts'
import type { MessageQuery, Page } from '../../../domain/telemetry-reader.ts'
import { beginning } from '../../../domain/text.ts'
import type { SqliteDatabase } from '../database.ts'
import { createConversations } from './conversations.ts'
import { fromCursor, integerAt, toCursor } from './cursor.ts'
import { MAX_PAGE_CHARS, queryFirst } from './rows.ts'

const CALL = 'SELECT c.id FROM calls c JOIN traces t ON t.id = c.trace WHERE c.id = @responseId AND t.workspace_id = @workspaceId'
const LIST = 'messages'

/** Every message of a call, whole; `undefined` when there is no such call. */
export function listMessages(
  db: SqliteDatabase,
  { workspaceId, responseId, limit, cursor }: MessageQuery,
  conversationOf: ConversationOf,
): Page<StoredMessage> | undefined {
  if (!queryFirst<{ readonly id: number }>(db, CALL, { responseId, workspaceId })) return undefined
  const { conversation } = createConversations(db, conversationOf).of(responseId)
  const from = cursor === undefined ? 0 : Math.max(0, Number(integerAt(fromCursor(LIST, cursor), 0)))
  const all = messagesOf(conversation).slice(from)
  const items: StoredMessage[] = []
  let chars = 0
  for (const message of all.slice(0, limit)) {
    items.push(message)
    chars += messageLength(message)
    if (chars > MAX_PAGE_CHARS) break
  }
  return { items, ...(items.length < all.length && { nextCursor: toCursor(LIST, [from + items.length]) }) }
}

function messagesOf({ input, output }: Conversation): readonly StoredMessage[] {
  return [...input, ...output].map(({ role, parts }, index) => ({
    index,
    role,
    isAnswer: index >= input.length,
    parts: parts.map((part) => (part.type === 'media' ? part : { ...part, length: part.text.length })),
  }))
}

/** The messages of a call without those at some places, and with texts that are cut. */
export function newMessages(conversation: Conversation, repeated: ReadonlySet<number>, maxChars: number): readonly StoredMessage[] {
  return messagesOf(conversation)
    .filter(({ index }) => !repeated.has(index))
    .map((message) => ({
      ...message,
      parts: message.parts.map((part) => (part.type === 'media' ? part : { ...part, text: beginning(part.text, maxChars) })),
    }))
}

/** Characters of what a message says. */
export function messageLength({ parts }: StoredMessage): number {
  return parts.reduce((sum, part) => sum + (part.type === 'media' ? (part.uri?.length ?? 0) : part.text.length), 0)
}
