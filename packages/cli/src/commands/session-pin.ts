import type { Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { safeJson } from '../output/safe-text.ts'
import { readSession, sessionIdOf, sessionOption } from '../session-argument.ts'
import { readOptions, withSource } from '../source.ts'

/** Keeps a session from being removed by a limit. */
export const sessionPin: Command = {
  name: 'session pin',
  summary: 'pins a session: no limit of age or size removes it',
  words: ['ID'],
  options: { ...sessionOption, ...readOptions },
  examples: ['session pin 3', 'session pin key:nightly-run'],
  run: (call) => pin(call, true),
}

/** Takes the pin off again. */
export const sessionUnpin: Command = {
  name: 'session unpin',
  summary: 'takes the pin off a session',
  words: ['ID'],
  options: { ...sessionOption, ...readOptions },
  examples: ['session unpin 3', 'session unpin key:nightly-run'],
  run: (call) => pin(call, false),
}

async function pin(call: Parameters<Command['run']>[0], isPinned: boolean): Promise<number> {
  const id = sessionIdOf(call, isPinned ? 'session pin' : 'session unpin')
  return await withSource(call, async (source) => {
    const session = await readSession(source, id)
    await source.change({ do: isPinned ? 'pin' : 'unpin', sessionId: session.id })
    if (call.args.isSet('json')) call.terminal.out(safeJson({ id: session.id, pinned: isPinned }))
    else call.terminal.err(`session ${session.id} is ${isPinned ? 'pinned: no limit of age or size removes it' : 'not pinned'}`)
    return SUCCESS
  })
}
