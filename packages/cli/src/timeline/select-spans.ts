import type { Span } from '@ai-tracker/collector'

/** Which spans a timeline shows. */
export interface Selection {
  /** The most spans. */
  readonly limit: number
  /** Only so many levels of the tree. */
  readonly levels?: number | undefined
  /** Only what failed, and what is around it. */
  readonly onlyErrors: boolean
}

/** Spans that were chosen, depth-first as they came. */
export interface Selected {
  readonly spans: readonly Span[]
  /** Whether there are more that fit. */
  readonly hasMore: boolean
}

/** Chooses from spans in depth-first order, and reads no further than it must. */
export async function selectSpans(spans: AsyncIterable<Span>, { limit, levels, onlyErrors }: Selection): Promise<Selected> {
  const chosen: Span[] = []
  /** The span's ancestors and itself, as far as they are not chosen yet. */
  let path: Span[] = []
  for await (const span of spans) {
    path = [...path.filter(({ depth }) => depth < span.depth), span]
    if (onlyErrors && span.status !== 'failed') continue
    const fitting = path.filter(({ depth }) => levels === undefined || depth < levels)
    chosen.push(...fitting)
    path = path.filter((each) => !fitting.includes(each))
    if (chosen.length > limit) return { spans: chosen.slice(0, limit), hasMore: true }
  }
  return { spans: chosen, hasMore: false }
}
