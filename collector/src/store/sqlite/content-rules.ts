/** Which rules stored items were redacted with: intervals of arrival, so that it costs nothing per item. */
import type { StoredContentRules } from '../../domain/redaction.ts'
import type { SqliteDatabase } from './database.ts'

interface Row {
  readonly id: bigint
  readonly since_ns: bigint
  readonly until_ns: bigint | null
  readonly version: string | null
  readonly redone: string | null
}

const COLUMNS = 'id, since_ns, until_ns, version, redone'
const LAST_ARRIVAL = 'SELECT received_ns FROM receipts ORDER BY id DESC LIMIT 1'
const MAX_NS = 2n ** 63n - 1n

/** Takes note of the rules that items are redacted with from now on. To be called when a collector starts. @param version `''` = none */
export function beginContentRules(db: SqliteDatabase, { version, nowNs }: { readonly version: string; readonly nowNs: bigint }): void {
  const begin = db.transaction(() => {
    const last = db.prepare(`SELECT ${COLUMNS} FROM content_rules ORDER BY id DESC LIMIT 1`).safeIntegers().get() as Row | undefined
    const arrival = db.prepare(LAST_ARRIVAL).safeIntegers().pluck().get() as bigint | undefined
    const untilNs = maxOf(last?.since_ns ?? 0n, arrival ?? nowNs)
    const goesOn = last?.version === version && last.until_ns === null && last.redone === null && nowNs >= untilNs
    if (goesOn) return
    if (last?.until_ns === null) db.prepare('UPDATE content_rules SET until_ns = ? WHERE id = ?').run(untilNs, last.id)
    db.prepare('INSERT INTO content_rules (since_ns, version) VALUES (?, ?)').run(nowNs, version)
  })
  begin.immediate()
}

/** Says that everything that is stored was redacted again. Nothing may arrive meanwhile. @param version of the rules */
export function noteRedone(db: SqliteDatabase, { version, nowNs }: { readonly version: string; readonly nowNs: bigint }): void {
  db.transaction(() => {
    db.prepare('UPDATE content_rules SET until_ns = max(since_ns, ?) WHERE until_ns IS NULL').run(nowNs)
    for (const { id, redone } of rowsOf(db)) {
      const others = (redone ?? '').split(' ').filter((each) => each !== '' && each !== version)
      db.prepare('UPDATE content_rules SET redone = ? WHERE id = ?').run([...others, version].join(' '), id)
    }
  }).immediate()
}

/** The intervals in their order. */
export function listContentRules(db: SqliteDatabase): readonly StoredContentRules[] {
  return rowsOf(db).map(toRules)
}

/** Tables of items, by what they are called. */
const TABLES = { spans: 'spans', logs: 'log_records', points: 'metric_points' } as const

/** The intervals with the number of items that arrived in each: a pass over all items. */
export function countContentRules(db: SqliteDatabase): readonly (StoredContentRules & Readonly<Record<keyof typeof TABLES, number>>)[] {
  const rows = rowsOf(db)
  const [spans, logs, points] = [TABLES.spans, TABLES.logs, TABLES.points].map((table) => countsIn(db, table, rows))
  return rows.map((row) => ({
    ...toRules(row),
    spans: spans?.get(row.id) ?? 0,
    logs: logs?.get(row.id) ?? 0,
    points: points?.get(row.id) ?? 0,
  }))
}

function rowsOf(db: SqliteDatabase): readonly Row[] {
  return db.prepare(`SELECT ${COLUMNS} FROM content_rules ORDER BY id`).safeIntegers().all() as Row[]
}

/** The number of items by row of `content_rules`: each by the first that it may belong to, those without rules before all others. */
function countsIn(db: SqliteDatabase, table: string, rows: readonly Row[]): ReadonlyMap<bigint, number> {
  if (rows.length === 0) return new Map()
  const order = rows.toSorted((a, b) => Number(isStrict(a)) - Number(isStrict(b)) || Number(a.id - b.id))
  const cases = order.map(({ id, since_ns, until_ns }) => `WHEN received_ns BETWEEN ${since_ns} AND ${until_ns ?? MAX_NS} THEN ${id}`)
  const sql = `SELECT rules, count(*) AS items FROM (SELECT CASE ${cases.join(' ')} ELSE ${rows[0]?.id} END AS rules FROM ${table}) GROUP BY rules`
  const found = db.prepare(sql).safeIntegers().all() as { rules: bigint; items: bigint }[]
  return new Map(found.map(({ rules, items }) => [rules, Number(items)]))
}

function isStrict({ version, redone }: Row): boolean {
  return Boolean(version || redone)
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function toRules({ since_ns, until_ns, version, redone }: Row): StoredContentRules {
  return {
    sinceNs: since_ns,
    untilNs: until_ns ?? undefined,
    version: version ?? undefined,
    redone: redone ?? undefined,
  }
}

/** Whether items are stored as sent now, and some of those that are stored went through rules. */
export function hasStricterRules(db: SqliteDatabase): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM content_rules WHERE version <> '' OR redone IS NOT NULL)
    AND (SELECT version FROM content_rules ORDER BY id DESC LIMIT 1) = ''`
  return db.prepare(sql).pluck().get() === 1
}
