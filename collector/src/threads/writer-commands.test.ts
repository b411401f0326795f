import { describe, expect, it } from 'vitest'
import { AppError } from '../domain/app-error.ts'
import type { RemovalStarted, SessionKeeper } from '../domain/removal.ts'
import { createCommands, obey } from './writer-commands.ts'
import type { FromWriter } from './writer-messages.ts'

const REMOVED: RemovalStarted = { sessionId: 7, traces: 1, spans: 2, wasPinned: false }

/** Both ends, with a store that has session 7, also under its former integer 3. */
function bothEnds(carriesOut = true) {
  const done: string[] = []
  const told: FromWriter[] = []
  const check = (sessionId: number) => {
    if (sessionId !== 7 && sessionId !== 3) throw new AppError('not_found', `no session ${sessionId}`)
  }
  const keeper: SessionKeeper = {
    async removeSession(sessionId) {
      check(sessionId)
      done.push(`remove ${sessionId}`)
      return REMOVED
    },
    async setPinned(sessionId, pinned) {
      check(sessionId)
      done.push(`${pinned ? 'pin' : 'unpin'} ${sessionId}`)
      return 7
    },
  }
  const send = (message: FromWriter): void => {
    told.push(message)
    if (message.type === 'obeyed') commands.hear(message)
  }
  const commands = createCommands((message) => {
    if (carriesOut && message.type === 'command') void obey(message, { loop: { command: (act) => act() }, keeper, send })
  })
  return { commands, done, told }
}

describe('a command', () => {
  it('is carried out, answered, and told to who follows the session', async () => {
    const { commands, done, told } = bothEnds()
    expect(await Promise.all([commands.removeSession(3), commands.setPinned(3, true), commands.setPinned(7, false)])).toEqual([
      REMOVED,
      7,
      7,
    ])
    expect(done).toEqual(['remove 3', 'pin 3', 'unpin 7'])
    expect(told.flatMap((message) => (message.type === 'written' ? message.changedSessions : []))).toEqual([7, 7, 7])
  })

  it('that cannot be carried out fails with what was said of it, and nobody is told', async () => {
    const { commands, told } = bothEnds()
    await expect(commands.removeSession(9)).rejects.toMatchObject({ code: 'not_found', message: 'no session 9' })
    await expect(commands.setPinned(9, true)).rejects.toMatchObject({ code: 'not_found' })
    expect(told.map(({ type }) => type)).toEqual(['obeyed', 'obeyed'])
  })

  it('fails when the writer ends before it answers, and at once after that', async () => {
    const { commands } = bothEnds(false)
    const waiting = commands.removeSession(7)
    commands.close()
    await expect(commands.setPinned(7, true)).rejects.toMatchObject({ code: 'unavailable' })
    commands.end()
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' })
  })
})
