import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../domain/record.ts'
import type { SpanItem } from '../../../domain/span.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import { canonicalDump } from '../canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { readSession } from '../read/sessions.ts'
import { createSpanReader } from '../span-reader.ts'
import { chat, item, LAYERS, record, type SpanSketch, TRACE, write } from '../testing/make.ts'
import { createSqliteWriter } from './writer.ts'

const open = (options = LAYERS) => {
  const db = openDatabase(':memory:')
  return { db, writer: createSqliteWriter(db, options) }
}
const value = (db: SqliteDatabase, sql: string, ...parameters: unknown[]) =>
  db
    .prepare(sql)
    .pluck()
    .get(...parameters)
const phase = (name: string) => ({ 'tracker.phase.name': name })
const key = (text: string) => ({ 'tracker.session.key': text })

describe('copies of a span', () => {
  const running: SpanSketch = { id: '1', seconds: 0, attributes: chat(5) }
  const ended: SpanSketch = { id: '1', seconds: 2, attributes: chat(7) }

  it('keeps one row when a span arrives twice', async () => {
    const { db, writer } = open()
    expect(await write(writer, [ended])).toMatchObject({ accepted: 1, duplicates: 0 })
    const once = canonicalDump(db)
    expect(await write(writer, [ended])).toMatchObject({ accepted: 0, duplicates: 1, changedSessions: [] })
    expect(await write(createSqliteWriter(db, LAYERS), [ended, ended])).toMatchObject({ accepted: 0, duplicates: 2 })
    expect(canonicalDump(db)).toEqual(once)
  })

  it('puts the ended copy in the place of the running one and keeps the row', async () => {
    const { db, writer } = open()
    await write(writer, [running])
    const row = value(db, 'SELECT id FROM spans')
    expect(value(db, 'SELECT running_count FROM session_rows')).toBe(1)
    await write(writer, [ended])
    expect(value(db, 'SELECT id FROM spans WHERE end_ns > 0')).toBe(row)
    expect(db.prepare('SELECT running_count, span_count, tokens_input FROM session_rows').get()).toEqual({
      running_count: 0,
      span_count: 1,
      tokens_input: 7,
    })
    expect(value(db, 'SELECT count(*) FROM span_variants')).toBe(0)
  })

  it('lets no late snapshot undo the ended copy', async () => {
    const { db, writer } = open()
    await write(writer, [ended])
    const before = canonicalDump(db)
    expect(await write(writer, [running])).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(canonicalDump(db)).toEqual(before)
  })

  it('keeps an ended copy that loses as a variant and counts it nowhere', async () => {
    const { db, writer } = open()
    await write(writer, [ended, { ...ended, seconds: 1 }, { ...ended, seconds: 3 }])
    expect(value(db, 'SELECT count(*) FROM span_variants')).toBe(2)
    expect(value(db, 'SELECT end_ns - start_ns FROM spans')).toBe(3_000_000_000)
    expect(value(db, 'SELECT tokens_input FROM session_rows')).toBe(7)
  })
})

describe('long texts', () => {
  const said = (turns: number) =>
    JSON.stringify(
      Array.from({ length: turns }, (_, i) => ({ role: 'user', parts: [{ type: 'text', content: `${i} ${'x'.repeat(2000)}` }] })),
    )
  const call = (id: string, turns: number): SpanSketch => ({ id, attributes: chat(1, { 'gen_ai.input.messages': said(turns) }) })

  it('are stored once: a conversation that grows by a message costs that message', async () => {
    const { db, writer } = open()
    await write(writer, [call('1', 20)])
    const bytes = () => Number(value(db, 'SELECT sum(length(text)) FROM contents'))
    const before = bytes()
    await write(writer, [call('2', 21)])
    expect(bytes() - before).toBeLessThan(3 * 2100)
    expect(before).toBeGreaterThan(20 * 2000)
  })

  it('come back as they were sent', async () => {
    const { db, writer } = open()
    await write(writer, [call('1', 20)])
    expect(createSpanReader(db).item(1).item).toEqual(item(call('1', 20)))
  })

  it('go with their last use', async () => {
    const { db, writer } = open()
    await write(writer, [{ ...call('1', 20), seconds: 0 }])
    expect(value(db, 'SELECT count(*) FROM paths')).toBeGreaterThan(0)
    await write(writer, [{ id: '1', attributes: chat(1) }])
    expect(value(db, 'SELECT count(*) FROM paths')).toBe(0)
    expect(value(db, 'SELECT count(*) FROM contents')).toBe(0)
  })
})

