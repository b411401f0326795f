/** Two copies of the SDK in one program: the sources, and a CommonJS build whose path is the argument. */
import { createRequire } from 'node:module'
import * as sources from '@ai-tracker/sdk'

const build: typeof sources = createRequire(import.meta.url)(`${process.argv[2]}`)
if (build.createTracker === sources.createTracker) throw new Error('this is one copy')

await sources.tracker.session('outer', async (session) => {
  await build.tracker.session('inner', () => build.tracker.current()?.action({ type: 'in-build' }, () => undefined))
  await session.action({ type: 'in-sources' }, () => undefined)
})
