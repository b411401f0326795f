import { AppError } from '../domain/app-error.ts'

/** Lists and maps within each other; SQLite's JSON functions and the decoders of other receivers stop not far beyond. */
export const MAX_VALUE_DEPTH = 64

/** Why an item with deeper values is refused. */
export const TOO_DEEP = `a value is nested deeper than ${MAX_VALUE_DEPTH} levels`

/**
 * What one request may hold of items, events, links, points, exemplars, attributes and the values of lists and maps. Two bytes make an event that
 * takes a hundred bytes of memory, and a thousandth of that when compressed, so a limit on bytes alone lets a small request
 * fill the memory. A batch of 512 spans with 100 attributes each holds a twentieth of this.
 */
export const MAX_OBJECTS = 1_000_000

/**
 * The numbers of a histogram's buckets, of which one byte makes one of some thirty bytes of memory: so many count as one object.
 * The 160 buckets of an exponential histogram are 20 objects.
 */
export const NUMBERS_PER_OBJECT = 8

/** Refuses a request that holds more; `place` says how far it was read. */
export function tooManyObjects(place: string): never {
  throw new AppError(
    'too_large',
    `the request holds more than ${MAX_OBJECTS} items, events, links, points, attributes and values (counted up to ${place}): send smaller batches`,
  )
}
