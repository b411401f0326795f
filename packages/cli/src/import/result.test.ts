import { expect, it } from 'vitest'
import { AppError } from '../../../../collector/src/domain/app-error.ts'
import { createTerminal } from '../terminal.ts'
import type { ImportReport } from './import-files.ts'
import { tellResult } from './result.ts'
import type { Target } from './target.ts'

const REPORT: ImportReport = {
  ...{ files: 1, requests: 1, added: { traces: 1, logs: 0, metrics: 0 }, known: 0, deleted: 0 },
  ...{ rejectedItems: 0, refused: 0, torn: 0, problems: [], moreProblems: 0 },
}

/** Tells it where the database answers this about the index. */
async function told(isJson: boolean, request: Target['request']): Promise<readonly string[]> {
  const written: string[] = []
  const sink = (name: string) => ({
    isTTY: false as const,
    columns: 80,
    write: (piece: string | Uint8Array) => written.push(`${name} ${String(piece).trim()}`) > 0,
  })
  const terminal = createTerminal({ stdout: sink('out'), stderr: sink('err'), env: {} })
  const target: Target = { request, isOurs: true, close: () => Promise.resolve() }
  await tellResult(REPORT, { target, terminal, isJson, patienceMs: 0 })
  return written.filter((piece) => piece !== 'err ')
}

it.each([
  ['nobody can tell', () => Promise.reject(new AppError('unauthorized', 'no token')), /^err what is stored may not be .* \(no token\)/],
  [
    'nothing goes on',
    () => Promise.resolve({ status: 200, headers: new Headers(), body: Buffer.from('{"searchPending":3}') }),
    /^err 3 spans cannot be searched yet/,
  ],
] as const)('the sum is told first, then what cannot be found yet: %s', async (_, request, warning) => {
  expect(await told(true, request)).toEqual([expect.stringMatching(/^out \{/), expect.stringMatching(warning)])
  expect(await told(false, request)).toEqual([expect.stringMatching(/^out read +1 request/), expect.stringMatching(warning)])
})
