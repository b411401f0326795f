import type { ConversationOf, FindRepeated } from '../../../domain/conversation.ts'
import type {
  StoredTranscriptAction,
  StoredTranscriptCall,
  StoredTranscriptItem,
  StoredTranscriptLog,
  StoredTranscriptMoment,
} from '../../../domain/stored-transcript.ts'
import { TRANSCRIPT_KINDS } from '../../../domain/stored-transcript.ts'
import type { MessageQuery, Page, TranscriptQuery } from '../../../domain/telemetry-reader.ts'
import { beginning } from '../../../domain/text.ts'
import type { SqliteDatabase } from '../database.ts'
import { ACTION_TRACK } from './actions.ts'
import { createAgents } from './agents.ts'
import { readChronological, type Track } from './chronological.ts'
import { type Conversations, createConversations } from './conversations.ts'
import { type CallPlace, earlierCalls } from './earlier-calls.ts'
import { factTrack } from './facts.ts'
import { createIssueStates } from './fixes.ts'
import { LOG_TRACK, looseLogs, readLogLine } from './log-lines.ts'
import { listMessages, messageLength, newMessages } from './messages.ts'
import { PLACED_SQL, placedJoins } from './placed.ts'
import { queryFirst, textSql } from './rows.ts'
import { SAID_SQL } from './said-calls.ts'

/** How conversations are read out of spans. A store knows no dialects: whoever puts the program together gives it these functions. */
export interface ConversationReading {
  readonly conversationOf: ConversationOf
  readonly findRepeated: FindRepeated
}

/** Characters of one text in a transcript. */
const MAX_TEXT_CHARS = 20_000
/** Characters of what a log record says. */
const MAX_LOG_CHARS = 4_000
/** Characters that a page answers. One more item may come, so that every page has one. */
const MAX_ANSWER_CHARS = 2_000_000
/** Characters that a page reads of spans, about a quarter of a second: requests hold their whole history. */
const MAX_READ_CHARS = 16_000_000
/** Characters of earlier calls that one call is compared with, the nearest first. */
const MAX_COMPARED_CHARS = 16_000_000

const CALL_TRACK: Track = { rank: 1, table: 'calls c', time: 'start_ns', filter: SAID_SQL }
/** Where each kind is found. */
const TRACKS: Readonly<Record<(typeof TRANSCRIPT_KINDS)[number], readonly Track[]>> = {
  call: [CALL_TRACK],
  action: [ACTION_TRACK],
  artifact: [factTrack('artifact')],
  issue: [factTrack('issue')],
  decision: [factTrack('decision')],
  event: [factTrack('event'), factTrack('fix')],
  log: [LOG_TRACK],
}

const PLACE = `${PLACED_SQL}, t.id AS trace`
const WORK = `${PLACE}, x.end_ns AS endNs, x.failed, x.error_type AS errorType, ${textSql('x.error_message')} AS errorMessage`
const CALL = `SELECT 'call' AS kind, c.id, ${WORK}, c.start_ns AS startNs, c.provider, c.model, c.finish_reason AS finishReason,
  c.tokens_input AS tokensInput, c.tokens_output AS tokensOutput, c.cache_read AS tokensCacheRead, c.cost_nanos AS costNanos,
  c.cost_source AS costSource FROM calls c ${placedJoins('c')} WHERE c.id = @id`
const ACTION = `SELECT 'action' AS kind, a.id, ${WORK}, a.start_ns AS startNs, a.type, a.tool, a.call_id AS callId, ${textSql('a.text')} AS text,
  ${textSql('a.arguments')} AS arguments, ${textSql('a.result')} AS result, a.exit_code AS exitCode, a.success
  FROM action_rows a ${placedJoins('a')} WHERE a.id = @id`
const FACT = `SELECT f.kind, f.id, ${PLACE}, f.time_ns AS startNs, f.position AS eventIndex, f.data FROM facts f ${placedJoins('f', 'span')} WHERE f.id = @id`

interface Located {
  readonly trace: number
  readonly sessionId: number
  readonly agents?: undefined
}
type CallRow = Omit<StoredTranscriptCall, 'agents' | 'errorMessageLength' | 'repeatedCount' | 'messages' | 'isWithoutContent'> & Located
type ActionRow = Omit<StoredTranscriptAction, 'agents' | `${CutField}Length`> & Located

/** Texts that are cut, and told the length of. */
type CutField = 'errorMessage' | 'text' | 'arguments' | 'result'
type FactRow = Omit<StoredTranscriptMoment, 'agents' | 'failed'> & Located

/** The read functions that need to know what spans say. */
export function conversationReads(reading: ConversationReading) {
  return {
    listTranscript: (db: SqliteDatabase, query: TranscriptQuery) => listTranscript(db, query, reading),
    listMessages: (db: SqliteDatabase, query: MessageQuery) => listMessages(db, query, reading.conversationOf),
  }
}

