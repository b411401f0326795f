import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SpanItem } from './domain/span.ts'
import type { PricedRecord } from './domain/telemetry-writer.ts'
import { inspectDatabase } from './inspect-database.ts'
import { interpret } from './interpret/interpret.ts'
import { loadPriceBook } from './price/load-price-book.ts'
import { createPricer } from './price/pricer.ts'
import { repairDatabase } from './repair-database.ts'
import { canonicalDump } from './store/sqlite/canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from './store/sqlite/database.ts'
import { change, damageRows, overwrite } from './store/sqlite/testing/damage-file.ts'
import { chat, item, LAYERS, type SpanSketch } from './store/sqlite/testing/make.ts'
import { attributes, logItem, metricItem, numberPoint, receipt } from './store/sqlite/testing/signals.ts'
import { createSqliteWriter } from './store/sqlite/write/writer.ts'

/** A store with everything that a repair has to carry over, repaired as it is and with damaged pages. */

const folder = mkdtempSync(join(tmpdir(), 'repair-'))
const whole = join(folder, 'whole.db')
const price = createPricer(await loadPriceBook())
const trace = (number: number) => number.toString(16).padStart(32, 'e')
const long = (what: string) => `${what}: ${'so that it is stored apart, '.repeat(100)}`
const messages = (turns: number) =>
  JSON.stringify(Array.from({ length: turns }, (_, turn) => ({ role: 'user', parts: [{ type: 'text', content: long(`turn ${turn}`) }] })))

function derive(of: SpanItem): PricedRecord {
  const record = interpret(of)
  return record.call ? { record, cost: price(record.call, of.span.startNs) } : { record }
}

/** Traces of two calls below a phase, some in one session; of one span there are two copies, one still runs. */
const requests: readonly (readonly SpanSketch[])[] = [
  ...Array.from({ length: 30 }, (_, at): readonly SpanSketch[] => [
    {
      traceId: trace(at),
      id: '1',
      attributes: { 'tracker.phase.name': 'plan', ...(at % 3 === 0 && { 'tracker.session.key': 'one-session-for-many' }) },
    },
    { traceId: trace(at), id: '2', parent: '1', startS: 1, attributes: chat(at + 1, { 'gen_ai.input.messages': messages(at % 7) }) },
    { traceId: trace(at), id: '3', parent: '1', startS: 2, attributes: chat(3, { 'gen_ai.output.messages': messages(1) }) },
  ]),
  [{ traceId: trace(1), id: '2', parent: '1', startS: 1, seconds: 5, attributes: chat(50) }],
  [{ traceId: trace(4), id: '9', parent: '1', seconds: 0, attributes: chat(9) }],
  // A key that comes late moves the trace to a session that is there already, and leaves an alias behind.
  [{ traceId: trace(7), id: '1', seconds: 9, attributes: { 'tracker.phase.name': 'plan', 'tracker.session.key': 'one-session-for-many' } }],
]

async function store(file: string): Promise<void> {
  const db = openDatabase(file)
  const writer = createSqliteWriter(db, LAYERS)
  writer.rederive('any', derive)
  let receivedNs = BigInt(Date.now()) * 1_000_000n
  for (const sketches of requests) {
    const records = sketches.map((sketch) => derive(item(sketch)))
    await writer.write([{ records, arrival: { receivedNs: receivedNs++, workspaceId: 1 }, receipt: receipt() }])
  }
  const logs = [
    logItem({ body: long('said') }),
    logItem({ timeNs: 0n, body: messages(3), attributes: attributes({ text: long('turn 1') }) }),
  ]
  const exemplar = { filteredAttributes: attributes({ why: long('exemplar') }), timeNs: 5n, value: 1n, spanId: '', traceId: '' }
  const points = [numberPoint({ attributes: attributes({ long: long('series') }), exemplars: [exemplar] })]
  const metrics = [metricItem({ data: { kind: 'sum', temporality: 2, isMonotonic: true, points } })]
  await writer.write([{ records: [], logs, metrics, arrival: { receivedNs, workspaceId: 1 } }])
  while (await writer.work()) {
    // Each call works off one slice.
  }
  await writer.close()
}

