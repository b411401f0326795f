import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { chat, issue, openTestStore, session, spanItem, type TestSpan, type TestStore, tool } from '../../../api/testing/test-store.ts'
import { canonicalDump } from '../canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../database.ts'
import { readInfo } from '../read/info.ts'
import { LAYERS, record } from '../testing/make.ts'
import { createSearchIndex } from './search-index.ts'
import { createSqliteWriter, type SqliteWriter } from './writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'search-index-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function drain(writer: SqliteWriter): Promise<void> {
  while (await writer.work()) {
    // Each call works off one slice.
  }
}

/** The ids of the spans that a word finds, in order. */
function spansWith(db: SqliteDatabase, word: string): string {
  const spans = db.prepare(`SELECT printf('%x', x.span_id) FROM search s JOIN spans x ON x.id = s.rowid WHERE search MATCH ? ORDER BY 1`)
  return spans.pluck().all(`text : "${word}"`).join(' ')
}

/** A call that was asked one thing and answered another. */
function answering(span: TestSpan, text: string, answer: string): TestSpan {
  const said = JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: answer }] }])
  return chat({ ...span, attributes: { 'gen_ai.output.messages': said, ...span.attributes } }, { text })
}

const pending = (db: SqliteDatabase) => readInfo(db, { workspaceId: 1 }).searchPending

async function indexed(...spans: readonly TestSpan[]): Promise<TestStore> {
  const store = await openTestStore()
  await store.write(...spans)
  await drain(store.writer)
  return store
}