describe('sessions', () => {
  const other = 'b'.repeat(32)

  it('keeps its integer when a late root names the key', async () => {
    const { db, writer } = open()
    await write(writer, [{ id: '2', parent: '1', attributes: chat(3) }])
    const provisional = db.prepare('SELECT id, key FROM session_rows').get() as { id: number; key: string }
    expect(provisional.key).toBe(TRACE)
    await write(writer, [{ id: '1', attributes: key('a-key-that-is-long') }])
    expect(db.prepare('SELECT id, key FROM session_rows').all()).toEqual([{ id: provisional.id, key: 'a-key-that-is-long' }])
    expect(value(db, 'SELECT join_reason FROM traces')).toBe('root key')
  })

  it('moves a trace to the session that has the key, with its sums, and answers to the old integer', async () => {
    const { db, writer } = open()
    await write(writer, [{ traceId: other, id: '1', attributes: { ...chat(10), ...key('a-key-that-is-long') } }])
    await write(writer, [{ id: '2', parent: '1', attributes: chat(3) }])
    const left = value(db, 'SELECT id FROM session_rows WHERE key = ?', TRACE)
    const target = value(db, 'SELECT id FROM session_rows WHERE key <> ?', TRACE)
    await write(writer, [{ id: '1', attributes: key('a-key-that-is-long') }])
    expect(db.prepare('SELECT id, trace_count, tokens_input FROM session_rows').all()).toEqual([
      { id: target, trace_count: 2, tokens_input: 13 },
    ])
    expect(db.prepare('SELECT old_id, session_id FROM session_aliases').all()).toEqual([{ old_id: left, session_id: target }])
    expect(await writer.setPinned(Number(left), true)).toBe(target)
  })

  it('scopes short keys by the service, long ones not', async () => {
    const { db, writer } = open()
    await write(writer, [
      { traceId: '1'.repeat(32), id: '1', service: 'one', attributes: key('1') },
      { traceId: '2'.repeat(32), id: '1', service: 'two', attributes: key('1') },
      { traceId: '3'.repeat(32), id: '1', service: 'one', attributes: key('a-key-that-is-long') },
      { traceId: '4'.repeat(32), id: '1', service: 'two', attributes: key('a-key-that-is-long') },
    ])
    expect(db.prepare('SELECT key, key_scope, trace_count FROM session_rows ORDER BY key, key_scope').all()).toEqual([
      { key: '1', key_scope: 'one', trace_count: 1 },
      { key: '1', key_scope: 'two', trace_count: 1 },
      { key: 'a-key-that-is-long', key_scope: '', trace_count: 2 },
    ])
  })

  it('runs while its root has not come', async () => {
    const { db, writer } = open()
    await write(writer, [{ id: '2', parent: '1' }])
    expect(value(db, 'SELECT status FROM session_rows')).toBe('running')
    await write(writer, [{ id: '1', span: { status: { code: 2, message: 'boom' } } }])
    expect(value(db, 'SELECT status FROM session_rows')).toBe('failed')
  })
})

