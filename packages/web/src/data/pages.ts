import type { List } from '@ai-tracker/collector/contract'

/** Pages of a list follow each other by cursor. */
export const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: List<unknown>) => page.nextCursor ?? undefined,
}
