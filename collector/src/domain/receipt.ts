import type { ErrorCode } from './app-error.ts'
import type { RequestOrigin } from './ingest.ts'
import type { Signal } from './signal.ts'

/** How many items, for one reason. The reason holds no content of the sender. */
export interface ReceiptReason {
  readonly reason: string
  readonly count: number
}

/** The SDK that a resource says it was made with: `telemetry.sdk.*`; `''` = unknown. */
export interface SdkName {
  readonly name: string
  readonly language: string
  readonly version: string
}

/** What a request held, as far as its receipt is interested. */
export interface ReceiptContent {
  /** `service.name` of its resources, each once. */
  readonly services: readonly string[]
  readonly sdks: readonly SdkName[]
  /** Items that are invalid, and why. */
  readonly rejected: readonly ReceiptReason[]
  /** Items that were put right. */
  readonly warnings: readonly ReceiptReason[]
  readonly repairedStrings: number
  readonly base64Ids: number
  /** Spans by their strongest dialect. */
  readonly dialects: Readonly<Record<string, number>>
  /** Matches by redaction rule. */
  readonly redactions: Readonly<Record<string, number>>
}

/** What is noted of a request, but for the counts that the store knows. When it came is the arrival of its batch. */
export interface Receipt extends ReceiptContent {
  /** `undefined` when it was sent to no path or service of ours. */
  readonly signal: Signal | undefined
  readonly origin: RequestOrigin
  /** Inflated; 0 when the body was not read. */
  readonly bodyBytes: number
  /** Set when nothing of the request was stored. */
  readonly refusal?: { readonly code: ErrorCode; readonly message: string }
}

/** The content of a request that could not be read. */
export const NO_CONTENT: ReceiptContent = {
  services: [],
  sdks: [],
  rejected: [],
  warnings: [],
  repairedStrings: 0,
  base64Ids: 0,
  dialects: {},
  redactions: {},
}

/** Requests whose receipts are kept: some hundred MiB at most. A busy collector gets ten a second, and asks about the last hours. */
export const MAX_RECEIPTS = 100_000
/** How long they are kept, in days: who looks for what is missing looks within weeks. */
export const MAX_RECEIPT_DAYS = 30