/** Pages had another size once. */
const wholeOfLargePages = join(folder, 'whole-of-large-pages.db')

beforeAll(async () => {
  await store(whole)
  change(wholeOfLargePages, 'PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL')
  await store(wholeOfLargePages)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Integers that people and other rows know things by. */
const INTEGERS = [
  'SELECT s.id, s.span_id, t.id AS trace, hex(t.trace_id) FROM spans s JOIN traces t ON t.id = s.trace ORDER BY 1',
  'SELECT id, key FROM session_rows ORDER BY 1',
  'SELECT * FROM session_aliases ORDER BY 1',
  'SELECT * FROM receipts ORDER BY 1',
  'SELECT id, hex(hash) FROM contents ORDER BY 1',
]

function reading<T>(file: string, use: (db: SqliteDatabase) => T): T {
  const db = openDatabase(file, { readonly: true })
  try {
    return use(db)
  } finally {
    db.close()
  }
}

const dump = (file: string) => reading(file, canonicalDump)
const integers = (file: string) => reading(file, (db) => INTEGERS.map((sql) => db.prepare(sql).safeIntegers().raw().all()))
const repair = (file: string) => repairDatabase(file, { progress: () => undefined, nowMs: 0 })
const faults = (file: string) => inspectDatabase(file, { isFull: true, progress: () => undefined }).faults

function copy(name: string): string {
  const file = join(folder, `${name}.db`)
  copyFileSync(whole, file)
  return file
}

describe('a repair', () => {
  it('has a store to work on that has something of everything', () => {
    const counts = (name: string) => reading(whole, (db) => Number(db.prepare(`SELECT count(*) FROM ${name}`).pluck().get()))
    for (const table of ['spans', 'span_variants', 'session_aliases', 'log_records', 'metric_points', 'paths', 'receipts'])
      expect(counts(table), table).toBeGreaterThan(0)
    expect(faults(whole)).toEqual([])
  })

  it('of a whole database gives the same database, every integer in it', async () => {
    const file = copy('same')
    const { tables, lostTexts, lostSpans, restored, keptAs } = await repair(file)
    expect(tables.filter(({ lost }) => lost > 0)).toEqual([])
    expect({ lostTexts, lostSpans, restored }).toEqual({ lostTexts: 0, lostSpans: 0, restored: 'nothing' })
    expect(dump(file)).toEqual(dump(whole))
    expect(integers(file)).toEqual(integers(whole))
    expect(faults(file)).toEqual([])
    expect(keptAs).toBe(`${file}.damaged-1970-01-01T00-00-00-000Z`)
    expect(dump(keptAs)).toEqual(dump(whole))
  })

  describe.each([
    [4096, whole],
    [8192, wholeOfLargePages],
  ])('of a file with pages of %i bytes', (pageSize, original) => {
    it.each<[string, 'header' | 'schema', (file: string) => void]>([
      ['header', 'header', (file) => overwrite(file, 0, Buffer.alloc(100, 255))],
      ['page', 'schema', (file) => overwrite(file, 0, Buffer.alloc(pageSize, 255))],
      ['page but for its header', 'schema', (file) => overwrite(file, 100, Buffer.alloc(pageSize - 100, 255))],
    ])('without its first %s is whole', async (...[name, restored, damage]) => {
      const file = join(folder, `${pageSize} ${name}.db`)
      copyFileSync(original, file)
      expect(reading(file, (db) => db.pragma('page_size', { simple: true }))).toBe(pageSize)
      damage(file)
      expect(await repair(file)).toMatchObject({ restored, lostSpans: 0, lostTexts: 0 })
      expect(dump(file)).toEqual(dump(original))
      expect(faults(file)).toEqual([])
    })
  })

  it('keeps the integers of what is left', async () => {
    const file = copy('left')
    change(file, 'DELETE FROM spans WHERE trace IN (2, 5)')
    damageRows(file, 'spans', 'the last page')
    await repair(file)
    const [spans = [], sessions = []] = integers(file).map((rows) => rows.map(String))
    const [allSpans = [], allSessions = []] = integers(whole).map((rows) => rows.map(String))
    expect(spans.length).toBeGreaterThan(10)
    expect(allSpans).toEqual(expect.arrayContaining(spans))
    expect(allSessions).toEqual(expect.arrayContaining(sessions))
    expect(faults(file)).toEqual([])
  })

  it.each(['calls', 'phase_rows', 'rollups', 'facts', 'search_data', 'jobs'])('makes %s anew, which is derived', async (table) => {
    const file = copy(table)
    damageRows(file, table, 'every page')
    await repair(file)
    expect(dump(file)).toEqual(dump(whole))
    expect(faults(file)).toEqual([])
  })

  it.each([
    'contents',
    'paths',
    'spans',
    'traces',
    'session_rows',
    'resources',
    'scopes',
    'metric_series',
    'metric_descriptors',
    'log_records',
    'span_variants',
  ])('of a database without any %s is whole', async (table) => {
    const file = copy(`no-${table}`)
    damageRows(file, table, 'every page')
    const { tables } = await repair(file)
    expect(tables.find((one) => one.table === table)?.lost).toBeGreaterThan(0)
    expect(faults(file)).toEqual([])
  })

  it('puts a note in the place of a text that is lost, and keeps everything else', async () => {
    const file = copy('texts')
    damageRows(file, 'contents', 'every page')
    const { lostTexts, spans } = await repair(file)
    expect(lostTexts).toBeGreaterThan(0)
    expect(spans).toBe(reading(whole, (db) => db.prepare('SELECT count(*) FROM spans').pluck().get()))
    const texts = reading(file, (db) => db.prepare('SELECT body FROM logs').pluck().all())
    expect(texts).toEqual([expect.stringContaining('[lost to damage of the database: '), expect.stringContaining('[lost to damage')])
  })

  it('puts a note in the place of a resource that is lost, and keeps what it sent', async () => {
    const file = copy('senders')
    damageRows(file, 'resources', 'every page')
    const { lostSenders, lostSpans } = await repair(file)
    expect({ lostSenders, lostSpans }).toEqual({ lostSenders: 1, lostSpans: 0 })
    expect(reading(file, (db) => db.prepare('SELECT DISTINCT attributes FROM raw_resources').pluck().all())).toEqual([
      expect.stringContaining('lost to damage of the database'),
    ])
  })

  it('knows traces by their index when their rows are lost', async () => {
    const file = copy('traces-by-index')
    damageRows(file, 'traces', 'every page')
    const { lostSpans } = await repair(file)
    expect(lostSpans).toBe(0)
    expect(dump(file)).toEqual(dump(whole))
  })

  it('keeps what is only in the log', async () => {
    const file = copy('log')
    const db = openDatabase(file)
    db.exec("INSERT INTO settings VALUES ('kept', 'yes')")
    for (const ending of ['', '-wal']) copyFileSync(file + ending, `${file}.crashed${ending}`)
    db.close()
    await repair(`${file}.crashed`)
    // The log of the damaged file must not be taken for the new one's: what is written now would be mixed with it.
    expect(existsSync(`${file}.crashed-wal`)).toBe(false)
    expect(reading(`${file}.crashed`, (own) => own.prepare("SELECT value FROM settings WHERE key = 'kept'").pluck().get())).toBe('yes')
    expect(faults(`${file}.crashed`)).toEqual([])
  })

  it('leaves nothing of itself behind, and begins anew after one that was killed', async () => {
    const file = copy('killed')
    for (const ending of ['.repaired', '.repaired-wal', '.repair-stage', '.repair-copy']) copyFileSync(whole, file + ending)
    await repair(file)
    expect(dump(file)).toEqual(dump(whole))
    expect(readdirSync(folder).filter((name) => name.includes('.repair'))).toEqual([])
  })

  it('wants a database that is there', async () => {
    await expect(repair(join(folder, 'none.db'))).rejects.toMatchObject({ code: 'not_found' })
    expect(existsSync(join(folder, 'none.db'))).toBe(false)
  })
})
