/** The word that was probably meant: the one that needs the fewest changes, if those are few for its length. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  // A longer word is no slip of the finger, and comparing it would take its square.
  if (word.length > MAX_WORD) return undefined
  const [best] = words
    .map((candidate) => ({ candidate, changes: candidate.startsWith(word) && word.length > 1 ? 1 : changesBetween(word, candidate) }))
    .filter(({ candidate, changes }) => changes <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.changes - b.changes)
  return best?.candidate
}

const MAX_WORD = 60

/** Letters to add, drop, replace or swap with their neighbour to get from one word to the other. */
function changesBetween(a: string, b: string): number {
  let before: readonly number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = above
    above = current
  }
  return above[b.length] ?? 0
}
