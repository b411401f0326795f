/**
 * Everything that can be asked of the store, put together where conversations are needed: the store reads spans, interpreting says what
 * was said in them. Reader threads load this module by its address; whoever owns a database without a server calls it directly.
 */
import { conversationOf } from './interpret/conversation.ts'
import { findRepeated } from './interpret/repeated-messages.ts'
import { readFunctions as storeFunctions } from './store/sqlite/read/registry.ts'
import { conversationReads } from './store/sqlite/read/transcript.ts'

/** By the names of `TelemetryReader`. The ones that begin with `stream` are generators. */
export const readFunctions = { ...storeFunctions, ...conversationReads({ conversationOf, findRepeated }) }
