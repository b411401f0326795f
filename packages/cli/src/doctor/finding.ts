/** What the doctor found out about one thing. */
export interface Finding {
  /** The thing, in a word or two. */
  readonly name: string
  /** `warning` = works, but perhaps not as meant; `problem` = broken. */
  readonly level: 'ok' | 'warning' | 'problem'
  /** What was found. */
  readonly text: string
  /** What to do about it. */
  readonly fix?: string
}

export function ok(name: string, text: string): Finding {
  return { name, level: 'ok', text }
}

export function warning(name: string, text: string, fix: string): Finding {
  return { name, level: 'warning', text, fix }
}

export function problem(name: string, text: string, fix: string): Finding {
  return { name, level: 'problem', text, fix }
}

/** The reason of an error in one line. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ')
}
