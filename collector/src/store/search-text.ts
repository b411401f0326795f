/**
 * What the full-text index takes of a text, and what it is asked for. The index itself knows words as runs of letters and digits, in any
 * case and without accents.
 */

/** Texts in which `\n` stands for a line break: JSON, as far as its beginning tells. */
const JSON_START = /^\s*(?:"|\{\s*"|\[\s*["{[])/
const ESCAPE = /\\(?:u([0-9a-f]{4})|(.))/gis
const BLANK_ESCAPES = 'nrtbf'

/** Nobody looks for a piece of an image, or for a part of a long key by its letters. */
const BLOB = /[A-Za-z0-9+/=_-]{200,}|[A-Za-z0-9]{65,}/g

/** Scripts that set no spaces between words. Each letter becomes a word, and several in a row a phrase. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*/gu
/** The first of them; text below it, which is most, needs no further look. */
const MAYBE_SPACELESS = /[\u0e00-\uffff]/

/** A text as the index takes it: JSON without its escapes, without blobs, spaceless scripts letter by letter. */
export function searchableText(text: string): string {
  const plain = text.includes('\\') && JSON_START.test(text) ? text.replace(ESCAPE, unescaped) : text
  return withSpaces(plain.replace(BLOB, ' '))
}

function withSpaces(text: string): string {
  return MAYBE_SPACELESS.test(text) ? text.replace(SPACELESS, ' $& ') : text
}

function unescaped(_escape: string, hex: string | undefined, character: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  return character === undefined || BLANK_ESCAPES.includes(character) ? ' ' : character
}

/** A phrase in quotes, its end perhaps not typed yet, or a word. */
const PHRASE = /"([^"]*)("?)|[^\s"]+/g
const NO_WORD_CHARACTERS = /[^\p{L}\p{N}\p{M}\p{Co}]+/gu
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u
/** A shorter last word is taken whole: as a beginning it would stand for too much of the vocabulary. */
const MIN_PREFIX = 3

/**
 * What a person typed as an expression of FTS5: all words and all phrases in quotes must occur, the last word also as the beginning of
 * one, unless it is not to be. No character of the input is syntax.
 * @returns `undefined` when there is no word in it
 */
export function matchExpression(typed: string, { lastIsBeginning = true } = {}): string | undefined {
  const phrases = Array.from(typed.matchAll(PHRASE), ([all, quoted, end]) => ({
    words: withSpaces(quoted ?? all)
      .replace(NO_WORD_CHARACTERS, ' ')
      .trim(),
    isOpen: end !== '"',
  })).filter(({ words }) => HAS_WORD.test(words))
  if (phrases.length === 0) return undefined
  const last = phrases.length - 1
  return phrases
    .map(({ words, isOpen }, index) => `"${words}"${lastIsBeginning && index === last && isOpen && isBeginning(words) ? '*' : ''}`)
    .join(' AND ')
}

function isBeginning(words: string): boolean {
  const word = words.slice(words.lastIndexOf(' ') + 1)
  return word.length >= MIN_PREFIX && !MAYBE_SPACELESS.test(word)
}
