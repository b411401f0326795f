import type { FixFields, IssueFields } from '../../../domain/record.ts'
import type { FactKind } from '../../../domain/stored.ts'
import type { SqliteDatabase } from '../database.ts'
import { queryAll, queryEach, queryFirst } from './rows.ts'

/** A fact as far as it is asked whether it is fixed. */
export interface ReportedFact {
  readonly trace: number
  readonly kind: FactKind
  readonly timeNs: bigint
  /** JSON text of the fields. */
  readonly data: string
}

/** What became of an issue. */
export interface IssueState {
  /** 0 or 1: whether the issue itself or a fix of its session says so. */
  readonly fixed: number
  /** As the issue says, else the earliest fix that says one. */
  readonly fixIteration?: number
}

interface Fix {
  readonly timeNs: bigint
  readonly fixIteration: number | undefined
}

const SESSION = 'SELECT session_id AS session FROM traces WHERE id = @trace'
const FIXES = `SELECT x.time_ns AS timeNs, x.data FROM traces t CROSS JOIN facts x ON x.trace = t.id AND x.kind = 'fix' WHERE t.session_id = @session`
const ISSUES = `SELECT x.trace, x.kind, x.time_ns AS timeNs, x.data FROM traces t CROSS JOIN facts x ON x.trace = t.id AND x.kind = 'issue'
  WHERE t.session_id = @session`

/**
 * How many issues of a session are not fixed: read from the index of the facts, as many rows as it has issues and fixes, and none for a
 * session without issues.
 */
export function countOpenIssues(db: SqliteDatabase, { id, issueCount }: { readonly id: number; readonly issueCount: number }): number {
  if (issueCount === 0) return 0
  const stateOf = createIssueStates(db)
  let open = 0
  for (const issue of queryEach<ReportedFact>(db, ISSUES, { session: id })) if (stateOf(issue).fixed === 0) open++
  return open
}

/**
 * Says of issues whether they are fixed, as the view issue_fixes does. The fixes of a session are read once, whatever is asked: a
 * session may have thousands of traces, and as many issues.
 */
export function createIssueStates(db: SqliteDatabase): (fact: ReportedFact) => IssueState {
  const sessions = new Map<number, number>()
  const fixes = new Map<number, ReadonlyMap<string, readonly Fix[]>>()

  function fixesAround(trace: number): ReadonlyMap<string, readonly Fix[]> {
    const session = sessions.get(trace) ?? queryFirst<{ readonly session: number }>(db, SESSION, { trace })?.session ?? 0
    sessions.set(trace, session)
    const found = fixes.get(session) ?? fixesOf(db, session)
    fixes.set(session, found)
    return found
  }

  return ({ trace, timeNs, data }) => {
    const issue = JSON.parse(data) as Partial<IssueFields>
    const ofSession = fixesAround(trace)
    const own = issueNames(issue).flatMap((name) => (ofSession.get(name) ?? []).filter((fix) => isLater(fix, timeNs)))
    const fixIteration = issue.fixIteration ?? firstIteration(own)
    return { fixed: Number(issue.fixed === true || own.length > 0), ...(fixIteration !== undefined && { fixIteration }) }
  }
}

/** What is reported again after it was fixed is open again; where a time is unknown, the fix counts. */
function isLater(fix: Fix, timeNs: bigint): boolean {
  return fix.timeNs >= timeNs || fix.timeNs === 0n
}

/** Of fixes at the same time the one with the lowest pass counts: which one came first must not matter. */
function firstIteration(fixes: readonly Fix[]): number | undefined {
  const iterations = fixes.flatMap(({ timeNs, fixIteration }) => (fixIteration === undefined ? [] : [{ timeNs, fixIteration }]))
  iterations.sort((a, b) => (a.timeNs < b.timeNs ? -1 : a.timeNs > b.timeNs ? 1 : a.fixIteration - b.fixIteration))
  return iterations[0]?.fixIteration
}

function fixesOf(db: SqliteDatabase, session: number): ReadonlyMap<string, readonly Fix[]> {
  const found = new Map<string, Fix[]>()
  for (const { timeNs, data } of queryAll<{ readonly timeNs: bigint; readonly data: string }>(db, FIXES, { session })) {
    const fields = JSON.parse(data) as FixFields
    const name = fields.key === undefined ? nameBy(fields.type, fields.location) : nameBy(fields.key)
    const same = found.get(name) ?? []
    same.push({ timeNs, fixIteration: fields.fixIteration })
    found.set(name, same)
  }
  return found
}

/** What a fix may call an issue: its key, or where it has none its type and location. */
function issueNames({ key, type, location }: Partial<IssueFields>): readonly string[] {
  return [...(key === undefined ? [] : [nameBy(key)]), nameBy(type, location)]
}

function nameBy(...words: readonly (string | undefined)[]): string {
  return JSON.stringify(words.map((word) => word ?? null))
}
