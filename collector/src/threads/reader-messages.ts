import type { WireError } from './wire-error.ts'

/** What a reader thread is started with. */
export interface ReaderStart {
  /** Path of the database. */
  readonly file: string
  /** Address of the module that exports `readFunctions`. */
  readonly registry: string
}

/** Ends a reader once it has answered what it was asked before: it closes its connection and leaves. */
export interface CloseReader {
  readonly type: 'close'
}

/** To a reader. It runs one function at a time; `pull` and `cancel` belong to the stream that runs. */
export type ToReader =
  | { readonly type: 'call'; readonly name: string; readonly args: unknown }
  | { readonly type: 'open'; readonly name: string; readonly args: unknown }
  | { readonly type: 'pull' }
  | { readonly type: 'cancel' }
  | { readonly type: 'check' }

/** From a reader: exactly one per message to it, and `ready` or an error first. `done` also answers `cancel` and `check`. */
export type FromReader =
  | { readonly type: 'ready' }
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'done' }
  | { readonly type: 'error'; readonly error: WireError }
