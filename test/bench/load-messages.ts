import type { LoadSpec } from './loads/load.ts'

/** What the load process is told when it starts, as its only argument in JSON. */
export interface LoadOrder {
  readonly spec: LoadSpec
  readonly connections: number
  /** Requests that are sent, and answered, before the ones that count. */
  readonly warmUps: number
  /** Requests begun in a second over all connections; left out, each connection sends again when it was answered. */
  readonly requestsPerSecond?: number
}

/** From the load process: its requests are encoded. */
export interface LoadReady {
  readonly type: 'ready'
}

/** To the load process: send everything there. */
export interface LoadGo {
  readonly type: 'go'
  readonly url: string
}

/** From the load process: every request was answered. */
export interface LoadDone {
  readonly type: 'done'
  /** From the first request that counts to the last acknowledgement. */
  readonly elapsedMs: number
  /** From the moment at which a request was due to its acknowledgement, one for each request that counts. */
  readonly latenciesMs: readonly number[]
  /** Replies that were not 200. */
  readonly refused: number
}

/** Whether a message between the processes is of this type. */
export function isMessage<T extends { readonly type: string }>(message: unknown, type: T['type']): message is T {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type
}
