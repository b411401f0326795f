/** What the full-text index says of a span: the words by which a person would look for it. */
import type { ToolResultPart } from '../../../domain/conversation.ts'
import { searchableText } from '../../search-text.ts'
import type { SqliteDatabase } from '../database.ts'
import { textEnd, textStart } from '../read/long-text.ts'
import { SETTLED } from './settle-node-row.ts'

/** Characters of one text that are indexed; what follows them is not found. */
const MAX_TEXT = 64 * 1024
/** Characters of all texts of a span: 128 KiB take about 8 ms. */
const MAX_DOCUMENT = 128 * 1024
/** Characters of a prompt that is asked again, which was indexed before: with them the words of prompt and answer are found together. */
const MAX_AGAIN = 500
/** Calls at the same nanosecond that are looked at. */
const MAX_TWINS = 16
/** Actions between two calls that are looked at. */
const MAX_ACTIONS = 100

/** Says what tools answered since the model last spoke, from the end of the messages of a request. */
export type NewToolResults = (end: string) => readonly Pick<ToolResultPart, 'callId' | 'text'>[]

/** A span as the index takes it. */
export interface SearchDocument {
  readonly trace: number
  /** Empty when there is nothing to find. */
  readonly text: string
  /** When it began, if it is a call: the call after it in its trace has less of what both were asked. */
  readonly callNs: bigint | undefined
}

const MIN_NS = -(2n ** 63n)

/** A "text or path" column as it is read with safe integers. */
type TextColumn = string | bigint | null
/** One of the texts of a span; `maxChars` where less of it is indexed than of others. */
type Part = TextColumn | { readonly text: TextColumn; readonly maxChars: number }

interface SpanRow {
  readonly trace: bigint
  readonly name: string
  readonly start_ns: bigint
  readonly error_message: TextColumn
  readonly hints: string | null
  readonly settled: bigint
}

/** Texts that a call repeats as long as its conversation goes on. */
interface Asked {
  readonly start_ns: bigint
  readonly input_text: TextColumn
  readonly input_messages: TextColumn
  readonly system_text: TextColumn
}

interface CallRow extends Asked {
  readonly output_text: TextColumn
  readonly output_messages: TextColumn
}

/** Opens the reader of documents over the writing connection. */
export function createDocumentReader(db: SqliteDatabase, newToolResults: NewToolResults): (row: number) => SearchDocument | undefined {
  const sql = prepareStatements(db)

  /** What was asked, but for the beginning only if the call before it in the trace was asked the same; then the answer. */
  function callTexts(row: number, { trace, start_ns }: SpanRow): readonly Part[] {
    const call = sql.call.get(row) as CallRow
    const before = sql.asked.all({ trace, startNs: start_ns }) as readonly Asked[]
    const isAskedAgain = before.some(({ input_text }) => input_text === call.input_text)
    return [
      isAskedAgain ? { text: call.input_text, maxChars: MAX_AGAIN } : call.input_text,
      // An answer without text is tool calls.
      call.output_text ?? call.output_messages,
      before.some(({ system_text }) => system_text === call.system_text) ? null : call.system_text,
      ...(isAskedAgain && before.some(({ input_messages }) => input_messages === call.input_messages)
        ? []
        : resultTexts(call.input_messages, { trace, startNs: start_ns, afterNs: before[0]?.start_ns ?? MIN_NS })),
    ]
  }

  /** What tools answered that have no span of their own: it stands in the next request, and in all that follow. */
  function resultTexts(
    messages: TextColumn,
    between: { readonly trace: bigint; readonly startNs: bigint; readonly afterNs: bigint },
  ): readonly string[] {
    if (messages === null) return []
    const results = newToolResults(textEnd(db, typeof messages === 'bigint' ? Number(messages) : messages, MAX_TEXT))
    const own = new Set(results.length > 0 ? (sql.actionCalls.all(between) as string[]) : [])
    return results.flatMap(({ callId, text }) => (callId !== undefined && own.has(callId) ? [] : [text]))
  }

  function textsOf(row: number, span: SpanRow): readonly Part[] {
    const has = (bit: number): boolean => (Number(span.settled) & bit) !== 0
    return [
      span.name,
      ...(has(SETTLED.phase) ? [(sql.phase.get(row) ?? null) as TextColumn] : []),
      ...(has(SETTLED.call) ? callTexts(row, span) : []),
      ...(has(SETTLED.action) ? (sql.action.get(row) as readonly TextColumn[]) : []),
      span.error_message,
      ...(has(SETTLED.facts) ? (sql.facts.all(row) as string[]).flatMap(factTexts) : []),
      // A call says the same in its own words.
      ...(has(SETTLED.call) ? [] : hintTexts(span.hints)),
    ]
  }

  return (row) => {
    const span = sql.span.get(row) as SpanRow | undefined
    if (!span) return undefined
    const isCall = (Number(span.settled) & SETTLED.call) !== 0
    return { trace: Number(span.trace), text: joined(db, textsOf(row, span)), callNs: isCall ? span.start_ns : undefined }
  }
}

