/** Looks whether a database is whole: its pages, what must hold between its tables, and the sums over them. Changes nothing. */
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { pieceHash } from '../long-texts.ts'
import { isDamage } from './damage.ts'
import type { Fault, FaultArea } from './finding.ts'
import { INVARIANTS } from './invariants.ts'
import { createRecount } from './recount.ts'
import { wrongHashes, wrongPathCounts } from './text-uses.ts'

/** How thorough the look is, and whom it tells how far it is. */
export interface InspectOptions {
  /** Also counts every use of every long text, and every trace, instead of a sample. */
  readonly isFull: boolean
  readonly progress: (done: number, total: number) => void
}

/** What SQLite says of pages at most; one damaged page has many consequences. */
const MAX_PAGE_FAULTS = 20
/** Traces of which the sums are counted without `isFull`: the latest, and as many spread over the others. */
const SAMPLE = 500
/** The steps of traces in one read transaction: a long one keeps the write-ahead log from being started anew. */
const SLICE = 50

/** @returns what is wrong; none = whole, as far as was looked */
export function inspect(db: SqliteDatabase, { isFull, progress }: InspectOptions): readonly Fault[] {
  const faults: Fault[] = []
  const traces = tracesToCount(db, { isFull, faults })
  const thorough = isFull ? THOROUGH : []
  const total = 1 + INVARIANTS.length + thorough.length + traces.length
  let done = 0
  const step = (): void => progress(++done, total)

  faults.push(...attempt('pages', () => pageFaults(db)), ...attempt('rows', () => schemaFaults(db)))
  step()
  for (const { area, broken, sql } of INVARIANTS) {
    faults.push(...attempt(area, () => counted(area, Number(db.prepare(sql).pluck().get()), broken)))
    step()
  }
  for (const { area, broken, count } of thorough) {
    faults.push(...attempt(area, () => counted(area, count(db), broken)))
    step()
  }
  faults.push(...attempt('sums', () => sumFaults(db, traces, step)))
  return oncePerText(faults)
}

/** What takes a look at every row, and knowledge that SQL has not. */
const THOROUGH: readonly { readonly area: FaultArea; readonly broken: string; readonly count: (db: SqliteDatabase) => number }[] = [
  { area: 'counts', broken: 'long texts whose number of uses is wrong', count: inOneSnapshot(wrongPathCounts) },
  { area: 'texts', broken: 'pieces of text that are not what was stored', count: (db) => wrongHashes(db, pieceHash) },
]

function inOneSnapshot(count: (db: SqliteDatabase) => number): (db: SqliteDatabase) => number {
  return (db) => db.transaction(() => count(db)).deferred()
}

function pageFaults(db: SqliteDatabase): readonly Fault[] {
  const lines = db.prepare(`PRAGMA integrity_check(${MAX_PAGE_FAULTS})`).pluck().all() as string[]
  return lines.filter((line) => line !== 'ok').map((text) => ({ area: 'pages', text }))
}

/** Tables, views and indexes that a new database has and this one has not. Late indexes may still be to be made. */
function schemaFaults(db: SqliteDatabase): readonly Fault[] {
  const fresh = openDatabase(':memory:')
  const names = (of: SqliteDatabase) => of.prepare('SELECT type, name FROM sqlite_schema').all() as { type: string; name: string }[]
  const there = new Set(names(db).map(({ name }) => name))
  const missing = names(fresh).filter(({ name }) => !there.has(name))
  fresh.close()
  return missing.map(({ type, name }) => ({ area: 'rows', text: `the ${type} ${name} is missing` }))
}

function counted(area: FaultArea, count: number, broken: string): readonly Fault[] {
  return count === 0 ? [] : [{ area, text: `${count} ${broken}` }]
}

function sumFaults(db: SqliteDatabase, traces: readonly number[], step: () => void): readonly Fault[] {
  const isRight = createRecount(db)
  const wrong: number[] = []
  const slice = db.transaction((part: readonly number[]) => {
    for (const trace of part) {
      if (!isRight(trace)) wrong.push(trace)
      step()
    }
  })
  for (let at = 0; at < traces.length; at += SLICE) slice.deferred(traces.slice(at, at + SLICE))
  return counted('sums', wrong.length, `of ${traces.length} traces with sums that are not those of their rows`)
}

function tracesToCount(db: SqliteDatabase, { isFull, faults }: { readonly isFull: boolean; readonly faults: Fault[] }): readonly number[] {
  let ids: readonly number[] = []
  faults.push(
    ...attempt('rows', () => {
      ids = db.prepare('SELECT id FROM traces ORDER BY id DESC').pluck().all() as number[]
      return []
    }),
  )
  if (isFull || ids.length <= 2 * SAMPLE) return ids
  const others = ids.slice(SAMPLE)
  return [...ids.slice(0, SAMPLE), ...Array.from({ length: SAMPLE }, (_, at) => others[Math.floor((at * others.length) / SAMPLE)] ?? 0)]
}

/** A part that cannot be read is a fault of its own. */
function attempt(area: FaultArea, look: () => readonly Fault[]): readonly Fault[] {
  try {
    return look()
  } catch (error) {
    if (!isDamage(error)) throw error
    return [{ area, text: `cannot be read: ${error instanceof Error ? error.message : String(error)}` }]
  }
}

function oncePerText(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter(({ area, text }, at) => faults.findIndex((other) => other.area === area && other.text === text) === at)
}
