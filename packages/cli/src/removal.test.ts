import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    expect(stdout).toMatch(/^pinned +none$/m)
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
})
