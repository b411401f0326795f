import { type ChildProcess, fork } from 'node:child_process'
import { isMessage, type LoadDone, type LoadOrder, type LoadReady } from './load-messages.ts'

/** A load in another process, with its requests made. */
export interface LoadSender {
  /** Sends the load. @throws Error when the process ends before */
  send(url: string): Promise<LoadDone>
}

/** Starts the process and waits until its requests are made. */
export async function startLoad(order: LoadOrder): Promise<LoadSender> {
  const child = fork(new URL('load-process.ts', import.meta.url), [JSON.stringify(order)])
  await messageOf<LoadReady>(child, 'ready')
  return {
    async send(url) {
      const done = messageOf<LoadDone>(child, 'done')
      child.send({ type: 'go', url })
      return await done
    },
  }
}

function messageOf<T extends { readonly type: string }>(child: ChildProcess, type: T['type']): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const ended = (code: number | null): void => reject(new Error(`the load process ended (exit code ${code}) before it was ${type}`))
  child.once('exit', ended)
  child.once('message', (message) => {
    child.off('exit', ended)
    if (isMessage<T>(message, type)) resolve(message)
    else reject(new Error(`the load process said ${JSON.stringify(message)} instead of ${type}`))
  })
  return promise
}
