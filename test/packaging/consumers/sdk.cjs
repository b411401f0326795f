// The same as sdk.ts in CommonJS.
'use strict'

const { createTracker } = require('@ai-tracker/sdk')

const tracker = createTracker({ endpoint: process.argv[2], spool: false })

async function main() {
  const words = await tracker.session({ workflow: 'sdk.cjs' }, (session) =>
    session.phase('draft', async () => 'three words long'.split(' ').length),
  )
  if (words !== 3) throw new Error(`the session gave back ${words}`)
  if (!(await tracker.flush())) throw new Error('the collector did not take the session')
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
