import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRaw } from '../../../collector/src/store/sqlite/testing/damage-file.ts'
import { call, callAnswering } from './testing/call.ts'
import { type Served, send, temporaryFolder, trackerServe } from './testing/process.ts'
import { blogPost, broken, hostile, parallel } from './testing/telemetry.ts'

/** Pinning, deleting and looking at the limits, beside a collector and on a file that nobody has. */

describe.each(['beside a running collector', 'on a file that nobody has'])('%s', (where) => {
  const folder = temporaryFolder()
  const file = join(folder.path, 'tracker.db')
  const run = (...argv: readonly string[]) => call([...argv, '--db', file])
  let server: Served | undefined

  /** Sessions 1 to 4: `blog_post`, one of hostile names whose trace id begins as that of 1, `notes` and `import`. */
  beforeAll(async () => {
    server = await trackerServe(file, ['--retention-days', '90'])
    for (const body of [blogPost, hostile, parallel, broken]) expect(await send(server.url, body)).toBe(200)
    if (where.startsWith('on')) await server.stop('SIGTERM')
  }, 60_000)
  afterAll(async () => {
    await server?.stop('SIGTERM')
    folder.remove()
  })

  const left = async (): Promise<readonly number[]> =>
    JSON.parse((await run('session', 'list', '--json')).stdout)
      .items.map(({ id }: { readonly id: number }) => id)
      .toSorted()

  it('a pin is put on, is seen everywhere, and is taken off', async () => {
    expect(await run('session', 'pin', '1')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'session 1 is pinned: no limit of age or size removes it\n',
    })
    const list = (await run('session', 'list')).stdout.split('\n')
    expect(list.find((line) => line.startsWith(' 1 '))).toMatch(/ completed \* /)
    expect(list.filter((line) => line.includes(' * '))).toHaveLength(1)
    expect(list).toContain('* pinned: no limit of age or size removes it')
    expect((await run('session', 'show', '1')).stdout).toMatch(/^pinned +no limit of age or size removes it$/m)
    expect((await run('session', 'show', '3')).stdout).not.toContain('pinned')
    expect((await run('db', 'info')).stdout).toMatch(/^sessions +4, 1 of them pinned$/m)
    expect((await run('retention')).stdout).toMatch(/^pinned +1 session$/m)
    expect(JSON.parse((await run('session', 'unpin', '--session', '1', '--json')).stdout)).toEqual({ id: 1, pinned: false })
    expect((await run('session', 'list')).stdout).not.toContain('pinned')
    expect((await run('db', 'info')).stdout).toMatch(/^sessions +4$/m)
  })

  it('a pin wants one session', async () => {
    expect(await run('session', 'pin')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: which session\? "tracker session pin ID"/),
    })
    expect(await run('session', 'pin', '99')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: no session 99; .*list/) })
    expect(await run('session', 'unpin', '4bf92f35')).toMatchObject({ code: 2 })
  })

  it('retention shows the limits and what is in use', async () => {
    const { code, stdout } = await run('retention')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^age +sessions go 90 days after the last of them came$/m)
    expect(stdout).toMatch(/^size +[\d.]+ (kB|MB) in use, <1% of 20 GB; the file has [\d.]+ (kB|MB)$/m)
    // Sizes are told in the same units everywhere.
    const size = /^size +[\d.]+ (kB|MB|MiB), [\d.]+ (B|kB|MB|MiB) of it free; write-ahead log [\d.]+ (B|kB|MB|MiB)$/m
    expect((await run('db', 'info')).stdout).toMatch(size)
    expect(stdout).toMatch(/^pinned +none$/m)
    // A collector that runs has its limits; the next one has those of the settings.
    if (where.startsWith('on')) expect(stdout).toMatch(/^settings +no collector runs; its settings give 20 GB$/m)
    else expect(stdout).not.toContain('settings')
    const env = { TRACKER_RETENTION_DAYS: '90' }
    expect((await call(['retention', '--db', file], env)).stdout).not.toContain('settings')
    expect(stdout).not.toMatch(/^(notice|next|full|last) /m)
    expect(JSON.parse((await run('retention', '--json')).stdout)).toMatchObject({
      policy: { maxAgeDays: 90, maxBytes: 20_000_000_000 },
      notice: null,
    })
  })

  it('nothing is deleted where nobody can be asked', async () => {
    const { code, stdout, stderr } = await run('session', 'delete', '1')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^session 1: blog_post\n {2}5 spans, \$0\.006, 2026-01-04 \d\d:00:00 to 2026-01-04 \d\d:01:05\nerror: .*add --yes.*\n$/,
    )
    expect(await left()).toEqual([1, 2, 3, 4])
  })

  it('nothing is deleted when one of several cannot be found, or several are meant', async () => {
    expect(await run('session', 'delete', '1', '99', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('no session 99') })
    expect(await run('session', 'delete', '3', '4bf92f35', '--yes')).toMatchObject({ code: 2 })
    expect(await run('session', 'delete', '--yes')).toMatchObject({ code: 2, stderr: expect.stringContaining('which sessions?') })
    expect(await call(['session', 'delete', '--yes', '--db', file], { AI_TRACKER_SESSION_ID: '1' })).toMatchObject({ code: 2 })
    expect(await left()).toEqual([1, 2, 3, 4])
  })

  it.each([
    ['says no', ['n']],
    ['says something else', ['maybe']],
    ['only presses Enter', ['']],
    ['leaves', []],
  ])('nothing is deleted when a person %s', async (_, answers) => {
    const { code, stdout, stderr } = await callAnswering(['session', 'delete', '1', '--db', file], ...answers)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('Delete it for good? [y/N] ')
    expect(stderr).toMatch(/nothing was deleted\n$/)
    expect(await left()).toEqual([1, 2, 3, 4])
  })

  it('a person who says yes deletes, and what telemetry says is not obeyed', async () => {
    await run('session', 'pin', '2')
    const { code, stdout, stderr } = await callAnswering(['session', 'delete', '2', '2', '--db', file], 'y')
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toMatch(/^session 2: /)
    expect(stderr).toMatch(/ spans, .*, pinned\n/)
    expect(stderr).toMatch(/deleted session 2: /)
    expect(stderr).not.toMatch(/[[\p{Cc}\p{Cf}]--[\n\u200d]]/v)
    expect(await left()).toEqual([1, 3, 4])
  })

  it('several are deleted at once, as a document', async () => {
    const { code, stdout, stderr } = await run('session', 'delete', '1', 'key:notes-of-the-release', '--yes', '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      deleted: [
        { id: 1, workflow: 'blog_post', spanCount: 5, costUsd: '0.006' },
        { id: 3, key: 'notes-of-the-release', completedAt: null },
      ],
    })
    expect(await left()).toEqual([4])
    expect(await run('session', 'show', '1')).toMatchObject({ code: 1, stderr: expect.stringContaining('no session 1') })
    expect(await run('sql', 'SELECT count(*) AS n FROM sessions', '--format', 'csv')).toMatchObject({ stdout: 'n\n1\n' })
  })

  it.runIf(where.startsWith('on'))('none is where the database is gone meanwhile', async () => {
    const copy = join(folder.path, 'copy.db')
    expect(await run('db', 'backup', copy)).toMatchObject({ code: 0 })
    const meanwhile = () => {
      rmSync(copy)
      return 'y'
    }
    const { code, stderr } = await callAnswering(['session', 'delete', '4', '--db', copy], meanwhile)
    expect(code).toBe(1)
    expect(stderr).toMatch(/error: no database at .*copy\.db/)
    expect(stderr).not.toContain('deleted session')
  })

  it.runIf(where.startsWith('on'))('it is said when another program keeps it from being wiped out', async () => {
    const copy = join(folder.path, 'read.db')
    copyFileSync(file, copy)
    const reader = openRaw(copy, { readonly: true })
    reader.exec('BEGIN; SELECT count(*) FROM spans')
    const { code, stderr } = await call(['session', 'delete', '4', '--yes', '--db', copy])
    reader.close()
    expect(code).toBe(0)
    expect(stderr).toMatch(/deleted session 4: .*\nwhat was deleted may still be in the bytes of the file/)
  })

  it('one that somebody else deletes meanwhile is deleted', async () => {
    const meanwhile = async () => {
      expect(await run('session', 'delete', '4', '--yes')).toMatchObject({ code: 0 })
      return 'y'
    }
    const { code, stderr } = await callAnswering(['session', 'delete', '4', '--db', file], meanwhile)
    expect(code).toBe(0)
    expect(stderr).toMatch(/deleted session 4: .*\n$/)
    expect(await left()).not.toContain(4)
  })
})

describe('retention of a file on which no collector has run', () => {
  const folder = temporaryFolder()
  const file = join(folder.path, 'tracker.db')
  const settings = async (env = {}) =>
    /^settings +(.*)$/m.exec((await call(['retention', '--db', file], { COLUMNS: '200', ...env })).stdout)?.[1]
  beforeAll(async () => {
    const fixture = join(import.meta.dirname, 'import/fixtures/collector.jsonl')
    expect(await call(['import', fixture, '--db', file])).toMatchObject({ code: 0 })
  })
  afterAll(folder.remove)

  it.each([
    ['nothing', {}, /yet; its settings give 20 GB$/],
    ['an age', { TRACKER_RETENTION_DAYS: '1' }, /yet; its settings give 20 GB and 1 day$/],
    ['what does not fit', { TRACKER_RETENTION_SIZE: 'much' }, /^the next collector would not start: TRACKER_RETENTION_SIZE is "much"/],
  ])('says what the settings give: %s', async (_, env, text) => expect(await settings(env)).toMatch(text))

  it('says nothing where they give none', async () => expect(await settings({ TRACKER_RETENTION_SIZE: 'off' })).toBeUndefined())
})
