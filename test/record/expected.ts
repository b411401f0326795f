import { totalInput, totalOutput } from '../fake-model/answer.ts'
import scenario from '../fake-model/blog-post.json' with { type: 'json' }
import type { LoggedRequest } from '../fake-model/request-log.ts'

/** What must come out of a recording, made from the model server's log alone. `null`: the client was not told. */
export interface Expected {
  readonly client: string
  readonly sessions: readonly ExpectedSession[]
}

/** One session. The totals are what the provider billed and told, each token once. */
export interface ExpectedSession {
  /** The caller's own key; `null` where the client has no way to give one. */
  readonly key: string | null
  /** `null` where the telemetry names the workflow only by the name of the root span. */
  readonly workflow: string | null
  /** In order of the requests. */
  readonly calls: readonly ExpectedCall[]
  readonly tools: readonly ExpectedTool[]
  readonly totals: ExpectedTotals
}

export interface ExpectedTotals {
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
  readonly tokensReasoning: number
}

export interface ExpectedCall {
  /** `openai.chat`, `openai.responses`, `openai.embeddings` or `anthropic.messages`. */
  readonly api: string
  readonly provider: string
  readonly requestModel: string
  readonly responseModel: string | null
  readonly responseId: string | null
  readonly stream: boolean
  /** The last text of the user. */
  readonly prompt: string | null
  readonly text: string | null
  /** Every input token, cached or not. */
  readonly tokensInput: number | null
  readonly tokensOutput: number | null
  readonly tokensCacheRead: number | null
  /** Both lifetimes together. */
  readonly tokensCacheWrite: number | null
  readonly tokensCacheWrite1h: number | null
  /** Part of the output. */
  readonly tokensReasoning: number | null
  /** By meaning: `stop`, `length`, `tool_call`. */
  readonly finishReason: string | null
  readonly error: { readonly status: number; readonly type: string; readonly message: string } | null
}

export interface ExpectedTool {
  readonly name: string
  readonly callId: string
  /** JSON text. */
  readonly arguments: string
  readonly result: string
}

/** What one run of a client must give: all its requests in one session. */
export function expectedOf(
  client: { readonly name: string; readonly tellsWorkflow: boolean },
  requests: readonly LoggedRequest[],
): Expected {
  const calls = requests.map(expectedCall)
  const workflow = client.tellsWorkflow ? scenario.workflow : null
  return {
    client: client.name,
    sessions: [{ key: scenario.sessionKey, workflow, calls, tools: expectedTools(requests), totals: totalsOf(calls) }],
  }
}

function expectedCall(request: LoggedRequest): ExpectedCall {
  const { api, provider, requestModel, stream, error, status } = request
  return {
    api,
    provider,
    requestModel,
    responseModel: request.responseModel ?? null,
    responseId: request.responseId ?? null,
    stream,
    prompt: request.lastUserText,
    text: request.text || null,
    ...expectedTokens(request),
    finishReason: request.finish ?? null,
    error: error ? { status, ...error } : null,
  }
}

/** Embeddings tell no parts of their input, and only Anthropic tells for how long it caches. */
function expectedTokens({ api, provider, toldUsage, usage }: LoggedRequest) {
  const told = toldUsage ? usage : undefined
  const parts = api === 'openai.embeddings' ? undefined : told
  return {
    tokensInput: told ? totalInput(told) : null,
    tokensOutput: told ? totalOutput(told) : null,
    tokensCacheRead: parts?.cacheRead ?? null,
    tokensCacheWrite: parts ? parts.cacheWrite + parts.cacheWrite1h : null,
    tokensCacheWrite1h: provider === 'anthropic' ? (parts?.cacheWrite1h ?? null) : null,
    tokensReasoning: parts?.reasoning ?? null,
  }
}

/** A tool ran where a later request brings the result of a call that the model asked for. */
function expectedTools(requests: readonly LoggedRequest[]): readonly ExpectedTool[] {
  const results = new Map(requests.flatMap(({ toolResults }) => toolResults.map(({ callId, text }) => [callId, text])))
  return requests
    .flatMap(({ toolCalls }) => toolCalls)
    .flatMap(({ id, name, arguments: args }) => {
      const result = results.get(id)
      return result === undefined ? [] : [{ name, callId: id, arguments: args, result }]
    })
}

/** The sum over calls, unknown counts left out. */
export function totalsOf(calls: readonly ExpectedCall[]): ExpectedTotals {
  const sum = (field: keyof ExpectedTotals) => calls.reduce((total, call) => total + (call[field] ?? 0), 0)
  return {
    tokensInput: sum('tokensInput'),
    tokensOutput: sum('tokensOutput'),
    tokensCacheRead: sum('tokensCacheRead'),
    tokensCacheWrite: sum('tokensCacheWrite'),
    tokensReasoning: sum('tokensReasoning'),
  }
}
