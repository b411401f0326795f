import { type Context, context } from '@opentelemetry/api'

/** Work that a callback is run in. */
export interface Runnable<H> {
  /** What is active while the callback runs. */
  readonly context: Context
  /** What the callback gets. */
  readonly handle: H
  /** The callback has returned, or its promise was fulfilled. */
  complete(result: unknown): void
  /** It has thrown, or its promise was rejected. */
  fail(error: unknown): void
  /** What has to be recorded before the end. Never rejects. */
  settled?(): Promise<unknown>
}

/** Runs code in a context. */
export function runIn<T>(inside: Context, work: () => T): T {
  return context.with(inside, work)
}

/** Runs a callback as the work that a span stands for. Gives back what the callback gives, and throws what it throws. */
export async function runCallback<H, T>(work: Runnable<H>, callback: (handle: H) => T | PromiseLike<T>): Promise<T> {
  try {
    const result = await context.with(work.context, callback, undefined, work.handle)
    await work.settled?.()
    work.complete(result)
    return result
  } catch (error) {
    await work.settled?.()
    work.fail(error)
    throw error
  }
}
