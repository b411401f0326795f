import { type Fact, factLines } from '../output/facts.ts'
import { count, counted } from '../output/format.ts'
import { safeLine } from '../output/safe-text.ts'
import type { Canvas } from '../output/table.ts'
import type { ImportReport } from './import-files.ts'
import type { FileProblem } from './tally.ts'

/** More would hide the sum below them. */
const MAX_SHOWN = 20

/** What was found wrong, a line each: `spans.jsonl:17: this is not JSON`. */
export function problemLines({ problems, moreProblems }: ImportReport): readonly string[] {
  const left = problems.length - MAX_SHOWN + moreProblems
  const lines = problems.slice(0, MAX_SHOWN).map(problemLine)
  return left > 0 ? [...lines, `… and ${count(left)} more${moreProblems === 0 ? '; --json lists them' : ''}`] : lines
}

function problemLine({ file, place, problem }: FileProblem): string {
  return safeLine(`${file === '-' ? 'standard input' : file}${place === undefined ? '' : `:${place}`}: ${problem}`)
}

/** What became of everything. */
export function summaryLines(report: ImportReport, canvas: Canvas): readonly string[] {
  return factLines(facts(report), canvas)
}

function facts({ files, requests, added, known, deleted, rejectedItems, refused, torn }: ImportReport): readonly Fact[] {
  const isUnset = (value: number): boolean => value === 0
  return [
    { name: 'read', value: `${counted(requests, 'request')} in ${counted(files, 'file')}` },
    {
      name: 'new',
      value: `${counted(added.traces, 'span')}, ${counted(added.logs, 'log record')}, ${counted(added.metrics, 'point')} of metrics`,
    },
    { name: 'known', value: isUnset(known) ? undefined : `${counted(known, 'item')} that ${known === 1 ? 'was' : 'were'} stored already` },
    {
      name: 'deleted',
      value: isUnset(deleted) ? undefined : `${counted(deleted, 'item')} of deleted sessions, not stored`,
      tone: 'warning',
    },
    { name: 'rejected', value: isUnset(rejectedItems) ? undefined : counted(rejectedItems, 'invalid item'), tone: 'bad' },
    { name: 'refused', value: isUnset(refused) ? undefined : `${counted(refused, 'request')} of which nothing was stored`, tone: 'bad' },
    { name: 'torn', value: isUnset(torn) ? undefined : `${counted(torn, 'request')} whose end is missing` },
  ]
}

/** The same as one document. */
export function summaryDocument({
  files,
  requests,
  added,
  known,
  deleted,
  rejectedItems,
  refused,
  torn,
  problems,
  moreProblems,
}: ImportReport): object {
  return {
    files,
    requests,
    new: { spans: added.traces, logRecords: added.logs, metricPoints: added.metrics },
    known,
    deleted,
    rejectedItems,
    refused,
    torn,
    problems: problems.map(({ file, place, kind, problem }) => ({ file, place: place ?? null, kind, problem })),
    moreProblems,
  }
}