describe('a phase that arrives after much of what is below it', () => {
  const calls = Array.from(
    { length: 40 },
    (_, i): SpanSketch => ({ id: (i + 2).toString(16), parent: i % 2 ? '1' : (i + 1).toString(16), attributes: chat(1) }),
  )
  const late: SpanSketch = { id: '1', attributes: phase('research') }

  it('is finished in slices, also by another process, and ends as if it had come first', async () => {
    const { db, writer } = open({ ...LAYERS, maxChanges: 5 })
    await write(writer, calls)
    await write(writer, [late])
    expect(readSession(db, { sessionId: 1 })?.settling).toBe(true)
    const next = createSqliteWriter(db, { ...LAYERS, maxChanges: 5 })
    await write(next, [{ id: 'ff', parent: '29', attributes: chat(1) }])
    while (await next.work()) expect(value(db, 'SELECT count(*) FROM jobs')).toBeLessThan(2)
    expect(readSession(db, { sessionId: 1 })?.settling).toBe(false)
    const first = open()
    await write(first.writer, [late, ...calls, { id: 'ff', parent: '29', attributes: chat(1) }])
    expect(canonicalDump(db)).toEqual(canonicalDump(first.db))
  })
})

describe('what a span reports', () => {
  const reporting = (id: string, parent: string | undefined, attributes: SpanSketch['attributes'] = {}): SpanSketch => {
    const events = [{ timeNs: 7n, name: 'tracker.issue', attributes: [], droppedAttributesCount: 0 }]
    return { id, attributes, span: { events }, ...(parent !== undefined && { parent }) }
  }
  const spans: readonly SpanSketch[] = [
    reporting('1', undefined),
    reporting('2', '1', phase('outer')),
    reporting('3', '2', phase('inner')),
    reporting('4', '3', chat(1)),
    reporting('5', '2', chat(1)),
  ]
  const phases = (db: SqliteDatabase) =>
    Object.fromEntries(
      db
        .prepare(
          `SELECT x.span_id, p.name FROM facts f JOIN spans x ON x.id = f.span LEFT JOIN phase_rows p ON p.id = f.phase_id ORDER BY x.span_id`,
        )
        .raw()
        .all() as [number, string | null][],
    )
  const expected = { 1: null, 2: 'outer', 3: 'inner', 4: 'inner', 5: 'outer' }

  it.each<[string, readonly (readonly SpanSketch[])[]]>([
    ['in one request', [spans]],
    ['with the phases first', spans.map((span) => [span])],
    ['with the phases last', spans.toReversed().map((span) => [span])],
  ])('belongs to the phase that it is, else to the nearest one around it: %s', async (_, requests) => {
    for (const options of [LAYERS, { ...LAYERS, maxChanges: 0, slice: 1 }]) {
      const { db, writer } = open(options)
      for (const request of requests) await write(writer, request)
      while (await writer.work());
      expect(phases(db)).toEqual(expected)
    }
  })
})

describe('background work in slices', () => {
  const id = (n: number) => (0x6000_0000_0000_0000n + BigInt(n)).toString(16)
  const children = Array.from({ length: 40 }, (_, i): SpanSketch => ({ id: id(i), parent: '1', attributes: chat(1) }))
  const sliced = { ...LAYERS, maxChanges: 0, slice: 7 }

  it('reaches every span, also where ids are beyond 2^53', async () => {
    const { db, writer } = open(sliced)
    await write(writer, children)
    await write(writer, [{ id: '1', attributes: phase('late') }])
    let slices = 0
    while (await writer.work()) slices++
    expect(slices).toBeGreaterThan(4)
    expect(value(db, 'SELECT count(*) FROM spans WHERE phase_id IS NULL')).toBe(1)
  })

  it('goes on interpreting where an earlier process stopped, and does not begin when the rows are new enough', async () => {
    const { db, writer } = open(sliced)
    await write(writer, children)
    const first = createSqliteWriter(db, sliced)
    first.rederive('v2', record)
    await first.work()
    await first.work()
    const second = createSqliteWriter(db, sliced)
    second.rederive('v2', record)
    expect(value(db, "SELECT cursor FROM jobs WHERE kind = 'rederive'")).toBe(14)
    while (await second.work()) expect(value(db, 'SELECT count(*) FROM jobs')).toBeLessThan(2)
    const third = createSqliteWriter(db, sliced)
    third.rederive('v2', record)
    expect(await third.work()).toBe(false)
  })
})

