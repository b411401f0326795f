/** What persons have the writer do with sessions: both ends of the way across the thread border. */
import { AppError } from '../domain/app-error.ts'
import type { SessionKeeper } from '../domain/removal.ts'
import type { WriteOutcome } from '../domain/telemetry-writer.ts'
import { fromWireError, toWireError } from './wire-error.ts'
import type { WriteLoop } from './write-loop.ts'
import type { CommandDone, FromWriter, SessionCommand, ToWriter } from './writer-messages.ts'

type Obeyed = Extract<FromWriter, { readonly type: 'obeyed' }>

/** Commands that were sent and not yet answered. */
export interface Commands extends SessionKeeper {
  hear(answer: Obeyed): void
  /** Takes no more; what was sent is still answered. */
  close(): void
  /** Nobody will answer any more. */
  end(): void
}

/** The end in the HTTP thread. */
export function createCommands(send: (message: ToWriter) => void): Commands {
  const waiting = new Map<number, PromiseWithResolvers<CommandDone | undefined>>()
  let nextId = 1
  let isOpen = true
  const gone = () => new AppError('unavailable', 'the collector is stopping')

  async function ask(command: SessionCommand): Promise<CommandDone> {
    const answer = Promise.withResolvers<CommandDone | undefined>()
    if (!isOpen) throw gone()
    const id = nextId++
    waiting.set(id, answer)
    send({ type: 'command', id, command })
    const done = await answer.promise
    if (!done) throw new AppError('internal', `the writer did not say what it did to session ${command.sessionId}`)
    return done
  }
  return {
    async removeSession(sessionId) {
      const { removed } = await ask({ do: 'remove', sessionId })
      if (!removed) throw new AppError('internal', `the writer did not say what it removed of session ${sessionId}`)
      return removed
    },
    async setPinned(sessionId, pinned) {
      const done = await ask({ do: pinned ? 'pin' : 'unpin', sessionId })
      return done.sessionId
    },
    hear({ id, done, error }) {
      const answer = waiting.get(id)
      waiting.delete(id)
      if (error) answer?.reject(fromWireError(error))
      else answer?.resolve(done)
    },
    close() {
      isOpen = false
    },
    end() {
      isOpen = false
      for (const answer of waiting.values()) answer.reject(gone())
      waiting.clear()
    },
  }
}

/** What the end in the writer thread works with. */
export interface ObeyNeeds {
  readonly loop: Pick<WriteLoop, 'command'>
  readonly keeper: SessionKeeper
  readonly send: (message: FromWriter) => void
}

/** Does what it is told between two transactions, answers, and tells who follows the session. Never rejects. */
export async function obey(
  { id, command }: { readonly id: number; readonly command: SessionCommand },
  { loop, keeper, send }: ObeyNeeds,
): Promise<void> {
  try {
    const done = await loop.command(() => carryOut(command, keeper))
    send({ type: 'obeyed', id, done })
    send({ type: 'written', ...NOTHING, changedSessions: [done.sessionId] })
  } catch (error) {
    send({ type: 'obeyed', id, error: toWireError(error) })
  }
}

const NOTHING: WriteOutcome = {
  accepted: 0,
  duplicates: 0,
  deleted: 0,
  acceptedOf: { traces: 0, logs: 0, metrics: 0 },
  changedSessions: [],
}

async function carryOut({ do: what, sessionId }: SessionCommand, keeper: SessionKeeper): Promise<CommandDone> {
  if (what !== 'remove') return { sessionId: await keeper.setPinned(sessionId, what === 'pin') }
  const removed = await keeper.removeSession(sessionId)
  return { sessionId: removed.sessionId, removed }
}
