/** A place in a text, both counted from 1. */
export interface Place {
  readonly line: number
  /** In characters. */
  readonly column: number
}

/** More places where the word stands are not tried. */
const MAX_TRIES = 50

/**
 * Where in a statement SQLite found an error. The binding does not say it, but the message names a word: of the places where that
 * word stands, it is the first one up to which the statement gives the same message.
 * @param messageOf what SQLite says to a statement; `undefined` = nothing
 */
export function placeOfSqlError(message: string, sql: string, messageOf: (sql: string) => string | undefined): Place | undefined {
  if (message === 'incomplete input') return placeAt(sql, sql.trimEnd().length)
  const syntax = /^near "([\s\S]*)": syntax error$/.exec(message)?.[1] ?? /^unrecognized token: "([\s\S]*)"$/.exec(message)?.[1]
  if (syntax !== undefined) {
    const start = placesOf(syntax, sql).find((at) => messageOf(sql.slice(0, at + syntax.length)) === message)
    return start === undefined ? undefined : placeAt(sql, start)
  }
  const name =
    /^(?:no such (?:column|table|function)|ambiguous column name|wrong number of arguments to function|misuse of aggregate):? (?:main\.)?([^\s()]+)/.exec(
      message,
    )?.[1]
  const places = name === undefined ? [] : placesOf(name, sql)
  // A name that stands in several places may be meant in any of them.
  return places.length === 1 ? placeAt(sql, places[0] ?? 0) : undefined
}

/** Where a word stands by itself, in any case. */
function placesOf(word: string, sql: string): readonly number[] {
  if (word === '') return []
  const isPart = (char: string | undefined): boolean => char !== undefined && /\w/.test(char)
  const places: number[] = []
  const text = sql.toLowerCase()
  const wanted = word.toLowerCase()
  for (let at = text.indexOf(wanted); at >= 0 && places.length < MAX_TRIES; at = text.indexOf(wanted, at + 1)) {
    const isInside = (isPart(wanted[0]) && isPart(text[at - 1])) || (isPart(wanted.at(-1)) && isPart(text[at + wanted.length]))
    if (!isInside) places.push(at)
  }
  return places
}

function placeAt(sql: string, offset: number): Place {
  const before = sql.slice(0, offset)
  const line = before.split('\n')
  return { line: line.length, column: Array.from(line.at(-1) ?? '').length + 1 }
}
