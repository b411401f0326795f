import type { AttributeValue } from '../../../domain/attribute.ts'
import { isKeyValueList, isList } from '../../../domain/attribute.ts'
import type { Conversation, ConversationOf } from '../../../domain/conversation.ts'
import type { SpanItem } from '../../../domain/span.ts'
import type { SqliteDatabase } from '../database.ts'
import { queryFirst } from './rows.ts'
import { spanReaderOf } from './spans.ts'

/** The conversation of a call, and how many characters were read for it. */
export interface ReadConversation {
  readonly conversation: Conversation
  readonly chars: number
}

const PARTNER = 'SELECT partner FROM call_partners WHERE id = @id'

/** Reads conversations of calls, each once. `charsRead` tells how much work that was. */
export function createConversations(db: SqliteDatabase, conversationOf: ConversationOf) {
  const known = new Map<number, ReadConversation>()
  let charsRead = 0

  function ofSpan(id: number): ReadConversation {
    const { item } = spanReaderOf(db).item(id)
    const chars = itemLength(item)
    charsRead += chars
    return { conversation: conversationOf(item), chars }
  }

  /** Two instrumentations may see one call: what one of them does not tell, the other one may. */
  function read(id: number): ReadConversation {
    const own = ofSpan(id)
    const { input, output } = own.conversation
    if (input.length > 0 && output.length > 0) return own
    const partner = queryFirst<{ readonly partner?: number }>(db, PARTNER, { id })?.partner
    if (partner === undefined) return own
    const other = ofSpan(partner)
    return {
      conversation: {
        input: input.length > 0 ? input : other.conversation.input,
        output: output.length > 0 ? output : other.conversation.output,
      },
      chars: own.chars + other.chars,
    }
  }

  return {
    /** @param id row of a call, which must exist */
    of(id: number): ReadConversation {
      const found = known.get(id) ?? read(id)
      known.set(id, found)
      return found
    },
    get charsRead() {
      return charsRead
    },
  }
}
export type Conversations = ReturnType<typeof createConversations>

function itemLength({ span }: SpanItem): number {
  const attributes = [...span.attributes, ...span.events.flatMap((event) => event.attributes)]
  return attributes.reduce((sum, { value }) => sum + valueLength(value), 0)
}

function valueLength(value: AttributeValue): number {
  if (typeof value === 'string') return value.length
  if (isList(value)) return value.reduce<number>((sum, each) => sum + valueLength(each), 0)
  return isKeyValueList(value) ? value.entries.reduce((sum, entry) => sum + valueLength(entry.value), 0) : 0
}
