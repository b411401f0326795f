/** A stretch of a text, in UTF-16 units; `end` is not part of it. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Says what must not be stored. */
export interface Rule {
  /** Stands in the replacement: lower-case letters, digits and `-`. */
  readonly name: string
  /**
   * Three-character signs without one of which there is no match, so that a text without them costs one scan for all rules.
   * A letter stands for both its cases, `0` for any digit, `-`, `_`, `@` and `/` for themselves and anything else for any other
   * character. No signs: the rule is always asked.
   */
  readonly signs: readonly string[]
  /** The stretches to replace, ascending, apart from each other, in time linear in the text. */
  find(text: string): readonly Stretch[]
}

/** What stands in the place of a match. It has no character that JSON escapes. */
export function markerOf(rule: string): string {
  return `[redacted:${rule}]`
}

/**
 * Beginning of a token in plain text as in JSON text: not within a word, nor within an escape such as `\n`, but right after one.
 * Put before the token in a pattern.
 */
export const TOKEN_START = String.raw`(?:(?<![A-Za-z0-9_\\])|(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4}))`

/** How a pattern finds stretches. */
export interface PatternOptions {
  /** The group to replace; 0 = the whole match. */
  readonly group?: number
  /** Whether a match is one, by more than its looks. */
  readonly isValid?: (match: RegExpExecArray) => boolean
}

/** A finder of everything that a pattern with the flag `g` matches. The pattern must not backtrack without bound. */
export function findPattern(pattern: RegExp, { group = 0, isValid = () => true }: PatternOptions = {}): Rule['find'] {
  const withIndices = new RegExp(pattern.source, `${pattern.flags.replace('d', '')}d`)
  return (text) => {
    pattern.lastIndex = 0
    if (!pattern.test(text)) return []
    const found: Stretch[] = []
    withIndices.lastIndex = 0
    for (let match = withIndices.exec(text); match; match = withIndices.exec(text)) {
      const [start, end] = match.indices?.[group] ?? [0, 0]
      if (end > start && isValid(match)) found.push({ start, end })
    }
    return found
  }
}
