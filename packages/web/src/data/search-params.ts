/**
 * View state in the address. Every value is plain text there (`?q=12&sort=cost`), so that addresses can be typed and read; each screen
 * turns its own parameters into what it works with.
 */
export type SearchText = Readonly<Record<string, string>>

/** The parameters of an address. Of a name that comes twice the last one counts. */
export function parseSearch(search: string): SearchText {
  return Object.fromEntries(new URLSearchParams(search))
}

/** What is undefined, null or empty is left out. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  // These are allowed in a query and read better as they are.
  const text = query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/')
  return text && `?${text}`
}

/** A parameter as text of at most 200 characters; undefined when it is missing or empty. */
export function textParam(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined
}

/** One of the allowed words; undefined for anything else. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((word) => word === value)
}

/** A finite number; undefined for anything else. */
export function numberParam(value: unknown): number | undefined {
  if ((typeof value !== 'string' || value === '') && typeof value !== 'number') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/** Words separated by commas; undefined when there is none. */
export function listParam(value: unknown): readonly string[] | undefined {
  const words = typeof value === 'string' ? value.split(',').filter(Boolean) : []
  return words.length > 0 ? words : undefined
}

/** The object without its undefined fields. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
