import { type Context, context } from '@opentelemetry/api'
import { warnOnce } from './warn.ts'

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

/** Runs code in a context. @param call as the program wrote it, for a program that has forgotten the code */
export function runIn<T>(inside: Context, work: () => T, call: string): T {
  return context.with(inside, callable(work, call))
}

/**
 * Runs a callback as the work that a span stands for. Gives back what the callback gives, and throws what it throws.
 * @param call as the program wrote it, with the callback as the last of its arguments
 */
export async function runCallback<H, T>(work: Runnable<H>, callback: (handle: H) => T | PromiseLike<T>, call: string): Promise<T> {
  const run = callable(callback, call)
  try {
    const result = await context.with(work.context, run, undefined, work.handle)
    await work.settled?.()
    work.complete(result)
    return result
  } catch (error) {
    await work.settled?.()
    work.fail(error)
    throw error
  }
}

/** Only a program without types can get here without a function: it gets `undefined`, and is told. */
function callable<F extends (...args: never[]) => unknown>(given: F, call: string): F {
  if (typeof given === 'function') return given
  const [, name = ''] = /(\w+)\)$/.exec(call) ?? []
  const what = given === undefined ? `${name} is missing` : `${name} is no function`
  warnOnce(`no work ${call}`, `${call}: ${what}; nothing was run`)
  return NOTHING as F
}

const NOTHING = () => undefined
