/**
 * A request in two, each with half of its spans, as OTLP/JSON texts; one that has a single span comes back alone, and so does a text
 * that cannot be read.
 */
export function requestParts(body: string): readonly string[] {
  try {
    const { resourceSpans }: StoredRequest = JSON.parse(body)
    const spans = resourceSpans.flatMap(({ scopeSpans, ...resource }) =>
      scopeSpans.flatMap(({ spans: ofScope, ...scope }) => ofScope.map((span) => ({ resource, scope, span }))),
    )
    if (spans.length < 2) return [body]
    const middle = spans.length >> 1
    return [spans.slice(0, middle), spans.slice(middle)].map((half) =>
      JSON.stringify({
        resourceSpans: half.map(({ resource, scope, span }) => ({ ...resource, scopeSpans: [{ ...scope, spans: [span] }] })),
      }),
    )
  } catch {
    return [body]
  }
}

/** Which spans are in a request, each as its trace and its own id; none for a text that cannot be read. */
export function spanIdsIn(body: string): readonly string[] {
  try {
    const { resourceSpans }: StoredRequest = JSON.parse(body)
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
    return spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`)
  } catch {
    return []
  }
}

interface StoredRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly StoredSpan[] }[]
  }[]
}

interface StoredSpan {
  readonly traceId: string
  readonly spanId: string
}
