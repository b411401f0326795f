/**
 * A program that records sessions of two spans each, and ends in the way that its argument names; with `-memory` behind it, nothing is
 * kept in files. The address of the collector and the
 * folder of the spool come from the environment.
 */
import { createTracker } from '@ai-tracker/sdk'

const [, , way, count = '1'] = process.argv
const tracker = createTracker({
  flushOnSignals: way === 'signal' || way === 'own-signal' || way === 'signal-memory',
  ...(way?.endsWith('-memory') && { spool: false }),
})

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
  /** Is ended by an error that nobody catches, thrown where no callback of the tracker sees it. */
  crash: async () => {
    const open = tracker.startSession({ workflow: 'worker', key: 'worker-that-crashes' })
    open.startPhase('done').complete()
    open.startPhase('broken')
    setTimeout(() => {
      throw new TypeError('it broke')
    })
  },
  /** The same for a promise. */
  reject: async () => {
    tracker.startSession({ workflow: 'worker', key: 'worker-that-crashes' }).startPhase('broken')
    throw new TypeError('it broke')
  },
  /** Catches what nobody has caught, and goes on. */
  survive: async () => {
    const open = tracker.startSession({ workflow: 'worker', key: 'worker-that-survives' })
    process.once('uncaughtException', () => open.complete())
    setTimeout(() => {
      throw new TypeError('it broke')
    })
  },
  /** Is killed from outside. */
  forever: async () => {
    for (let index = 0; ; index++) {
      const key = `worker-forever-${String(index).padStart(6, '0')}`
      await session(key)
      await tracker.flush()
      console.log(key)
    }
  },
  /** The same in a program that ends by itself when the signal comes. */
  'own-signal': async () => {
    await sessions()
    console.log('waiting')
    const alive = setInterval(() => undefined, 1000)
    process.on('SIGTERM', () => clearInterval(alive))
  },
  /** Waits for a signal with something unsent. */
  signal: async () => {
    await sessions()
    console.log('waiting')
    await new Promise((resolve) => setTimeout(resolve, 60_000))
  },
}

await WAYS[`${way}`.replace('-memory', '')]?.()