describe('the full-text index', () => {
  it('has what a person would look for', async () => {
    const { db } = await indexed(
      session({ id: '1' }, 'w', { 'tracker.session.inputs': '{"topic":"inwords"}', 'tracker.session.outputs': '{"is":"outwords"}' }),
      chat({ id: '2', parent: '1', name: 'spanname' }, { text: 'askwords' }),
      tool({ id: '3', parent: '1', error: 'errorwords' }, 'toolname', {
        'gen_ai.tool.call.arguments': '{"command":"argwords"}',
        'gen_ai.tool.call.result': 'resultwords',
      }),
      {
        id: '4',
        parent: '1',
        events: [
          issue('major', 'issuetype', { 'tracker.issue.description': 'issuewords', 'tracker.issue.location': 'intro.md' }),
          { name: 'tracker.artifact', attributes: { 'file.path': 'out/pathwords.md' } },
          { name: 'tracker.decision', attributes: { 'tracker.decision.chosen': 'chosenwords', 'tracker.decision.rationale': 'whywords' } },
        ],
      },
      chat({ id: '5', parent: '1', at: 5, attributes: { 'gen_ai.system_instructions': 'systemwords' } }, { text: 'else' }),
    )
    const found = ['inwords', 'outwords', 'askwords', 'answer to askwords', 'spanname', 'toolname', 'argwords', 'resultwords', 'errorwords']
    const facts = ['issuetype', 'issuewords', 'intro md', 'pathwords', 'chosenwords', 'whywords', 'systemwords']
    expect([...found, ...facts].map((words) => spansWith(db, words)).join('|')).toBe('1|1|2|2|2|3|3|3|3|4|4|4|4|4|4|5')
  })

  it('has the calls of tools that an answer without text consists of', async () => {
    const messages = JSON.stringify([
      { role: 'assistant', parts: [{ type: 'tool_call', name: 'search', arguments: { query: 'octopus' } }] },
    ])
    const { db } = await indexed(chat({ id: '1', attributes: { 'gen_ai.output.messages': messages } }))
    expect(spansWith(db, 'octopus')).toBe('1')
  })

  /** An agent that is asked the same again and again, as long as its tools work, and answers something else each time. */
  const LONG = `fix ${'it '.repeat(200)}please`
  const loopOf = (text: string) => [
    answering({ id: '1', at: 1 }, text, 'reading'),
    answering({ id: '2', at: 2 }, text, 'writing'),
    answering({ id: '3', at: 3 }, text, 'testing'),
    answering({ id: '4', at: 4 }, 'thanks', 'welcome'),
    answering({ id: '5', at: 5 }, text, 'again'),
    answering({ id: '6', at: 6, trace: '2' }, text, 'elsewhere'),
  ]

  it('has a prompt whole once as long as an agent repeats it, and again when it comes back', async () => {
    const { db } = await indexed(...loopOf(LONG))
    expect([spansWith(db, 'please'), spansWith(db, 'fix')]).toEqual(['1 5 6', '1 2 3 5 6'])
  })

  it('finds prompt and answer together, also of a call whose prompt was there before', async () => {
    const { db } = await indexed(...loopOf('fix the octopus'))
    const found = db.prepare(`SELECT rowid FROM search WHERE search MATCH 'text : (octopus AND writing)'`).pluck().all()
    expect(found).toEqual([2])
  })

  it('has a prompt in a wrapper and in the first call below it, whichever came first', async () => {
    const usage = { 'gen_ai.usage.input_tokens': 5 }
    const spans = [
      answering({ id: '1', at: 1, attributes: { 'gen_ai.operation.name': 'invoke_agent', ...usage } }, LONG, 'welcome'),
      answering({ id: '2', parent: '1', at: 2, attributes: usage }, LONG, 'reading'),
      answering({ id: '3', parent: '1', at: 3, attributes: usage }, LONG, 'writing'),
    ]
    for (const order of [spans, spans.toReversed()]) {
      const store = await openTestStore()
      for (const span of order) {
        await store.write(span)
        await drain(store.writer)
      }
      expect(spansWith(store.db, 'please')).toBe('1 2')
    }
  })

  it('has a prompt whole again when the call before it turns out to be a wrapper', async () => {
    const store = await indexed(answering({ id: '1', at: 1 }, LONG, 'welcome'), answering({ id: '2', at: 2 }, LONG, 'reading'))
    expect(spansWith(store.db, 'please')).toBe('1')
    await store.write(answering({ id: '3', parent: '1', at: 3 }, 'else', 'writing'))
    await drain(store.writer)
    expect(spansWith(store.db, 'please')).toBe('1 2')
  })

  /** A loop of two tools: each call's request has what was said before. */
  const said = (role: string, ...parts: readonly object[]) => ({ role, parts })
  const wanted = (id: string) => said('assistant', { type: 'tool_call', id, name: 'read' })
  const gave = (id: string, response: string) => said('tool', { type: 'tool_call_response', id, response })
  const asking = (id: string, at: number, ...messages: readonly object[]) =>
    chat({
      id,
      at,
      attributes: { 'gen_ai.input.messages': JSON.stringify([said('user', { type: 'text', content: 'fix it' }), ...messages]) },
    })
  const toolLoop = (filling = '') => [
    asking('1', 1),
    asking('2', 3, wanted('c1'), gave('c1', `octopus ${filling}`)),
    asking('3', 5, wanted('c1'), gave('c1', `octopus ${filling}`), wanted('c2'), gave('c2', `squid ${filling}`)),
    asking('4', 6, wanted('c1'), gave('c1', `octopus ${filling}`), wanted('c2'), gave('c2', `squid ${filling}`)),
  ]

  it.each<[string, string]>([
    ['short', ''],
    ['of many pieces', 'ink '.repeat(9000)],
  ])('has what a tool answered once, where only the next request tells it: %s', async (_, filling) => {
    const { db } = await indexed(...toolLoop(filling))
    expect([spansWith(db, 'octopus'), spansWith(db, 'squid')]).toEqual(['2', '3'])
  })

  it('has what a tool answered in the span of the tool, where there is one', async () => {
    const results = { 'gen_ai.tool.call.id': 'c1', 'gen_ai.tool.call.result': 'octopus' }
    const { db } = await indexed(
      ...toolLoop(),
      tool({ id: 'a', at: 2 }, 'read', results),
      tool({ id: 'b', at: 4 }, 'read', { 'gen_ai.tool.call.id': 'c2' }),
    )
    expect([spansWith(db, 'octopus'), spansWith(db, 'squid')]).toEqual(['a', '3'])
  })

  it('takes the words of one text up to its bound', async () => {
    const text = `first ${'x '.repeat(40_000)} last`
    const { db } = await indexed(chat({ id: '1' }, { text }))
    expect([spansWith(db, 'first'), spansWith(db, 'last')]).toEqual(['1', ''])
  })

  it('follows a span that ends with other words, and forgets the old ones', async () => {
    const store = await indexed(chat({ id: '1', lasts: null }, { text: 'before' }))
    expect(spansWith(store.db, 'before')).toBe('1')
    await store.write(chat({ id: '1', lasts: 5 }, { text: 'after' }))
    expect(pending(store.db)).toBe(1)
    await drain(store.writer)
    expect([spansWith(store.db, 'before'), spansWith(store.db, 'after'), pending(store.db)]).toEqual(['', '1', 0])
  })

  it('takes a document out when nothing is left to find', async () => {
    const store = await indexed(chat({ id: '1', lasts: null }, { text: 'gone' }))
    await store.write({ id: '1', name: '', lasts: 5 })
    await drain(store.writer)
    expect(store.db.prepare('SELECT count(*) FROM search_docsize').pluck().get()).toBe(0)
  })

  it('follows an interpretation under other rules', async () => {
    const store = await indexed(chat({ id: '1' }, { text: 'octopus' }))
    store.writer.rederive('rules without calls', (item) => {
      const { call: _, ...rest } = record(item).record
      return { record: rest }
    })
    await drain(store.writer)
    expect([spansWith(store.db, 'octopus'), spansWith(store.db, 'chat')]).toEqual(['', '1'])
  })

  it('is not in the canonical dump', async () => {
    const store = await openTestStore()
    await store.write(chat({ id: '1' }))
    const before = canonicalDump(store.db)
    await drain(store.writer)
    expect(canonicalDump(store.db)).toEqual(before)
  })
})