describe('rules that are taken back while rows are made anew', () => {
  it('leaves no row of the newer ones', async () => {
    const sliced = { ...LAYERS, slice: 7 }
    const { db, writer } = open(sliced)
    const spans = Array.from({ length: 30 }, (_, i): SpanSketch => ({ id: (i + 1).toString(16), attributes: chat(1) }))
    writer.rederive('v1', record)
    await write(writer, spans)
    const before = canonicalDump(db)
    const newer = createSqliteWriter(db, sliced)
    newer.rederive('v2', (of) => ({ record: { ...record(of).record, warnings: ['by v2'] } }))
    await newer.work()
    expect(canonicalDump(db)).not.toEqual(before)
    const older = createSqliteWriter(db, sliced)
    older.rederive('v1', record)
    while (await older.work()) expect(value(db, 'SELECT count(*) FROM jobs')).toBeLessThan(2)
    expect(canonicalDump(db)).toEqual(before)
  })
})

describe('rules that know a fix', () => {
  const event = (name: string) => ({
    timeNs: 7n,
    name,
    attributes: [{ key: 'tracker.issue.id', value: 'i-1' }],
    droppedAttributesCount: 0,
  })
  const spans: readonly SpanSketch[] = [
    { id: '1', span: { events: [event('tracker.issue'), event('tracker.issue.fixed')] } },
    { id: '2', parent: '1', span: { events: [event('tracker.issue.fixed')] } },
  ]
  /** As before there were fixes: each was an issue of its own. */
  const byOldRules = (of: SpanItem): PricedRecord => {
    const { facts, ...rest } = record(of).record
    const asIssue = (fact: Fact): Fact =>
      fact.kind === 'fix' ? { ...fact, kind: 'issue', severity: 'minor', type: 'unspecified', fixed: true } : fact
    return { record: { ...rest, facts: facts.map(asIssue) } }
  }

  it('make one of what was an issue before', async () => {
    const { db, writer } = open()
    const records = spans.map((sketch) => byOldRules(item(sketch)))
    await writer.write([{ records, arrival: { receivedNs: 1n, workspaceId: 1 } }])
    expect(value(db, 'SELECT issue_count FROM session_rows')).toBe(3)
    writer.rederive('v2', record)
    while (await writer.work());
    expect(value(db, 'SELECT issue_count FROM session_rows')).toBe(1)
    expect(db.prepare('SELECT fixed FROM issues').all()).toEqual([{ fixed: 1 }])
    const fresh = open()
    await write(fresh.writer, spans)
    expect(canonicalDump(db)).toEqual(canonicalDump(fresh.db))
  })
})

describe('a write that fails', () => {
  it('leaves nothing behind, and the next one works', async () => {
    const { db, writer } = open()
    await write(writer, [{ id: '1', attributes: phase('research') }])
    const before = canonicalDump(db)
    const broken = record(item({ id: '3', parent: '1', span: { name: undefined as never } }))
    const good = record(item({ id: '2', parent: '1', attributes: chat(5, { note: 'y'.repeat(3000) }) }))
    await expect(writer.write([{ records: [good, broken], arrival: { receivedNs: 1n, workspaceId: 1 } }])).rejects.toThrow()
    expect(canonicalDump(db)).toEqual(before)
    await writer.write([{ records: [good], arrival: { receivedNs: 1n, workspaceId: 1 } }])
    expect(value(db, 'SELECT tokens_input FROM session_rows')).toBe(5)
  })

  it('says that a retry helps when the disk is full', async () => {
    const { db, writer } = open()
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 2}`)
    await expect(write(writer, [{ id: '1', attributes: { note: 'z'.repeat(900_000) } }])).rejects.toMatchObject({ code: 'unavailable' })
    db.pragma('max_page_count = 1000000')
    expect(await write(writer, [{ id: '1', attributes: { note: 'z'.repeat(900_000) } }])).toMatchObject({ accepted: 1 })
  })
})
