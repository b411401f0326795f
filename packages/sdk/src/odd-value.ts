import { warnOnce } from './warn.ts'

const MAX_SHOWN_LENGTH = 60

/**
 * Says that a program has handed over something else than what is asked for, and what became of it: nothing is refused, and nothing is
 * changed in silence. Once per field.
 * @param became what is recorded instead. Example: `0 is recorded`
 */
export function tellOdd(field: string, given: unknown, became: string): void {
  warnOnce(`odd ${field}`, `${field} is ${shown(given)}; ${became}`)
}

/** A name, or the one that stands for it where somebody has given none. */
export function nameOr(fallback: string, field: string, given: unknown): string {
  if (typeof given === 'string' && given !== '') return given
  tellOdd(field, given, `${JSON.stringify(fallback)} is recorded`)
  return fallback
}

/** A text that says something; an empty one counts as left out. */
export function nonEmpty(field: string, given: string | undefined): string | undefined {
  if (given !== '') return given
  tellOdd(field, given, 'it counts as left out')
  return undefined
}

/** A value in a few words. Never throws: of an object, even the question whether it is a list can. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > MAX_SHOWN_LENGTH ? `${value.slice(0, MAX_SHOWN_LENGTH)}…` : value)
  if (value === null || ['number', 'bigint', 'boolean', 'undefined'].includes(typeof value)) return String(value)
  return `a value of type ${typeof value}`
}
