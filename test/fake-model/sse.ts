/** One server-sent event; OpenAI's chat completions send `data` only. */
export interface SseEvent {
  readonly event?: string
  /** JSON, or the bare word `[DONE]`. */
  readonly data: unknown
}

/** The bytes of one event. Source: WHATWG HTML, server-sent events. */
export function sseText({ event, data }: SseEvent): string {
  const name = event === undefined ? '' : `event: ${event}\n`
  return `${name}data: ${data === '[DONE]' ? data : JSON.stringify(data)}\n\n`
}
