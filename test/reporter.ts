import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import type { Tally } from './tally.ts'
import { TALLY_FILE } from './tally.ts'

/** Writes the tally of a run to the file that `test/run.ts` names; does nothing in a run without one. */
export const tallyReporter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env[TALLY_FILE]
    if (file === undefined) return
    const { passed, failed } = sum(modules.map(tally))
    writeFileSync(file, JSON.stringify({ passed, failed: failed + unhandledErrors.length }))
  },
}

/** A module that failed without a failed test (it cannot be imported, a hook threw) counts as one failure. */
function tally(module: TestModule): Tally {
  const passed = [...module.children.allTests('passed')].length
  const failed = [...module.children.allTests('failed')].length
  return { passed, failed: failed === 0 && module.state() === 'failed' ? 1 : failed }
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), { passed: 0, failed: 0 })
}
