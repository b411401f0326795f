import type { DbInfo } from '@ai-tracker/collector'
import { counted } from '../output/format.ts'
import type { Progress } from '../output/progress.ts'
import { safeJson } from '../output/safe-text.ts'
import type { Terminal } from '../terminal.ts'
import type { ImportReport } from './import-files.ts'
import { waitUntilSearchable } from './searchable.ts'
import { problemLines, summaryDocument, summaryLines } from './summary.ts'
import { getJson, type Target } from './target.ts'

/** Where and how the result of an import is told. */
export interface ResultNeeds {
  readonly target: Target
  readonly terminal: Terminal
  readonly isJson: boolean
  /** How long the index may not go on. */
  readonly patienceMs: number
}

/** Says what an import did; then waits until it can be found. That what is stored cannot be found yet is a warning only. */
export async function tellResult(report: ImportReport, needs: ResultNeeds): Promise<void> {
  const { terminal, isJson } = needs
  terminal.err(...problemLines(report))
  if (isJson) terminal.out(safeJson(summaryDocument(report)))
  else terminal.out(...summaryLines(report, terminal))
  try {
    const pending = await pendingAtLast(needs, terminal.startProgress('index'))
    if (pending > 0)
      terminal.err(`${counted(pending, 'span')} cannot be searched yet: the next collector on this database goes on with that`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    terminal.err(`what is stored may not be found by a search yet (${reason}): the next collector on this database goes on with that`)
  }
}

/** A collector goes on indexing; without one, nothing would be found until the next one runs. */
async function pendingAtLast({ target, patienceMs }: ResultNeeds, progress: Progress): Promise<number> {
  const readPending = async (): Promise<number> => (target.isOurs ? (await getJson<DbInfo>(target, '/api/v1/info')).searchPending : 0)
  return await waitUntilSearchable({ readPending, progress, patienceMs })
}
