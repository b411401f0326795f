import type { ContentMode } from '../domain/content-mode.ts'
import type { IngestReply, IngestRequest, RefusedRequest } from '../domain/ingest.ts'
import type { RemovalStarted } from '../domain/removal.ts'
import type { RetentionPolicy } from '../domain/retention.ts'
import type { WriteOutcome } from '../domain/telemetry-writer.ts'
import type { WireError } from './wire-error.ts'

/** What the writer thread is started with. */
export interface WriterStart {
  /** Path of the database. */
  readonly file: string
  /** Path of a file with price overrides. */
  readonly pricesFile?: string
  /** What is kept of content. */
  readonly content: ContentMode
  /** Path of a file with redaction rules. */
  readonly redactionRulesFile?: string | undefined
  /** What is removed by itself; nothing if left out. */
  readonly retention?: RetentionPolicy
}

/** What a person has the writer do with a session. */
export type SessionCommand =
  | { readonly do: 'remove'; readonly sessionId: number }
  | { readonly do: 'pin'; readonly sessionId: number }
  | { readonly do: 'unpin'; readonly sessionId: number }

/** What a command came to. */
export interface CommandDone {
  /** Integer of the session, also where the command has an alias. */
  readonly sessionId: number
  readonly removed?: RemovalStarted
}

/**
 * To the writer thread. `refused` is answered by nothing. `command` asks for `obeyed`, `check` for `checked`.
 * `close` = write what waits, then end.
 */
export type ToWriter =
  | { readonly type: 'ingest'; readonly id: number; readonly request: IngestRequest }
  | { readonly type: 'refused'; readonly request: RefusedRequest }
  | { readonly type: 'command'; readonly id: number; readonly command: SessionCommand }
  | { readonly type: 'check' }
  | { readonly type: 'close' }

/** From the writer thread. The first message is `ready` or `failed`. */
export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: WireError }
  | { readonly type: 'replies'; readonly replies: readonly NumberedReply[] }
  | ({ readonly type: 'written' } & WriteOutcome)
  | { readonly type: 'obeyed'; readonly id: number; readonly done?: CommandDone; readonly error?: WireError }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'checked'; readonly fault?: WireError }

/** The answer to the request with this id. */
export interface NumberedReply {
  readonly id: number
  readonly reply: IngestReply
}
