import { warn } from './warn.ts'

/**
 * A copy of what a program passes as options, with what can be read of it: programs without types pass anything, and a getter that
 * throws must cost its value only.
 */
export function plainOptions<T extends object>(given: T | undefined | null, fallback: T): T {
  if (typeof given !== 'object' || given === null) return fallback
  try {
    return { ...given }
  } catch {
    warn('options', 'some of the options that were given cannot be read, and are not recorded')
    return { ...fallback, ...readable(given) }
  }
}

function readable<T extends object>(given: T): Partial<T> {
  const copy: Partial<T> = {}
  for (const key of keysOf(given)) {
    try {
      copy[key] = given[key]
    } catch {
      // The warning of the caller stands for it.
    }
  }
  return copy
}

function keysOf<T extends object>(given: T): (keyof T)[] {
  try {
    return Object.keys(given) as (keyof T)[]
  } catch {
    return []
  }
}
