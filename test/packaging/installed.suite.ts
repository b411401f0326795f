import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tarball } from './pack.ts'
import type { Project } from './project.ts'
import { type Served, serve } from './serve.ts'

const CONSUMERS = join(import.meta.dirname, 'consumers')
const START_MS = 30_000

/** All packages in a project on one Node.js: the command, the page and the libraries. */
export function describeInstalled(name: string, project: () => Project, tarballs: () => readonly Tarball[]): void {
  describe(`installed on ${name}`, () => {
    let served: Served
    const tracker = (...words: readonly string[]): Promise<string> => project().run('node_modules/.bin/tracker', ...words)

    beforeAll(async () => {
      cpSync(CONSUMERS, project().folder, { recursive: true })
      served = await serve(project(), 'tracker.db')
      await sendSpan(served.url)
    }, START_MS)

    it('uses that Node.js', async () => {
      expect((await project().run('node', '--version')).trim()).toBe(`v${project().node.version}`)
    })

    it('has a command that knows its version and explains itself', async () => {
      const version = tarballs().find((each) => each.name === 'ai-tracker')?.version
      expect(await tracker('--version')).toContain(version)
      expect(await tracker('--help')).toContain('session list')
    })

    it('lists what was sent', async () => {
      const said = await tracker('session', 'list', '--json', '--db', served.file)
      expect(JSON.parse(said)).toMatchObject({ items: [{ workflow: 'packed', status: 'completed' }] })
    })

    it('needs no Node.js that strips types', async () => {
      const command = ['node', '--no-experimental-strip-types', 'node_modules/ai-tracker/start.cjs', 'session', 'list'] as const
      expect(await project().run(...command, '--db', served.file)).toContain('packed')
    })

    it('says in one line what an older Node.js lacks', async () => {
      const script = `Object.defineProperty(process, 'versions', { value: { node: '20.19.0' } }); require('./node_modules/ai-tracker/start.cjs')`
      await expect(project().run('node', '--eval', script)).rejects.toThrow(/^ai-tracker needs Node\.js 22\.18 or later.*install a newer/m)
    })

    it('answers SQL, which a process of its own does', async () => {
      const said = await tracker('sql', 'SELECT count(*) AS sessions FROM sessions', '--json', '--db', served.file)
      expect(said).toMatch(/"sessions"[\s\S]*\b1\b/)
    })

    it('shows the page with all of its files', async () => {
      const page = await fetch(served.url)
      expect(page.status).toBe(200)
      const files = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path)
      expect(files.some((path) => path.endsWith('.js'))).toBe(true)
      const statuses = await Promise.all(files.map(async (path) => (await fetch(`${served.url}${path}`)).status))
      expect(new Set(statuses)).toEqual(new Set([200]))
    })

    it('copies and compacts the database while the collector is busy with it, and imports beside it', async () => {
      const sending = keepSending(served.url)
      const copy = join(project().folder, 'copy.db')
      expect(JSON.parse(await tracker('db', 'backup', copy, '--json', '--db', served.file))).toMatchObject({ copy })
      expect(JSON.parse(await tracker('db', 'compact', '--json', '--db', served.file))).toMatchObject({ isOwned: true })
      const lines = join(project().folder, 'spans.jsonl')
      writeFileSync(lines, `${request({ spanId: 'a'.repeat(16), parentSpanId: ROOT_ID })}\n`)
      expect(JSON.parse(await tracker('import', lines, '--json', '--db', served.file))).toMatchObject({ new: { spans: 1 }, refused: 0 })
      expect(await sending.stop()).toBeGreaterThan(0)
      expect(await tracker('db', 'check', '--db', copy)).toContain('is whole')
      expect(await tracker('session', 'list', '--db', copy)).toContain('packed')
    })

    it.each(['semconv.ts', 'semconv.cjs'])('has names for a program: %s', async (program) => {
      expect(await project().run('node', program)).toBe('tracker.phase.name\n')
    })

    it.each(['sdk.ts', 'sdk.cjs'])('records a session of a program: %s', async (program) => {
      await project().run('node', program, served.url)
      const said = await tracker('session', 'list', '--workflow', program, '--json', '--db', served.file)
      expect(JSON.parse(said)).toMatchObject({ items: [{ workflow: program, status: 'completed' }] })
    })

    // The last one: it stops the collector.
    it('stops in order, and gives the file to a program that opens it', async () => {
      expect(await served.stop()).toBe(0)
      expect(await project().run('node', 'collector.ts', served.file)).toContain('packed')
    })

    afterAll(async () => {
      await served?.stop()
    })
  })
}

const ROOT_ID = 'eee19b7ec3c1b174'

/** A request of one span, as OTLP/JSON. All are of one trace. */
function request(fields: Readonly<Record<string, unknown>>): string {
  const nowNs = BigInt(Date.now()) * 1_000_000n
  const times = { startTimeUnixNano: String(nowNs - 1_000_000_000n), endTimeUnixNano: String(nowNs) }
  const span = { traceId: '5b8efff798038103d269b633813fc60c', name: 'run', kind: 1, ...times, ...fields }
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: {}, spans: [span] }] }] })
}

/** A session of one span. */
async function sendSpan(url: string): Promise<void> {
  const attributes = [{ key: 'gen_ai.workflow.name', value: { stringValue: 'packed' } }]
  await post(url, request({ spanId: ROOT_ID, attributes }))
}

/** Sends spans of that session, one after the other. `stop` says how many were taken; all have to be. */
function keepSending(url: string): { readonly stop: () => Promise<number> } {
  let isStopped = false
  const sending = (async () => {
    let sent = 0
    for (; !isStopped; sent++) await post(url, request({ spanId: (sent + 1).toString(16).padStart(16, '0'), parentSpanId: ROOT_ID }))
    return sent
  })()
  sending.catch(() => undefined) // thrown by `stop`
  const stop = (): Promise<number> => {
    isStopped = true
    return sending
  }
  return { stop }
}

async function post(url: string, body: string): Promise<void> {
  const answer = await fetch(`${url}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBe(200)
}
