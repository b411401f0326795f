/** How many tests of a run passed and failed; skipped ones are not counted. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** Where the reporter writes the tally of a run as JSON: the name of the environment variable that holds the path. */
export const TALLY_FILE = 'AI_TRACKER_TEST_TALLY'

/**
 * What a run came to. A run that died wrote no tally, or one without the reason for its exit code: it counts as one failure at least.
 * @param text the tally as the reporter wrote it, `undefined` when it wrote none
 * @param exitCode of the test runner, `null` when a signal ended it
 */
export function finalTally(text: string | undefined, exitCode: number | null): Tally {
  const { passed, failed } = text === undefined ? { passed: 0, failed: 0 } : readTally(text)
  return { passed, failed: exitCode === 0 && text !== undefined ? failed : Math.max(failed, 1) }
}

/** The last line of every test run. */
export function tallyLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`
}

function readTally(text: string): Tally {
  const value: unknown = JSON.parse(text)
  if (typeof value === 'object' && value !== null && 'passed' in value && 'failed' in value) {
    const { passed, failed } = value
    if (typeof passed === 'number' && typeof failed === 'number') return { passed, failed }
  }
  throw new Error(`${TALLY_FILE} holds no tally: ${text}`)
}
