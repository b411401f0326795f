import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Config, type DbInfo, type IngestReceipt, type List, loadConfig, redactDatabase, startCollector } from '@ai-tracker/collector'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { canonicalDump } from '../../../collector/src/store/sqlite/canonical-dump.ts'
import { openDatabase, type SqliteDatabase } from '../../../collector/src/store/sqlite/database.ts'
import { change } from '../../../collector/src/store/sqlite/testing/damage-file.ts'
import { call, callAnswering } from './testing/call.ts'
import { temporaryFolder } from './testing/process.ts'
import { MAIL, OTHER_TOKEN, requests, SHORT_MAIL, TOKEN } from './testing/secret-telemetry.ts'

/** `tracker db redact` on a database that was stored as sent, beside one that was redacted from the start. */

const MODES = ['redacted', 'hashed', 'off'] as const
const SECRETS = [TOKEN, OTHER_TOKEN, MAIL, SHORT_MAIL]

const folder = temporaryFolder()
const full = join(folder.path, 'full.db')
const key = join(folder.path, 'content-key')
const freshDump = new Map<string, readonly string[]>()
const freshWords = new Map<string, readonly unknown[]>()

beforeAll(async () => {
  for (const mode of MODES) {
    const file = join(folder.path, `${mode}.db`)
    if (existsSync(key)) copyFileSync(key, `${file}.content-key`)
    await store(file, { content: mode })
    copyFileSync(`${file}.content-key`, key)
    freshDump.set(mode, dump(file))
    freshWords.set(mode, words(file))
  }
  await store(full, { content: 'full' })
  for (const secret of SECRETS) expect(bytesOf(full), secret).toContain(secret)
}, 120_000)
afterAll(() => folder.remove())

type Receipt = Pick<IngestReceipt, 'signal' | 'accepted' | 'duplicates'>

/** A collector takes all requests in, and ends when it has indexed them. @returns what they came to, the first one first */
async function store(file: string, config: Partial<Config>): Promise<readonly Receipt[]> {
  const argv = ['--db', file, '--http-port', '0', '--grpc-port', '0']
  const collector = await startCollector({ ...loadConfig({ argv, env: { HOME: folder.path } }), ...config }, { log: () => undefined })
  const get = async <T>(path: string): Promise<T> => JSON.parse(await (await fetch(`${collector.url}/api/v1/${path}`)).text())
  try {
    for (const { signal, body } of requests) {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
      expect((await fetch(`${collector.url}/v1/${signal}`, init)).status).toBe(200)
    }
    await vi.waitFor(async () => expect((await get<DbInfo>('info')).searchPending).toBe(0), { timeout: 10_000 })
    const receipts = await get<List<IngestReceipt>>(`ingest?limit=${requests.length}`)
    return receipts.items.map(({ signal, accepted, duplicates }) => ({ signal, accepted, duplicates })).toReversed()
  } finally {
    await collector.close()
  }
}

function read<T>(file: string, use: (db: SqliteDatabase) => T): T {
  const db = openDatabase(file, { readonly: true })
  try {
    return use(db)
  } finally {
    db.close()
  }
}

function dump(file: string): readonly string[] {
  return read(file, canonicalDump)
}

/** Every word of the search index, and in how many documents it stands how often. */
function words(file: string): readonly unknown[] {
  return read(file, (db) => {
    db.exec('CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)')
    return db.prepare('SELECT term, doc, cnt FROM temp.words ORDER BY term').raw().all()
  })
}

/** All bytes of a database and of what lies beside it. */
function bytesOf(file: string): string {
  const names = readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)))
  return names.map((name) => readFileSync(join(dirname(file), name), 'latin1')).join('')
}

/** A copy of the database for one test, with the key of the others. */
function copy(): string {
  const own = temporaryFolder()
  onTestFinished(own.remove)
  const file = join(own.path, 'tracker.db')
  copyFileSync(full, file)
  copyFileSync(key, `${file}.content-key`)
  return file
}

