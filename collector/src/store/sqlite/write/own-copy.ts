/**
 * A string for memory that outlives its request. What a reader cuts from a request's text is a slice of it: kept, a slice of 20
 * characters keeps the whole text alive.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString()
}
