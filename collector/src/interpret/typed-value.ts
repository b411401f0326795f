import type { AttributeValue } from '../domain/attribute.ts'
import { isList } from '../domain/attribute.ts'

/** Attributes by key, the last of a repeated key. */
export type AttributeView = ReadonlyMap<string, AttributeValue>

/**
 * No call uses more tokens than this: a larger count is a sentinel. A sum of them is exact to a double for some thousands of
 * calls, and to the store's 64-bit integers for millions.
 */
const MAX_COUNT = 1e12

/** Longer texts are no numbers, and must not reach a pattern: the longest a double is written as has 24 characters. */
export const MAX_NUMBER_LENGTH = 40

/** Every repetition begins with a character that the one before it cannot take, so that there is one way to match. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/

/** What senders write where they have nothing to say. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['', 'null', 'undefined', 'N/A', '<not specified>'])

/** The string under `key`; `undefined` for another type and for a placeholder. */
export function text(view: AttributeView, key: string): string | undefined {
  const value = view.get(key)
  return typeof value === 'string' && !PLACEHOLDERS.has(value) ? value : undefined
}

/** The first of `keys` that holds a string. */
export function firstText(view: AttributeView, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = text(view, key)
    if (found !== undefined) return found
  }
  return undefined
}

/** A finite number from an int, a double or a numeric string; `undefined` for anything else. */
export function toNumber(value: AttributeValue | undefined): number | undefined {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.length > MAX_NUMBER_LENGTH || !DECIMAL.test(value.trim())) return undefined
  const parsed = Number(value)
  return Number.isFinite(parsed) ? parsed : undefined
}

/** The number under `key`, see `toNumber`. */
export function number(view: AttributeView, key: string): number | undefined {
  const value = view.get(key)
  return value === undefined ? undefined : toNumber(value)
}

/** The whole number under `key`, of either sign. */
export function integer(view: AttributeView, key: string): number | undefined {
  const value = number(view, key)
  return Number.isSafeInteger(value) ? value : undefined
}

/** The count under `key`: a whole number from 0; `undefined` for sentinels such as -1, fractions and impossible sizes. */
export function count(view: AttributeView, key: string): number | undefined {
  return toCount(number(view, key))
}

/** The value where it is a count, see `count`. */
export function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT ? value : undefined
}

/** The first of `keys` that holds a count. 0 is a value: it shadows what a later alias says, aliases are never added. */
export function firstCount(view: AttributeView, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const found = count(view, key)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether one of `keys` holds something and none a count: the sender counted, and what it says cannot be used. */
export function isUnusableCount(view: AttributeView, keys: readonly string[]): boolean {
  return firstCount(view, keys) === undefined && keys.some((key) => (view.get(key) ?? null) !== null)
}

/** The boolean under `key`; the words true and false count as well. */
export function flag(view: AttributeView, key: string): boolean | undefined {
  const value = view.get(key)
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const word = value.toLowerCase()
  if (word === 'true') return true
  return word === 'false' ? false : undefined
}

/** The first of `keys` that holds a boolean. */
export function firstFlag(view: AttributeView, keys: readonly string[]): boolean | undefined {
  for (const key of keys) {
    const found = flag(view, key)
    if (found !== undefined) return found
  }
  return undefined
}

/** The strings of a list value; a single string counts as a list of one. */
export function strings(value: AttributeValue | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  return isList(value) ? value.filter((element) => typeof element === 'string') : []
}
