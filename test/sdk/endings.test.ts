/** What a program recorded arrives, however it ends, and whether or not the collector is there. Once each. */
import { copyFile, readdir, readFile, stat } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createTracker } from '@ai-tracker/sdk'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Collector, startCollector } from '../../collector/src/collector.ts'
import { loadConfig } from '../../collector/src/config.ts'
import type { Phase, Session } from '../../collector/src/contract.ts'
import { restOf } from '../end-to-end/rest.ts'
import { type ProgramEnd, runProgram, withFolder } from './run-program.ts'

const PROGRAM = 'test/sdk/programs/worker.ts'
const SOON = { timeout: 15_000, interval: 100 }

/** A place for a collector that can be away. */
interface Place {
  readonly url: string
  readonly spool: string
  /** What programs find in their environment. */
  readonly env: Readonly<Record<string, string>>
  start(env?: Readonly<Record<string, string>>): Promise<Collector>
  run(way: string, options?: Partial<Parameters<typeof runProgram>[0]>): Promise<ProgramEnd>
  sessions(): Promise<readonly Session[]>
}

function withPlace<T>(use: (place: Place) => Promise<T>): Promise<T> {
  return withFolder(async (folder) => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const spool = join(folder, 'spool')
    const env = { TRACKER_URL: url, TRACKER_SPOOL: spool, HOME: folder }
    return use({
      url,
      spool,
      env,
      async start(more = {}) {
        const sources = {
          argv: ['--db', join(folder, 'tracker.db'), '--http-port', String(port), '--grpc-port', '0'],
          env: { HOME: folder, ...more },
        }
        const collector = await startCollector(loadConfig(sources))
        onTestFinished(() => collector.close())
        return collector
      },
      run: (way, options) => runProgram({ program: PROGRAM, args: [way, '20'], env, ...options }),
      sessions: () => restOf(url).list<Session>('/sessions'),
    })
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

const spansIn = (file: string): readonly unknown[] =>
  file
    .trimEnd()
    .split('\n')
    .flatMap((line) => JSON.parse(line).resourceSpans[0].scopeSpans[0].spans)

const filesOf = (folder: string) => readdir(folder).catch(() => [])

describe('with a collector', () => {
  it('sends everything when the program has nothing more to do', () =>
    withPlace(async ({ start, run, sessions, spool }) => {
      await start()
      expect(await run('end')).toEqual({ code: 0, stdout: '', stderr: '' })
      const rows = await sessions()
      expect(rows).toHaveLength(20)
      expect(rows.every(({ status, spanCount }) => status === 'completed' && spanCount === 2)).toBe(true)
      expect(await filesOf(spool)).toEqual([])
    }))

  it('sends everything after the program has ended itself', () =>
    withPlace(async ({ start, run, sessions, spool, url }) => {
      await start()
      expect(await run('exit')).toMatchObject({ code: 3, stderr: '' })
      await vi.waitFor(async () => expect(await filesOf(spool)).toEqual([]), SOON)
      const [cut] = await sessions()
      expect(cut).toMatchObject({ key: 'worker-that-exits', status: 'running', spanCount: 3 })
      const phases = await restOf(url).list<Phase>(`/sessions/${cut?.id}/phases`)
      expect(phases.map(({ name, status }) => [name, status])).toEqual([
        ['done', 'completed'],
        ['cut', 'running'],
      ])
    }))

  it.each(['crash', 'reject'])('sends everything after an error has ended the program, as failed with it: %s', (way) =>
    withPlace(async ({ start, run, sessions, spool, url }) => {
      await start()
      const end = await run(way)
      expect(end.code).toBe(1)
      expect(end.stderr).toContain('TypeError: it broke')
      expect(end.stderr).not.toContain('ai-tracker')
      await vi.waitFor(async () => expect(await filesOf(spool)).toEqual([]), SOON)
      const [session] = await sessions()
      expect(session).toMatchObject({ key: 'worker-that-crashes', status: 'failed' })
      const phases = await restOf(url).list<Phase>(`/sessions/${session?.id}/phases`)
      expect(phases.find(({ name }) => name === 'broken')).toMatchObject({ status: 'failed' })
    }),
  )

  it('leaves a session alone whose program catches the error and goes on', () =>
    withPlace(async ({ start, run, sessions }) => {
      await start()
      expect(await run('survive')).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(await sessions()).toMatchObject([{ status: 'completed', errorCount: 0 }])
    }))

  it('keeps everything when the program ends itself and nothing may outlive it, and the next run sends it', () =>
    withPlace(async ({ start, run, sessions, spool, url, env }) => {
      await start()
      expect(await run('exit', { env: { ...env, TRACKER_SEND_AFTER_EXIT: 'false' } })).toMatchObject({ code: 3, stderr: '' })
      expect(await filesOf(spool)).toHaveLength(1)
      expect(await run('end', { args: ['end', '1'] })).toMatchObject({ code: 0, stderr: '' })
      const rows = await sessions()
      const cut = rows.find(({ key }) => key === 'worker-that-exits')
      expect(rows).toHaveLength(2)
      expect(cut).toMatchObject({ status: 'running', spanCount: 3 })
      const phases = await restOf(url).list<Phase>(`/sessions/${cut?.id}/phases`)
      expect(phases.map(({ name, status }) => [name, status]).toSorted()).toEqual([
        ['cut', 'running'],
        ['done', 'completed'],
      ])
      expect(await filesOf(spool)).toEqual([])
    }))

  it('shows what was never ended as running, and says so', () =>
    withPlace(async ({ start, run, sessions, url }) => {
      await start()
      const end = await run('forget')
      expect(end).toMatchObject({ code: 0 })
      expect(end.stderr).toBe('ai-tracker: "invoke_workflow worker" and 1 other span were never ended; they stay running\n')
      const [session] = await sessions()
      expect(session).toMatchObject({ status: 'running', spanCount: 2 })
      expect(await restOf(url).list(`/sessions/${session?.id}/events`)).toMatchObject([{ type: 'm' }])
    }))

  it('sends everything on a signal, when asked to, and lets the signal end the program', () =>
    withPlace(async ({ start, run, sessions }) => {
      await start()
      const end = await run('signal', { onLine: (_, kill) => kill('SIGTERM') })
      expect(end).toEqual({ code: null, stdout: 'waiting\n', stderr: '' })
      expect(await sessions()).toHaveLength(20)
    }))

  it('says nothing of a loss when a signal ends a program that has sent everything, and has no files', () =>
    withPlace(async ({ start, run, sessions }) => {
      await start()
      const end = await run('signal-memory', { onLine: (_, kill) => kill('SIGTERM') })
      expect(end).toEqual({ code: null, stdout: 'waiting\n', stderr: '' })
      expect(await sessions()).toHaveLength(20)
    }))

  it.each([
    ['end', ['whole completed']],
    ['exit', ['whole completed']],
    ['throw', ['cut failed', 'whole completed']],
  ])('sends everything of a worker thread, however it ends: %s', (way, expected) =>
    withPlace(async ({ start, run, sessions, spool }) => {
      await start()
      expect(await run('', { program: 'test/sdk/programs/in-worker.ts', args: [way] })).toEqual({ code: 0, stdout: '', stderr: '' })
      await vi.waitFor(async () => expect(await filesOf(spool)).toEqual([]), SOON)
      expect((await sessions()).map(({ workflow, status }) => `${workflow} ${status}`).toSorted()).toEqual(expected)
    }),
  )

  it('does not hold up a program that ends by itself on a signal', () =>
    withPlace(async ({ start, run, sessions }) => {
      await start()
      let killedMs = 0
      const end = await run('own-signal', {
        onLine: (_, kill) => {
          killedMs = performance.now()
          kill('SIGTERM')
        },
      })
      expect(end).toEqual({ code: 0, stdout: 'waiting\n', stderr: '' })
      expect(performance.now() - killedMs).toBeLessThan(2500)
      expect(await sessions()).toHaveLength(20)
    }))

  it('keeps what comes without the token, says so once, and sends it when the token is right', () =>
    withPlace(async ({ start, run, spool, env, url }) => {
      const token = 'a-token-of-the-collector'
      await start({ TRACKER_TOKEN: token })
      const end = await run('end')
      expect(end).toMatchObject({ code: 0, stdout: '' })
      expect(end.stderr.split('\n').filter(Boolean)).toEqual([expect.stringMatching(/answered 401.*waits.*TRACKER_TOKEN/)])
      expect(await filesOf(spool)).toHaveLength(1)
      expect(await run('end', { args: ['end', '1'], env: { ...env, TRACKER_TOKEN: token } })).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(await filesOf(spool)).toEqual([])
      const answer = await fetch(`${url}/api/v1/sessions?limit=100`, { headers: { authorization: `Bearer ${token}` } })
      expect((await answer.text()).match(/"key":"worker-/g)).toHaveLength(21)
    }))

  it('sends all of a burst that is larger than its queue', () =>
    withPlace(async ({ start, sessions, spool, url }) => {
      await start()
      const tracker = createTracker({ endpoint: url, spool, env: {}, maxQueueSpans: 1000 })
      await tracker.session('import', (session) => {
        for (let index = 0; index < 3000; index++) session.logAction({ type: 'imported' })
      })
      expect(await tracker.flush()).toBe(true)
      expect(await sessions()).toMatchObject([{ spanCount: 3001 }])
    }))
})

describe('without a collector', () => {
  it('keeps what is recorded, and sends it when the collector is back', () =>
    withPlace(async ({ start, sessions, spool, url }) => {
      const tracker = createTracker({ endpoint: url, spool, env: {} })
      for (let index = 0; index < 30; index++)
        await tracker.session({ workflow: 'away', key: `away-in-this-test-${index}` }, (session) => session.phase('work', () => undefined))
      expect(await tracker.flush()).toBe(false)
      expect(await filesOf(spool)).toHaveLength(1)
      await start()
      await tracker.session({ workflow: 'back', key: 'back-in-this-test' }, () => undefined)
      await vi.waitFor(async () => {
        await tracker.flush()
        expect(await filesOf(spool)).toEqual([])
      }, SOON)
      const rows = await sessions()
      expect(rows).toHaveLength(31)
      expect(rows.reduce((sum, { spanCount }) => sum + spanCount, 0)).toBe(61)
      expect(rows.every(({ status }) => status === 'completed')).toBe(true)
    }))

  it('loses nothing that was flushed when the program is killed, and stores nothing twice', () =>
    withPlace(async ({ start, run, sessions, spool }) => {
      const written: string[] = []
      const killed = await run('forever', {
        onLine: (key, kill) => {
          written.push(key)
          if (written.length === 15) kill('SIGKILL')
        },
      })
      expect(killed.code).toBeNull()
      const [file] = await filesOf(spool)
      // As if the process had died while it sent the file, after everything had arrived.
      await copyFile(join(spool, `${file}`), join(spool, `${file}`.replace('.open', '').replace(/\.[^.]+\.\d+\.jsonl$/, 'x.jsonl')))
      await start()
      expect(await run('end', { args: ['end', '1'] })).toMatchObject({ code: 0, stderr: '' })
      const rows = await sessions()
      expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(written))
      expect(
        rows.filter(({ key }) => written.includes(key)).every(({ spanCount, status }) => spanCount === 2 && status === 'completed'),
      ).toBe(true)
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      expect(await filesOf(spool)).toEqual([])
    }))

  it('is not held up by a collector that takes requests and does not answer', () =>
    withPlace(async ({ run, env, spool }) => {
      const server = createHttpServer(() => undefined).listen(0, '127.0.0.1')
      onTestFinished(() => void server.close().closeAllConnections())
      await new Promise((resolve) => server.once('listening', resolve))
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : undefined
      const startMs = performance.now()
      const end = await run('end', { args: ['end', '800'], env: { ...env, TRACKER_URL: `http://127.0.0.1:${port}` } })
      expect(end).toMatchObject({ code: 0, stdout: '' })
      expect(performance.now() - startMs).toBeLessThan(12_000)
      const [file] = await filesOf(spool)
      expect(spansIn(await readFile(join(spool, `${file}`), 'utf8'))).toHaveLength(1600)
    }))

  it.each([
    ['refuses', 404, 'nothing here'],
    ['says yes to', 200, 'hi'],
  ])('keeps what another program on that port %s, and sends it when the collector has the port', (_, status, text) =>
    withPlace(async ({ start, run, sessions, spool, url }) => {
      const stranger = createHttpServer((_, response) => void response.writeHead(status).end(text))
      await new Promise<void>((resolve) => stranger.listen(Number(new URL(url).port), '127.0.0.1', resolve))
      const end = await run('end')
      expect(end).toMatchObject({ code: 0, stdout: '' })
      expect(end.stderr.split('\n').filter(Boolean)).toEqual([
        expect.stringMatching(
          /^ai-tracker: http:.*\/v1\/traces takes no traces \(it answered .*\); what is recorded waits in .*TRACKER_URL/,
        ),
      ])
      expect(end.stderr).toContain(`it answered ${status}: ${text})`)
      expect(await filesOf(spool)).toEqual([expect.not.stringContaining('rejected')])
      await new Promise((resolve) => stranger.close(resolve))
      await start()
      expect(await run('end', { args: ['end', '1'] })).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(await sessions()).toHaveLength(21)
      expect(await filesOf(spool)).toEqual([])
    }),
  )

  it.each([
    ['exit-memory', 3],
    ['crash-memory', 3],
    ['end-memory', 40],
  ])('says how many spans are lost when nothing may be written to files: %s', (way, count) =>
    withPlace(async ({ run, spool }) => {
      const { stderr } = await run(way)
      const said = stderr.split('\n').filter((line) => line.includes('lost'))
      expect(said).toEqual([`ai-tracker: lost at the end of the program: ${count} unsent spans, which no file keeps`])
      expect(await filesOf(spool)).toEqual([])
    }),
  )

  it('writes OTLP/JSON lines that only their owner can read', () =>
    withPlace(async ({ run, spool }) => {
      const end = await run('end')
      expect(end).toMatchObject({ code: 0, stdout: '' })
      expect(end.stderr).toMatch(/^ai-tracker: no collector at [^\n]+\n$/)
      const [file] = await filesOf(spool)
      if (process.platform !== 'win32') expect((await stat(join(spool, `${file}`))).mode & 0o777).toBe(0o600)
      expect(spansIn(await readFile(join(spool, `${file}`), 'utf8'))).toHaveLength(40)
    }))
})
