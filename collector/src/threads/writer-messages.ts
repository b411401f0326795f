import type { IngestReply, IngestRequest } from '../domain/ingest.ts'
import type { WireError } from './wire-error.ts'

/** What the writer thread is started with. */
export interface WriterStart {
  /** Path of the database. */
  readonly file: string
  /** Path of a file with price overrides. */
  readonly pricesFile?: string
}

/** To the writer thread. `check` asks for `checked`. `close` = write what waits, then end. */
export type ToWriter =
  | { readonly type: 'ingest'; readonly id: number; readonly request: IngestRequest }
  | { readonly type: 'check' }
  | { readonly type: 'close' }

/** From the writer thread. The first message is `ready` or `failed`. */
export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: WireError }
  | { readonly type: 'replies'; readonly replies: readonly NumberedReply[] }
  | { readonly type: 'written'; readonly accepted: number; readonly duplicates: number; readonly changedSessions: readonly number[] }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'checked'; readonly fault?: WireError }

/** The answer to the request with this id. */
export interface NumberedReply {
  readonly id: number
  readonly reply: IngestReply
}