async function redact(file: string, ...argv: readonly string[]) {
  const { code, stdout, stderr } = await call(['db', 'redact', '--db', file, '--yes', '--json', ...argv])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

function expectClean(file: string): void {
  const bytes = bytesOf(file)
  for (const secret of SECRETS) {
    expect(bytes.includes(secret), secret).toBe(false)
    expect(bytes.toLowerCase().includes(secret.slice(4).toLowerCase()), secret).toBe(false)
  }
}

function expectUnchanged(file: string): void {
  expect(readFileSync(file).equals(readFileSync(full))).toBe(true)
}

describe.each(MODES)('with --content %s', (mode) => {
  it('a database becomes what it would be if it had been redacted from the start, in every byte', async () => {
    const file = copy()
    await redact(file, '--content', mode)
    expect(dump(file)).toEqual(freshDump.get(mode))
    expect(words(file)).toEqual(freshWords.get(mode))
    expectClean(file)
    expect(await call(['db', 'check', '--full', '--db', file])).toMatchObject({ code: 0 })
    const again = await redact(file, '--content', mode)
    expect(
      Object.values(again.counts).filter((looked) => typeof looked === 'object' && Reflect.get(looked ?? {}, 'changed') !== 0),
    ).toEqual([])
    expect(dump(file)).toEqual(freshDump.get(mode))
  })
})

describe('what is sent again as it was', () => {
  it.each(['redacted', 'hashed'] as const)('under the same rules is known (%s)', async (mode) => {
    const file = copy()
    await redact(file, '--content', mode)
    const receipts = await store(file, { content: mode })
    expect(receipts.filter(({ accepted }) => accepted > 0)).toEqual([])
    expect(dump(file)).toEqual(freshDump.get(mode))
  })

  it('to a collector that stores all of it does not come back in spans and logs; sets of attributes are other ones, and do', async () => {
    const file = copy()
    await redact(file)
    const linesOf = (lines: readonly string[] | undefined) =>
      lines?.filter((line) => /^(spans|span_variants|calls|action_rows|facts|log_records) /.test(line) && !line.includes('at no time'))
    const receipts = await store(file, { content: 'full' })
    expect(receipts.filter(({ signal, accepted }) => signal === 'traces' && accepted > 0)).toEqual([])
    expect(linesOf(dump(file))).toEqual(linesOf(freshDump.get('redacted')))
    expect(receipts.filter(({ signal, accepted }) => signal === 'metrics' && accepted > 0)).not.toEqual([])
  })
})

describe('tracker db redact', () => {
  it('tells a person in lines of 80 characters what it did', async () => {
    const { code, stdout } = await call(['db', 'redact', '--db', copy(), '-y'])
    expect(code).toBe(0)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/spans +19, 18 changed/)
    expect(stdout).toMatch(/matches +email \d+, github-token \d+/)
    expect(stdout).toMatch(/arrived +as sent since [-:0-9 ]+: 19 spans, 13 logs, 7 points/)
  })

  it.each([[], ['--json']])('changes nothing where nobody can be asked (%s)', async (...argv) => {
    const file = copy()
    const { code, stdout, stderr } = await call(['db', 'redact', '--db', file, ...argv])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `${file}: 19 spans, 14 logs, 8 points of metrics\n  what looks like a secret is replaced, and cannot be brought back\n` +
        'error: there is no terminal to ask on; add --yes to redact what is listed above\n',
    )
    expectUnchanged(file)
  })

  it('does not ask for a dry run', async () => {
    const file = copy()
    expect(await call(['db', 'redact', '--db', file, '--dry-run'])).toMatchObject({ code: 0, stderr: '' })
    expectUnchanged(file)
  })

  it.each([
    ['says no', ['n']],
    ['only presses Enter', ['']],
    ['leaves', []],
  ])('changes nothing when a person %s', async (_, answers) => {
    const file = copy()
    const { code, stdout, stderr } = await callAnswering(['db', 'redact', '--db', file, '--content', 'off'], ...answers)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('prompts, answers, arguments and results are taken out')
    expect(stderr).toContain('Redact these 41 items for good (--content off)? [y/N] ')
    expect(stderr).toMatch(/nothing was redacted\n$/)
    expectUnchanged(file)
  })

  it('works when a person says yes', async () => {
    const file = copy()
    const { code, stdout, stderr } = await callAnswering(['db', 'redact', '--db', file], 'y')
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/spans +19, 18 changed/) })
    expect(stderr).toMatch(/\(--content redacted\)\? \[y\/N\] $/)
    expectClean(file)
  })

  it('says the same beforehand, and changes nothing then', async () => {
    const file = copy()
    const before = readFileSync(file)
    const dry = await redact(file, '--dry-run')
    expect(readFileSync(file).equals(before)).toBe(true)
    const { equalLogs, ...counts } = (await redact(file)).counts
    expect(equalLogs).toBe(1)
    expect(dry).toMatchObject({ isDry: true, counts, stored: [{ rules: '', redactedAgain: [], spans: 19, logs: 14, points: 8 }] })
  })

  it('needs no key to say it', async () => {
    const file = join(dirname(copy()), 'other.db')
    copyFileSync(full, file)
    await redact(file, '--dry-run', '--content', 'hashed')
    expect(existsSync(`${file}.content-key`)).toBe(false)
  })

  it('takes the rules of a file, and those that the collector has', async () => {
    const file = copy()
    const rules = join(dirname(file), 'rules.json')
    writeFileSync(rules, JSON.stringify({ disable: ['email'], rules: [{ name: 'animal', pattern: 'brown fox' }] }))
    const { matches, mode } = JSON.parse(
      (await call(['db', 'redact', '--db', file, '--json', '--dry-run'], { TRACKER_REDACTION_RULES: rules, TRACKER_CONTENT: 'off' }))
        .stdout,
    )
    expect(mode).toBe('off')
    expect(matches.email).toBeUndefined()
    expect(matches.animal).toBeGreaterThan(0)
  })

  it.each([1, 3, 5, 8])('goes on after it was killed at its step %i', async (step) => {
    const file = copy()
    let steps = 0
    const progress = (): void => {
      if (++steps >= step) throw new Error('killed')
    }
    const options = { mode: 'redacted', rulesFile: undefined, pricesFile: undefined, isDry: false, progress, nowMs: 0 } as const
    const end = await redactDatabase(file, options).catch((error: unknown) => error)
    if (steps >= step) expect(end).toEqual(new Error('killed'))
    await redact(file)
    expect(dump(file)).toEqual(freshDump.get('redacted'))
    expectClean(file)
  })

  it('refuses beside a collector, and says what to do; a dry run does not', async () => {
    const file = copy()
    const collector = await startCollector(loadConfig({ argv: ['--db', file, '--http-port', '0', '--grpc-port', '0'], env: {} }), {
      log: () => undefined,
    })
    try {
      const { code, stderr } = await call(['db', 'redact', '--db', file])
      expect(code).toBe(1)
      expect(stderr).toContain(`is in use by the collector at ${collector.url}`)
      expect((await redact(file, '--dry-run')).counts.spans).toEqual({ items: 19, changed: 18 })
    } finally {
      await collector.close()
    }
  })

  it('leaves nothing of what was deleted before, either', async () => {
    const file = copy()
    const row = `INSERT INTO settings (key, value) VALUES ('left', '${TOKEN.repeat(500)}')`
    change(file, `PRAGMA secure_delete = OFF; ${row}; DELETE FROM settings WHERE key = 'left'`)
    await redact(file)
    expectClean(file)
  })

  it('keeps what a person pinned, under the new key', async () => {
    const file = copy()
    change(file, "INSERT INTO pins SELECT workspace_id, key, key_scope FROM session_rows WHERE key LIKE '%@%' OR key LIKE 'a-clean%'")
    await redact(file)
    const unpinned = `SELECT key FROM pins p WHERE NOT EXISTS
      (SELECT 1 FROM session_rows s WHERE s.workspace_id = p.workspace_id AND s.key = p.key AND s.key_scope = p.key_scope)`
    expect(read(file, (db) => db.prepare(unpinned).all())).toEqual([])
    expect(read(file, (db) => db.prepare('SELECT count(*) FROM pins').pluck().get())).toBe(3)
    expectClean(file)
  })

  it('keeps the integers of sessions and spans', async () => {
    const file = copy()
    const ids = (of: string) => read(of, (db) => db.prepare('SELECT id, trace, span_id FROM spans ORDER BY id').all())
    const before = ids(file)
    await redact(file)
    expect(ids(file)).toEqual(before)
    const lost = `SELECT id FROM session_rows WHERE id NOT IN (SELECT id FROM now.session_rows UNION SELECT old_id FROM now.session_aliases)`
    expect(
      read(full, (db) => {
        db.prepare('ATTACH ? AS now').run(file)
        return db.prepare(lost).all()
      }),
    ).toEqual([])
  })

  it('says in db info what items were redacted with', async () => {
    const file = copy()
    await redact(file)
    await store(file, { content: 'redacted' })
    const { contentRules } = JSON.parse((await call(['db', 'info', '--json', '--db', file])).stdout)
    expect(contentRules).toMatchObject([
      { rules: '', redactedAgain: ['redacted-1'] },
      { rules: 'redacted-1', until: null, redactedAgain: [] },
    ])
    const { stdout } = await call(['db', 'info', '--db', file])
    expect(stdout).toMatch(/content +as sent since [-:0-9 ]+, redacted again with redacted-1\n +redacted-1 since/)
  })
})
