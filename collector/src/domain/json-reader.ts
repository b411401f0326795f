import { AppError } from './app-error.ts'
import { jsonPath } from './json-path.ts'

/**
 * A cursor over JSON text, for data of others.
 *
 * It never builds objects from the sender's keys, keeps the source text of numbers (so 64-bit integers stay exact),
 * gives repeated keys one by one, and answers bad input with an `AppError('invalid')` that names path and offset.
 * Short strings it returns may share memory with the text: one that outlives its request by long should be copied.
 */
export interface JsonReader {
  /** The kind of the value that comes next. */
  peek(): JsonKind
  /** Enters an object; then `key()` until it answers `undefined`. */
  openObject(): void
  /** The next key of the open object, `undefined` at its end. A value that was not read is skipped. */
  key(): string | undefined
  /** Enters an array; then `item()` until it answers `false`. */
  openArray(): void
  /** Whether the open array has one more item. An item that was not read is skipped. */
  item(): boolean
  /** Reads an object; `onKey` reads the value or leaves it. */
  object(onKey: (key: string) => void): void
  /** Reads an array; `onItem` reads the item or leaves it. */
  array(onItem: (index: number) => void): void
  /** Reads a string. Lone surrogates become U+FFFD. */
  string(): string
  /** Reads a number, as written: for example `1e3`. */
  numberText(): string
  /** Reads `true` or `false`. */
  boolean(): boolean
  /** Reads a `null` if that is what comes next, and says whether it was. */
  nullValue(): boolean
  /** Passes over one value of any kind, checking its syntax. */
  skip(): void
  /** Passes over one value and gives its exact source text; in a loop over `item()`, the slices of an array's elements. */
  source(): string
  /** Checks that nothing but white space is left. */
  end(): void
  /** Where the cursor stands, in UTF-16 units of the text. */
  offset(): number
  /** In how many strings a lone surrogate was replaced. */
  repairedStrings(): number
  /** Throws an `AppError('invalid')` with the path of the place where the cursor stands. */
  fail(message: string): never
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** Deeper text is refused: far more than OTLP's 64 levels need (4 JSON levels each), far less than the stack holds. */
export const MAX_JSON_DEPTH = 1000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const CLOSE_OBJECT = 0x7d
const CLOSE_ARRAY = 0x5d
const BOM = 0xfeff

/** So many characters of a string are looked at one by one before native code takes over; most strings end before. */
const NEAR = 32

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y

/** The kind of value that each first character announces. */
const KINDS: readonly (JsonKind | undefined)[] = Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)))

function kindOf(char: string): JsonKind | undefined {
  if (/[-0-9]/.test(char)) return 'number'
  const kinds: readonly [string, JsonKind][] = [
    ['{', 'object'],
    ['[', 'array'],
    ['"', 'string'],
    ['t', 'boolean'],
    ['f', 'boolean'],
    ['n', 'null'],
  ]
  return kinds.find(([first]) => first === char)?.[1]
}