/** Each text once, within the bounds. */
function joined(db: SqliteDatabase, parts: readonly Part[]): string {
  const texts: string[] = []
  let rest = MAX_DOCUMENT
  for (const part of new Set(parts)) {
    const { text: column, maxChars } = typeof part === 'object' && part !== null ? part : { text: part, maxChars: MAX_TEXT }
    if (column === null || column === '' || rest <= 0) continue
    const text = textStart(db, typeof column === 'bigint' ? Number(column) : column, Math.min(maxChars, rest))
    rest -= text.length
    texts.push(searchableText(text))
  }
  return texts.join('\n')
}

/** Every text of a fact: description, path, reason … */
function factTexts(data: string): readonly string[] {
  return Object.values(JSON.parse(data) as object).filter((value) => typeof value === 'string')
}

/** What went into the session and came out of it, as its root says. */
function hintTexts(hints: string | null): readonly TextColumn[] {
  if (hints === null) return []
  const { title, inputs, outputs } = JSON.parse(hints) as Readonly<Record<string, string | { readonly $ref: number } | undefined>>
  return [title, inputs, outputs].map((hint) => (typeof hint === 'object' ? BigInt(hint.$ref) : (hint ?? null)))
}

/** Parameters with a plus: SQLite plans a statement anew for each value of a bare one, which takes longer than all the rest. */
function prepareStatements(db: SqliteDatabase) {
  return {
    span: db.prepare('SELECT trace, name, start_ns, error_message, hints, settled FROM spans WHERE id = ?').safeIntegers(),
    call: db
      .prepare('SELECT start_ns, input_text, output_text, system_text, input_messages, output_messages FROM calls WHERE id = ?')
      .safeIntegers(),
    /** What was asked at the last time before a call at which a call of its trace began; wrappers and twins are asked what theirs are. */
    asked: db
      .prepare(
        `SELECT start_ns, input_text, system_text, input_messages FROM calls WHERE trace = +@trace AND repeated = 0
         AND start_ns = (SELECT max(start_ns) FROM calls WHERE trace = +@trace AND start_ns < +@startNs AND repeated = 0) LIMIT ${MAX_TWINS}`,
      )
      .safeIntegers(),
    phase: db.prepare('SELECT name FROM phase_rows WHERE id = ?').pluck(),
    action: db.prepare('SELECT tool, text, arguments, result FROM action_rows WHERE id = ?').safeIntegers().raw(),
    /** Calls whose result an action holds, of those that ran between two calls of a model. */
    actionCalls: db
      .prepare(
        `SELECT call_id FROM action_rows WHERE trace = +@trace AND start_ns >= +@afterNs AND start_ns <= +@startNs
         AND call_id IS NOT NULL AND result IS NOT NULL ORDER BY start_ns DESC LIMIT ${MAX_ACTIONS}`,
      )
      .pluck(),
    facts: db.prepare('SELECT data FROM facts WHERE span = +? ORDER BY position').pluck(),
  }
}
