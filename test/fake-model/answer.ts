/**
 * What a scripted model says to one request, independent of the wire format of its provider.
 * Counts are disjoint: each token is in exactly one field, so that the sum is what a provider would bill.
 */
export interface Answer {
  readonly text?: string
  readonly toolCalls?: readonly ScriptedToolCall[]
  /** Default: `DEFAULT_USAGE`. */
  readonly usage?: Partial<BilledUsage>
  /** Default: `tool_call` where there are tool calls, else `stop`. */
  readonly finish?: Finish
  /** The model that served the request. Default: the requested one. */
  readonly responseModel?: string
  /** Answers with this instead of a message. */
  readonly error?: ScriptedError
  /** How long the model thinks before its first byte. */
  readonly delayMs?: number
}

/** A tool call that the model asks for; the server gives it an id. */
export interface ScriptedToolCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** An HTTP error, told in the JSON of the request's provider. */
export interface ScriptedError {
  readonly status: number
  /** `type` in the error body, for example `overloaded_error`. */
  readonly type: string
  readonly message: string
}

/** Why the model stopped, by meaning; the writers translate it to the provider's word. */
export type Finish = 'stop' | 'length' | 'tool_call'

/** Token counts of one answer as disjoint parts. */
export interface BilledUsage {
  /** Input that was neither read from nor written to a cache. */
  readonly inputUncached: number
  readonly cacheRead: number
  /** Written with the provider's default lifetime (Anthropic: 5 minutes). */
  readonly cacheWrite: number
  /** Written with a lifetime of one hour (Anthropic only). */
  readonly cacheWrite1h: number
  /** Visible output. */
  readonly output: number
  readonly reasoning: number
}

const DEFAULT_USAGE: BilledUsage = { inputUncached: 10, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 5, reasoning: 0 }

/** Every input token, cached or not. */
export function totalInput(usage: BilledUsage): number {
  return usage.inputUncached + usage.cacheRead + usage.cacheWrite + usage.cacheWrite1h
}

/** Every generated token, visible or not. */
export function totalOutput(usage: BilledUsage): number {
  return usage.output + usage.reasoning
}

/** An answer with its defaults filled in and its ids assigned: what the writers put on the wire. */
export interface Reply {
  /** Counts the requests of this server from 1; all ids are made from it. */
  readonly index: number
  readonly requestModel: string
  readonly responseModel: string
  readonly text: string
  readonly toolCalls: readonly ReplyToolCall[]
  readonly usage: BilledUsage
  readonly finish: Finish
}

export interface ReplyToolCall {
  readonly id: string
  readonly name: string
  /** JSON text. */
  readonly arguments: string
}

/** Fills in what an answer leaves open. `toolIdPrefix` is the provider's: `call_` or `toolu_`. */
export function replyOf(answer: Answer, request: { readonly index: number; readonly model: string; readonly toolIdPrefix: string }): Reply {
  const toolCalls = (answer.toolCalls ?? []).map((call, at) => ({
    id: `${request.toolIdPrefix}${idDigits(request.index)}${at}`,
    name: call.name,
    arguments: JSON.stringify(call.arguments),
  }))
  return {
    index: request.index,
    requestModel: request.model,
    responseModel: answer.responseModel ?? request.model,
    text: answer.text ?? '',
    toolCalls,
    usage: { ...DEFAULT_USAGE, ...answer.usage },
    finish: answer.finish ?? (toolCalls.length > 0 ? 'tool_call' : 'stop'),
  }
}

/** The number part of an id: as long as real ones, so that nothing takes it for a counter. */
export function idDigits(index: number): string {
  return index.toString().padStart(20, '0')
}

/** Splits a text into the pieces in which a stream sends it; joined, they are the text. */
export function pieces(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? []
}
