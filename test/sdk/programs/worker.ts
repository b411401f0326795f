/**
 * A program that records sessions of two spans each, and ends in the way that its argument names. The address of the collector and the
 * folder of the spool come from the environment.
 */
import { createTracker } from '@ai-tracker/sdk'

const [, , way, count = '1'] = process.argv
const tracker = createTracker({ flushOnSignals: way === 'signal' })

const session = (key: string) => tracker.session({ workflow: 'worker', key }, (open) => open.phase('work', () => undefined))

async function sessions(): Promise<void> {
  for (let index = 0; index < Number(count); index++) await session(`worker-${process.pid}-${String(index).padStart(6, '0')}`)
}

const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  /** Runs to its end; nothing waits for what is to be sent. */
  end: sessions,
  /** Forgets to end what it has begun. */
  forget: async () =>
    void tracker.startSession({ workflow: 'worker', key: 'worker-that-forgets' }).startPhase('open').metric({ name: 'm', value: 1 }),
  /** Ends itself in the middle. */
  exit: () =>
    tracker.session({ workflow: 'worker', key: 'worker-that-exits' }, (open) =>
      open.phase('done', () => undefined).then(() => open.phase('cut', () => process.exit(3))),
    ),
  /** Is killed from outside. */
  forever: async () => {
    for (let index = 0; ; index++) {
      const key = `worker-forever-${String(index).padStart(6, '0')}`
      await session(key)
      await tracker.flush()
      console.log(key)
    }
  },
  /** Waits for a signal with something unsent. */
  signal: async () => {
    await sessions()
    console.log('waiting')
    await new Promise((resolve) => setTimeout(resolve, 60_000))
  },
}

await WAYS[`${way}`]?.()
