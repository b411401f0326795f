import type { List } from '@ai-tracker/collector'
import type { Query } from './source.ts'
import type { Terminal } from './terminal.ts'

/** Every item of a list, page by page; a page is read when the one before was used up. */
export async function* everyItem<T>(read: (query: Query) => Promise<List<T>>, pageSize: number): AsyncGenerator<T> {
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await read({ limit: String(pageSize), cursor })
    yield* items
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
}

/** How a list is filled. */
export interface Filling {
  readonly limit: number
  readonly terminal: Terminal
  /** Milliseconds of a clock. */
  readonly now?: () => number
}

/** A search through a large store may take many pages; a person who waited this long gets what was found, and the cursor. */
const PATIENCE_MS = 60_000

/**
 * A list of as many items as were asked for, or all there are. A page may be short, even empty, though more follow: whoever answers
 * looks at so much in one go. After a minute what was found is given, with the cursor behind it.
 */
export async function filledList<T>(
  read: (query: Query) => Promise<List<T>>,
  query: Query,
  { limit, terminal, now = Date.now }: Filling,
): Promise<List<T>> {
  const endMs = now() + PATIENCE_MS
  const progress = terminal.startProgress('pages')
  let { items, nextCursor } = await read(query)
  try {
    for (let pages = 1; nextCursor !== null && items.length < limit && now() < endMs; pages++) {
      progress.update(pages)
      const next = await read({ ...query, limit: String(limit - items.length), cursor: nextCursor })
      items = [...items, ...next.items]
      nextCursor = next.nextCursor
    }
  } finally {
    progress.end()
  }
  return { items, nextCursor }
}
