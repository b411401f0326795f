import { listPieces, stringEnd } from '../domain/json-list.ts'
import { cutChunks } from './text-chunks.ts'

/**
 * Cuts a long text into pieces, so that texts which share parts share pieces. Pure: the same text always gives the same pieces,
 * and the pieces joined are the text.
 *
 * A JSON list of objects (the messages of a conversation) is cut at its elements: the next call's list begins as this one does. Long
 * strings in JSON are cut out, and kept without their escapes: what was said is one text, be it sent as it is, in a message, or in
 * another message around it. Other text is cut where its content says so, so that an insertion changes only the pieces around it.
 *
 * It is done in two steps. The first one is cheap and gives parts; the second one cuts a part, whose pieces may be known already.
 */

/** A part of a text: `literal` is one piece, `text` is cut by its content, `string` is what stands between the quotes of a JSON string. */
export interface TextPart {
  readonly kind: 'literal' | 'text' | 'string'
  readonly text: string
}

/** What is stored of a part. */
export interface TextPiece {
  readonly text: string
  /** The part has it as a JSON string has it: with `"`, `\` and line breaks escaped. */
  readonly escaped: boolean
}

/** Elements shorter than this on average are numbers or words, not messages. */
const MIN_MEAN_ELEMENT = 64
/** Short elements are put together up to this length. */
const MIN_LITERAL = 128
/** Strings from this length on are parts of their own: shorter ones are in no piece where they are sent alone. */
const MIN_STRING = 1024

/** Control characters that are rarely sent and escaped in more than one way. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for.
const ODD_CONTROLS = /[\0-\x07\x0b\x0e-\x1f\x7f]/

/** Cuts a text into parts, which joined are the text. */
export function partsOf(text: string): readonly TextPart[] {
  const elements = listPieces(text, MIN_MEAN_ELEMENT)
  if (elements) return listParts(text, elements)
  return text.startsWith('{') || text.startsWith('[') ? jsonParts(text) : [{ kind: 'text', text }]
}

/** Cuts a part into pieces. */
export function piecesOf({ kind, text }: TextPart): readonly TextPiece[] {
  if (kind === 'literal') return [literal(text)]
  return kind === 'text' ? cutChunks(text).map(literal) : stringPieces(text)
}

/** The text that a piece stands for. */
export function textOfPiece({ text, escaped }: TextPiece): string {
  return escaped ? escapeJson(text) : text
}

function listParts(text: string, elements: readonly string[]): readonly TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  let end = 0
  for (const { length } of elements) {
    const start = end
    end += length
    if (length > MIN_STRING)
      for (const [open, close] of longStrings(text, start, end)) {
        parts.push({ kind: 'literal', text: text.slice(done, open) }, { kind: 'string', text: text.slice(open, close) })
        done = close
      }
    if (end - done >= MIN_LITERAL || (end === text.length && end > done)) {
      parts.push({ kind: 'literal', text: text.slice(done, end) })
      done = end
    }
  }
  return parts
}

function jsonParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  for (const [open, close] of longStrings(text, 0, text.length)) {
    parts.push({ kind: 'text', text: text.slice(done, open) }, { kind: 'string', text: text.slice(open, close) })
    done = close
  }
  return done < text.length ? [...parts, { kind: 'text', text: text.slice(done) }] : parts
}

/** Where long strings begin and end, without their quotes. */
function* longStrings(text: string, start: number, end: number): Generator<readonly [open: number, close: number]> {
  for (let quote = text.indexOf('"', start); quote !== -1 && quote < end; ) {
    const close = stringEnd(text, quote)
    if (close - quote > MIN_STRING && close < end) yield [quote + 1, close]
    quote = text.indexOf('"', close + 1)
  }
}

/** What a JSON string says; as it is, when none of the known ways to escape that gives the string. */
function stringPieces(content: string): readonly TextPiece[] {
  const said = content.includes('\\') ? unescaped(content) : undefined
  const encode = said === undefined ? undefined : [escapeJson, escapeAscii].find((way) => way(said) === content)
  if (said === undefined || !encode) return cutChunks(content).map(literal)
  return cutChunks(said).map((text) => sentPiece(text, encode(text)))
}

function sentPiece(text: string, sent: string): TextPiece {
  return sent !== text && sent === escapeJson(text) ? { text, escaped: true } : literal(sent)
}

function unescaped(content: string): string | undefined {
  try {
    const said: string = JSON.parse(`"${content}"`)
    return said.isWellFormed() && !ODD_CONTROLS.test(said) ? said : undefined
  } catch {
    return undefined
  }
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** As Python's json.dumps does unless told otherwise. */
function escapeAscii(text: string): string {
  return escapeJson(text).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function literal(text: string): TextPiece {
  return { text, escaped: false }
}