describe('the cursor of the full-text index', () => {
  it('goes on where a stopped process left it, and nothing is indexed twice', async () => {
    const file = join(folder, 'resume.db')
    const first = openDatabase(file)
    const one = createSqliteWriter(first, { ...LAYERS, slice: 2 })
    const items = Array.from({ length: 5 }, (_, i) => spanItem(chat({ id: `${i + 1}`, at: i }, { text: `word${i}` })))
    await one.write([{ records: items.map(record), arrival: { receivedNs: 1n, workspaceId: 1 } }])
    await one.work()
    expect(pending(first)).toBe(3)
    first.close()

    const db = openDatabase(file)
    expect([spansWith(db, 'word1'), spansWith(db, 'word2')]).toEqual(['2', ''])
    await drain(createSqliteWriter(db, { ...LAYERS, slice: 2 }))
    expect([pending(db), spansWith(db, 'word4')]).toEqual([0, '5'])
    expect(db.prepare('SELECT count(*) FROM search_docsize').pluck().get()).toBe(5)
    db.close()
  })

  it('is behind by what changed, which is counted up to a bound', async () => {
    const { db } = await openTestStore()
    const changed = (count: number) => {
      db.prepare(
        'INSERT INTO search_changes WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, 1 FROM n WHERE true ON CONFLICT DO NOTHING',
      ).run(count)
      const { searchPending, searchPendingIsMore } = readInfo(db, { workspaceId: 1 })
      return [searchPending, searchPendingIsMore]
    }
    expect([changed(9), changed(10_000), changed(10_001), changed(30_000)]).toEqual([
      [9, false],
      [10_000, false],
      [10_000, true],
      [10_000, true],
    ])
  })

  it('stops when its time is up', async () => {
    const store = await openTestStore()
    await store.write(...Array.from({ length: 9 }, (_, i) => chat({ id: `${i + 1}`, at: i })))
    let ms = 0
    const index = createSearchIndex(store.db, { slice: 1000, now: () => ms++ })
    index.work()
    expect(pending(store.db)).toBe(6)
  })

  it('comes after the work that the rows themselves wait for', async () => {
    const store = await openTestStore()
    await store.write(chat({ id: '1' }))
    store.db.prepare("INSERT INTO jobs (kind) VALUES ('indexes')").run()
    await store.writer.work()
    expect(pending(store.db)).toBe(1)
  })

  it('indexes nothing of a transaction that failed', async () => {
    const store = await openTestStore()
    await store.write(chat({ id: '1' }, { text: 'octopus' }))
    store.db.exec("CREATE TEMP TRIGGER broken BEFORE INSERT ON settings BEGIN SELECT raise(ABORT, 'broken'); END")
    await expect(store.writer.work()).rejects.toThrow('broken')
    expect([pending(store.db), spansWith(store.db, 'octopus')]).toEqual([1, ''])
    store.db.exec('DROP TRIGGER temp.broken')
    await drain(store.writer)
    expect([pending(store.db), spansWith(store.db, 'octopus')]).toEqual([0, '1'])
    expect(store.db.pragma('synchronous', { simple: true })).toBe(2)
  })

  it('begins at the beginning of a database that is older than the index', async () => {
    const file = join(folder, 'old.db')
    const store = await openTestStore({ file })
    await store.write(chat({ id: '1' }, { text: 'octopus' }), { id: '2', events: [issue('major', 'style')] })
    store.db.close()
    const old = new Database(file)
    old.exec(`DROP VIEW logs; DROP VIEW metric_values; DROP VIEW ingest_log; DROP TABLE log_records; DROP TABLE metric_descriptors;
      DROP TABLE metric_series; DROP TABLE metric_points; DROP TABLE item_counts; DROP TABLE receipts;
      DROP TABLE pins; DROP TABLE removals; DROP TABLE removed_traces; DROP TABLE tombstones; DROP TABLE content_rules`)
    old.exec(
      'DROP VIEW issue_fixes; DROP TABLE search; DROP TABLE search_changes; DROP INDEX calls_by_start; DROP INDEX issues_by_time; DROP INDEX evaluations_by_span',
    )
    old.pragma('user_version = 2')
    old.close()

    const db = openDatabase(file)
    const writer = createSqliteWriter(db, LAYERS)
    const late = () =>
      db
        .prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('calls_by_start', 'issues_by_time', 'evaluations_by_span')")
        .pluck()
        .get()
    expect([pending(db), late()]).toEqual([2, 0])
    await drain(writer)
    expect([pending(db), late(), spansWith(db, 'octopus')]).toEqual([0, 3, '1'])
    db.close()
  })
})
