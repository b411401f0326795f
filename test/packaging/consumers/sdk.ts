/** A program that records a session. Its argument is the address of the collector. */
import { createTracker, type Session } from '@ai-tracker/sdk'

const tracker = createTracker({ endpoint: process.argv[2] ?? 'http://127.0.0.1:4318', spool: false })

async function draft(session: Session): Promise<number> {
  return session.phase('draft', async () => 'three words long'.split(' ').length)
}

async function main(): Promise<void> {
  const words: number = await tracker.session({ workflow: 'sdk.ts' }, draft)
  if (words !== 3) throw new Error(`the session gave back ${words}`)
  if (!(await tracker.flush())) throw new Error('the collector did not take the session')
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