/** What was said and done in a session, in order of time. */
function listTranscript(db: SqliteDatabase, query: TranscriptQuery, reading: ConversationReading): Page<StoredTranscriptItem> {
  const conversations = createConversations(db, reading.conversationOf)
  const agentsOf = createAgents(db)
  const stateOf = createIssueStates(db)
  let chars = 0

  /** An item without what only leads to it, and counted. */
  const placed = <T extends Located & { readonly spanId: string }>({ trace, sessionId: _, agents: __, ...row }: T) => {
    return { ...row, agents: agentsOf(trace, row.spanId) }
  }
  const call = (id: number): StoredTranscriptCall | undefined => {
    const row = queryFirst<CallRow>(db, CALL, { id })
    if (!row) return undefined
    const { conversation } = conversations.of(id)
    const repeated = repeatedIn(db, row, { ...reading, conversations })
    const messages = newMessages(conversation, repeated, MAX_TEXT_CHARS)
    const shown = cut(row, ['errorMessage'])
    chars += messages.reduce((sum, message) => sum + messageLength(message), shown.errorMessage?.length ?? 0)
    const isWithoutContent = conversation.input.length + conversation.output.length === 0
    return { ...placed(shown), repeatedCount: repeated.size, messages, isWithoutContent }
  }
  const action = (id: number): StoredTranscriptAction | undefined => {
    const row = queryFirst<ActionRow>(db, ACTION, { id })
    if (!row) return undefined
    const shown = cut(row, ACTION_TEXTS)
    chars += ACTION_TEXTS.reduce((sum, field) => sum + (shown[field]?.length ?? 0), 0)
    return placed(shown)
  }
  const moment = (id: number): StoredTranscriptMoment | undefined => {
    const row = queryFirst<FactRow>(db, FACT, { id })
    if (!row) return undefined
    chars += row.data.length
    const isOpen = row.kind === 'issue' && stateOf({ ...row, timeNs: row.startNs }).fixed === 0
    return { ...placed(row), failed: Number(isOpen) }
  }

  const log = (id: number): StoredTranscriptLog | undefined => {
    const found = readLogLine(db, { id, maxChars: MAX_LOG_CHARS })
    if (!found) return undefined
    const { line, trace } = found
    chars += line.body?.length ?? 0
    return { ...line, agents: trace === undefined || line.spanId === undefined ? [] : agentsOf(trace, line.spanId) }
  }
  const kinds = TRANSCRIPT_KINDS.filter((kind) => query.kinds?.includes(kind) ?? true)
  return readChronological<StoredTranscriptItem>(db, query, {
    name: kinds.length === TRANSCRIPT_KINDS.length ? 'transcript' : `transcript ${kinds.join(' ')}`,
    tracks: kinds.flatMap((kind) => TRACKS[kind]),
    readLoose: kinds.includes('log') ? looseLogs(db, query) : undefined,
    read: ({ rank, id }) => {
      if (rank === CALL_TRACK.rank) return call(id)
      if (rank === ACTION_TRACK.rank) return action(id)
      return rank === LOG_TRACK.rank ? log(id) : moment(id)
    },
    isFull: () => chars > MAX_ANSWER_CHARS || conversations.charsRead > MAX_READ_CHARS,
  })
}

/** Places of the messages of a request that its nearest relative among the earlier calls had. The same whatever page the call is on. */
function repeatedIn(
  db: SqliteDatabase,
  call: CallPlace,
  { conversations, findRepeated }: { readonly conversations: Conversations; readonly findRepeated: FindRepeated },
): ReadonlySet<number> {
  const { conversation } = conversations.of(call.id)
  let repeated: ReadonlySet<number> = new Set()
  let chars = 0
  if (conversation.input.length === 0) return repeated
  for (const id of earlierCalls(db, call)) {
    const earlier = conversations.of(id)
    chars += earlier.chars
    if (chars > MAX_COMPARED_CHARS) break
    const { places, isWhole } = findRepeated(conversation, earlier.conversation)
    if (places.size > repeated.size) repeated = places
    if (isWhole) break
  }
  return repeated
}

const ACTION_TEXTS = ['errorMessage', 'text', 'arguments', 'result'] as const satisfies readonly CutField[]

/** Cuts some texts, and says how long each one is. */
function cut<T extends Readonly<Partial<Record<F, string>>>, F extends CutField>(row: T, fields: readonly F[]) {
  const texts: Partial<Record<F, string>> = {}
  const lengths = {} as Record<`${F}Length`, number> // every field gets one
  for (const field of fields) {
    const text = row[field]
    if (text !== undefined) texts[field] = beginning(text, MAX_TEXT_CHARS)
    lengths[`${field}Length`] = text?.length ?? 0
  }
  return { ...row, ...texts, ...lengths }
}
