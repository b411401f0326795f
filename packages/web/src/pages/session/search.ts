/** What every screen of a session has in its address. */
export interface SessionSearch {
  /** The span whose drawer is open: `TRACEID-SPANID`. */
  readonly span?: string | undefined
}

const SPAN = /^[0-9a-f]{32}-[0-9a-f]{16}$/

export function sessionSearch(search: Readonly<Record<string, unknown>>): SessionSearch {
  return typeof search.span === 'string' && SPAN.test(search.span) ? { span: search.span } : {}
}

/** The span that an address names. */
export function spanOf({ span }: SessionSearch): { readonly traceId: string; readonly spanId: string } | undefined {
  const [traceId, spanId] = span?.split('-') ?? []
  return traceId !== undefined && spanId !== undefined ? { traceId, spanId } : undefined
}

/** The value of the parameter `span` for a span. */
export function spanParam({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string {
  return `${traceId}-${spanId}`
}
