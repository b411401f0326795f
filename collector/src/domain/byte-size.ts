const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}

/**
 * The bytes that a text such as `20GB`, `1.5 GiB` or `20000000000` says, rounded. Units in any case; those with an `i` are binary. `20G` is
 * none: some programs take it for one, some for the other.
 * @returns `undefined` for any other text
 */
export function byteSize(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?) ?([a-z]{0,3})$/i.exec(text.trim()) ?? []
  const factor = Object.hasOwn(UNITS, unit.toLowerCase()) ? UNITS[unit.toLowerCase()] : undefined
  if (amount === '' || factor === undefined) return undefined
  const bytes = Math.round(Number(amount) * factor)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

const NAMES: readonly (readonly [name: string, factor: number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
]
const DECIMAL = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const

/** 999.95 kB is the first that is written as 1 MB. */
const LEAST_SHARE = 0.99995

/** A size in few digits: as it was set where it is whole in a unit (`20 GB`, `20 GiB`), else with one digit behind the point (`1.5 GB`). */
export function sizeText(bytes: number): string {
  // What rounds up to 1000 of a unit is 1 of the next one.
  const [unit, factor] = DECIMAL.find(([, size]) => bytes >= size * LEAST_SHARE) ?? ['B', 1]
  const binary = NAMES.find(([, size]) => bytes >= size && bytes % size === 0)
  if (binary && bytes % factor !== 0) return `${bytes / binary[1]} ${binary[0]}`
  return `${(bytes / factor).toFixed(1).replace(/\.0$/, '')} ${unit}`
}
