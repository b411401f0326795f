import type { Rest } from '../end-to-end/rest.ts'

/** What the tests read of a span in OTLP/JSON. */
export interface SentSpan {
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes?: readonly SentAttribute[]
  readonly events?: readonly { readonly name: string; readonly timeUnixNano: string; readonly attributes?: readonly SentAttribute[] }[]
  readonly status?: object
}

/** One attribute in OTLP/JSON. */
export interface SentAttribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

interface SentTrace {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[] }[]
}

/** The spans of a trace as they were sent, as the collector gives them back. */
export async function sentSpans(rest: Rest, traceId: string | null | undefined): Promise<readonly SentSpan[]> {
  const { resourceSpans } = await rest.get<SentTrace>(`/traces/${traceId}?format=otlp`)
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
}
