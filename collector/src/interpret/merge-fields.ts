/** One object of the given ones: each field from the first object that has it. */
export function mergeFields<T extends object>(sources: readonly (T | undefined)[]): Partial<T> {
  const present = sources.filter((source) => source !== undefined)
  if (present.length === 1 && present[0]) return present[0]
  const merged: Partial<T> = {}
  for (const source of present)
    for (const key in source) if (merged[key] === undefined && source[key] !== undefined) merged[key] = source[key]
  return merged
}

/** The fields of an object that are known: `undefined` ones are left out. */
export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** A copy without the fields that are `undefined`. */
export function defined<T extends object>(fields: T): Defined<T> {
  const result: Defined<T> = {}
  for (const key in fields) {
    const value = fields[key]
    if (isDefined(value)) result[key] = value
  }
  return result
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined
}