/** Opens a cursor on the value that `source` holds. A leading byte order mark is passed over. */
export function createJsonReader(source: string): JsonReader {
  const text = source.toWellFormed()
  let pos = text.charCodeAt(0) === BOM ? 1 : 0
  let depth = 0
  let repaired = text === source ? 0 : 1
  /** Whether the string that was scanned last is known to hold neither escapes nor control characters. */
  let isPlain = false
  /** Where the cursor stands: right after an opening bracket, before a value, or after one. */
  let place: 'start' | 'value' | 'after' = 'value'

  function fail(message: string): never {
    const path = jsonPath(text, pos)
    throw new AppError('invalid', `${path ? `${path}: ` : ''}${message} (at offset ${pos} of the JSON text)`)
  }

  /** Passes over white space and gives the code of the character after it, NaN at the end. */
  function next(): number {
    let code = text.charCodeAt(pos)
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++pos)
    return code
  }

  function peek(): JsonKind {
    const code = next()
    return KINDS[code] ?? fail(pos < text.length ? 'unexpected character' : 'the text ends too early')
  }

  function expect(kind: JsonKind): void {
    const found = peek()
    if (found !== kind) fail(`expected ${withArticle(kind)}, found ${withArticle(found)}`)
  }

  function open(kind: 'object' | 'array'): void {
    expect(kind)
    if (depth >= MAX_JSON_DEPTH) fail(`nested deeper than ${MAX_JSON_DEPTH} levels`)
    depth += 1
    pos += 1
    place = 'start'
  }

  /** Passes over what stands between members; answers `false` after the closing bracket. */
  function hasMember(close: number): boolean {
    if (place === 'value') skip()
    const code = next()
    if (code === close) return leave()
    if (place === 'after') {
      if (code !== COMMA) fail(pos < text.length ? 'expected a comma or a closing bracket' : 'the text ends too early')
      pos += 1
    }
    return true
  }

  function leave(): false {
    pos += 1
    depth -= 1
    place = 'after'
    return false
  }

  function key(): string | undefined {
    if (!hasMember(CLOSE_OBJECT)) return undefined
    if (next() !== QUOTE) fail('expected a key in double quotes')
    const name = string()
    if (next() !== COLON) fail('expected a colon after the key')
    pos += 1
    place = 'value'
    return name
  }

  function item(): boolean {
    if (!hasMember(CLOSE_ARRAY)) return false
    place = 'value'
    return true
  }

  /** The index of the quote that ends the string whose content starts at `start`. Sets `isPlain`. */
  function closingQuote(start: number): number {
    isPlain = true
    const near = start + NEAR
    let i = start
    while (i < near) {
      const code = text.charCodeAt(i)
      if (code === QUOTE) return i
      if (!(code >= 0x20)) return badString(i)
      if (code === BACKSLASH) isPlain = false
      i += code === BACKSLASH ? 2 : 1
    }
    isPlain = false
    return farQuote(i)
  }

  /** The first quote from `from` on that no backslash escapes. */
  function farQuote(from: number): number {
    for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      let run = quote
      while (text.charCodeAt(run - 1) === BACKSLASH) run -= 1
      if ((quote - run) % 2 === 0) return quote
    }
    return badString(text.length)
  }

  function badString(at: number): never {
    pos = Math.min(at, text.length)
    return fail(pos < text.length ? 'control character in a string' : 'the text ends within a string')
  }

  function string(): string {
    expect('string')
    const start = pos + 1
    const close = closingQuote(start)
    const value = isPlain ? text.slice(start, close) : parsed(close)
    pos = close + 1
    place = 'after'
    return value
  }

  /** The string from the cursor to its closing quote, by the engine's own parser: the fastest for long text and escapes. */
  function parsed(close: number): string {
    let value: string
    try {
      value = JSON.parse(text.slice(pos, close + 1))
    } catch {
      return fail('invalid escape or control character in a string')
    }
    if (value.isWellFormed()) return value
    repaired += 1
    return value.toWellFormed()
  }

  function numberText(): string {
    expect('number')
    NUMBER.lastIndex = pos
    if (!NUMBER.test(text)) fail('invalid number')
    const start = pos
    pos = NUMBER.lastIndex
    place = 'after'
    return text.slice(start, pos)
  }

  function literal(word: string): void {
    if (!text.startsWith(word, pos)) fail('unexpected character')
    pos += word.length
    place = 'after'
  }

  function boolean(): boolean {
    expect('boolean')
    const value = text[pos] === 't'
    literal(value ? 'true' : 'false')
    return value
  }

  function nullValue(): boolean {
    if (peek() !== 'null') return false
    literal('null')
    return true
  }

  /** Recursive: `open` bounds the depth. */
  function skip(): void {
    const kind = peek()
    if (kind === 'object') object(skip)
    else if (kind === 'array') array(skip)
    else if (kind === 'string') string()
    else if (kind === 'number') numberText()
    else if (kind === 'boolean') boolean()
    else nullValue()
  }

  function object(onKey: (key: string) => void): void {
    open('object')
    for (let name = key(); name !== undefined; name = key()) onKey(name)
  }

  function array(onItem: (index: number) => void): void {
    open('array')
    for (let index = 0; item(); index++) onItem(index)
  }

  return {
    peek,
    openObject: () => open('object'),
    key,
    openArray: () => open('array'),
    item,
    object,
    array,
    string,
    numberText,
    boolean,
    nullValue,
    skip,
    source() {
      next()
      const start = pos
      skip()
      return text.slice(start, pos)
    },
    end() {
      if (!Number.isNaN(next())) fail('text after the end of the value')
    },
    offset: () => pos,
    repairedStrings: () => repaired,
    fail,
  }
}

function withArticle(kind: JsonKind): string {
  if (kind === 'null') return 'null'
  return kind === 'object' || kind === 'array' ? `an ${kind}` : `a ${kind}`
}
