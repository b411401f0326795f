import type { BilledUsage, ReplyToolCall } from './answer.ts'
import type { RequestBody, ToolResult } from './wire.ts'

/** One request as the model server saw and billed it: what really happened, to compare telemetry with. */
export interface LoggedRequest {
  /** Counts from 1, in order of arrival. */
  readonly index: number
  readonly api: string
  readonly provider: 'openai' | 'anthropic'
  readonly requestModel: string
  readonly stream: boolean
  readonly lastUserText: string
  readonly toolResults: readonly ToolResult[]
  readonly body: RequestBody
  /** HTTP status of the answer. */
  readonly status: number
  readonly responseModel?: string
  readonly responseId?: string
  readonly text?: string
  readonly toolCalls: readonly ReplyToolCall[]
  /** By meaning: `stop`, `length`, `tool_call`. Missing where the API tells none. */
  readonly finish?: string
  /** The provider's word for it. */
  readonly finishWord?: string
  /** What was billed; missing for an error. */
  readonly usage?: BilledUsage
  /** Whether the client was told the usage. */
  readonly toldUsage: boolean
  readonly error?: { readonly type: string; readonly message: string }
}
