import { count } from '../output/format.ts'
import type { Problem } from './requests.ts'

/** A problem and the file that has it. */
export interface FileProblem extends Omit<Problem, 'kind'> {
  readonly file: string
  readonly kind: Exclude<Problem['kind'], 'foreign'>
}

/** What an import has found so far. */
export interface Tally {
  requests: number
  rejectedItems: number
  refused: number
  /** Those of `refused` that are no requests of OTLP. */
  foreign: number
  torn: number
  moreProblems: number
  readonly problems: FileProblem[]
}

const MAX_PROBLEMS = 100
const TAKEN =
  'taken are OTLP/JSON with a request in each line, and the protobuf or zstd that the file exporter of the OpenTelemetry Collector writes, each also in gzip or zstd'

/** A tally of nothing. */
export function newTally(): Tally {
  return { requests: 0, rejectedItems: 0, refused: 0, foreign: 0, torn: 0, moreProblems: 0, problems: [] }
}

/** Counts a problem, and keeps it if it is one of the first. */
export function addProblem(tally: Tally, { kind, ...problem }: Problem & { readonly file: string }): void {
  if (kind === 'torn') tally.torn++
  if (kind === 'foreign') tally.foreign++
  if (kind === 'foreign' || kind === 'refused') tally.refused++
  if (tally.problems.length < MAX_PROBLEMS) tally.problems.push({ ...problem, kind: kind === 'foreign' ? 'refused' : kind })
  else tally.moreProblems++
}

/**
 * Makes one problem of all of a file in which nothing is of OTLP: what each line of it is not helps nobody.
 * @param before the tally as it was before this file
 */
export function foldForeign(tally: Tally, before: Tally, file: string): void {
  const foreign = tally.foreign - before.foreign
  const isForeign = foreign > 0 && foreign === tally.refused - before.refused && tally.requests === before.requests
  if (!isForeign) return
  const parts = foreign + tally.torn - before.torn
  const [first] = tally.problems.splice(before.problems.length)
  const { refused, torn, moreProblems } = before
  Object.assign(tally, { refused, torn, moreProblems, foreign: before.foreign })
  addProblem(tally, { file, problem: `this is no OTLP file: ${partsText(parts, first)}; ${TAKEN}`, kind: 'foreign' })
}

function partsText(parts: number, first: FileProblem | undefined): string {
  const noun = first?.place?.startsWith('message') ? 'message' : 'line'
  const which = parts === 1 ? `its only ${noun} is no request` : `none of its ${count(parts)} ${noun}s is a request`
  return first ? `${which} (${first.place}: ${first.problem})` : which
}
