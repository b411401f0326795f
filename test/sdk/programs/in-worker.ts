/** A program whose worker thread records a session and ends in the way that the program's argument names. */
import { isMainThread, Worker } from 'node:worker_threads'
import { tracker } from '@ai-tracker/sdk'

const [, , way = ''] = process.argv
const WAYS: Readonly<Record<string, () => void>> = {
  end: () => undefined,
  exit: () => process.exit(0),
  throw: () => {
    tracker.startSession({ workflow: 'cut', key: 'cut-in-a-worker' })
    setTimeout(() => {
      throw new Error('it broke')
    })
  },
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { argv: [way] })
  // The program goes on.
  worker.on('error', () => undefined)
} else {
  await tracker.session({ workflow: 'whole', key: 'whole-in-a-worker' }, (session) => session.phase('work', () => undefined))
  WAYS[way]?.()
}
