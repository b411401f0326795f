import type { ErrorCode, ErrorReason } from '../domain/app-error.ts'
import type { SqlValue } from '../store/sqlite/ad-hoc-query.ts'

/** What the process of a query is told. `next` asks for the next rows, so that none are made ahead of their reader. */
export type ToQuery =
  | {
      readonly type: 'start'
      readonly file: string
      readonly sql: string
      readonly timeoutMs: number
      readonly maxMemoryBytes: number
      /** The process that it must not outlive. */
      readonly parentPid: number
    }
  | { readonly type: 'next' }

/** What it answers, one message for each. */
export type FromQuery =
  | { readonly type: 'columns'; readonly columns: readonly string[] }
  | { readonly type: 'rows'; readonly rows: readonly (readonly SqlValue[])[] }
  | { readonly type: 'done' }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly message: string; readonly reason?: ErrorReason | undefined }

/** The signal by which the process of a query ends itself when it has taken too much memory. */
export const OUT_OF_MEMORY = 'SIGTERM'
