import { AppError } from '../../../domain/app-error.ts'

/** A place in a list: what the last item is sorted by. */
export type Place = readonly (string | number | bigint | null)[]

/**
 * A place as text that callers keep and give back.
 * @param list the name of the list and its order, so that a cursor of another list is refused
 */
export function toCursor(list: string, place: Place): string {
  const fields = place.map((field) => (typeof field === 'bigint' ? { n: field.toString() } : field))
  return Buffer.from(JSON.stringify([list, ...fields])).toString('base64url')
}

/** The inverse of `toCursor`. @throws AppError `invalid` for anything that `toCursor` did not make for this list */
export function fromCursor(list: string, cursor: string): Place {
  const [name, ...fields] = parse(cursor)
  const place = fields.map(toField)
  if (name !== list || place.includes(undefined)) throw invalid()
  return place.filter((field) => field !== undefined)
}

/** A field of a place that must be an integer. */
export function integerAt(place: Place, index: number): bigint {
  const field = place[index]
  const integer = typeof field === 'number' && Number.isInteger(field) ? BigInt(field) : field
  if (typeof integer === 'bigint' && BigInt.asIntN(64, integer) === integer) return integer
  throw invalid()
}

/** A cursor that was not made for this list, or whose item is gone. */
export function invalid(): AppError {
  return new AppError(
    'invalid',
    'cursor does not belong to this list; take nextCursor of the page before, with the same parameters, or leave it out',
  )
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return [] // refused by the caller, which finds no name
  }
}

function toField(field: unknown): Place[number] | undefined {
  if (field === null || typeof field === 'string' || typeof field === 'number') return field
  if (typeof field !== 'object' || !('n' in field) || typeof field.n !== 'string' || !/^-?\d{1,19}$/.test(field.n)) return undefined
  const value = BigInt(field.n)
  return BigInt.asIntN(64, value) === value ? value : undefined
}
