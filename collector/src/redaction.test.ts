import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startCollector } from './collector.ts'
import { loadConfig } from './config.ts'
import type { IngestReceipt } from './contract.ts'

/** What must not reach the disk. Put together here, so that no scanner of repositories takes it for a real one. */
const SECRET = `ghp_${'aB3dE6gH9j'.repeat(4)}`
const NOW = '1760000000000000000'
const text = (key: string) => ({ key, value: { stringValue: `use ${SECRET} for it` } })
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }, text('deploy.note')] }

const REQUESTS: Readonly<Record<string, object>> = {
  traces: {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            spans: [
              {
                traceId: 'a'.repeat(32),
                spanId: 'b'.repeat(16),
                name: 'chat',
                startTimeUnixNano: NOW,
                endTimeUnixNano: NOW,
                attributes: [text('gen_ai.input.messages')],
                events: [{ name: 'log', timeUnixNano: NOW, attributes: [text('line')] }],
                status: { code: 2, message: `${SECRET} was refused` },
              },
            ],
          },
        ],
      },
    ],
  },
  logs: { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [{ timeUnixNano: NOW, body: { stringValue: `key ${SECRET}` } }] }] }] },
  metrics: {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: [{ timeUnixNano: NOW, asInt: '1', attributes: [text('by')] }] } }] }],
      },
    ],
  },
}

async function serve(env: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'redaction-'))
  const argv = ['--db', join(folder, 'tracker.db'), '--http-port', '0', '--grpc-port', '0']
  const collector = await startCollector(loadConfig({ argv, env: { HOME: folder, ...env } }), { log: () => undefined })
  onTestFinished(async () => {
    await collector.close()
    rmSync(folder, { recursive: true })
  })
  const send = async (signal: string) => {
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(REQUESTS[signal]) }
    expect((await fetch(`${collector.url}/v1/${signal}`, init)).status).toBe(200)
  }
  for (const signal of Object.keys(REQUESTS)) await send(signal)
  const get = async (path: string) => await (await fetch(`${collector.url}/api/v1/${path}`)).text()
  const { items }: { readonly items: readonly IngestReceipt[] } = JSON.parse(await get('ingest'))
  const given = await Promise.all(Object.keys(REQUESTS).map((signal) => get(`export?signal=${signal}`)))
  await collector.close()
  const onDisk = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('')
  return { receipts: items, given: given.join(''), onDisk }
}

it('what a rule finds reaches the disk in no signal, and receipts count it', async () => {
  const { receipts, given, onDisk } = await serve({ TRACKER_CONTENT: 'redacted' })
  expect(onDisk).not.toContain(SECRET.slice(4))
  expect(given.match(/\[redacted:github-token\]/g)?.length).toBeGreaterThanOrEqual(7)
  expect(receipts.map(({ signal, redactions }) => [signal, redactions['github-token']])).toEqual([
    ['metrics', 2],
    ['logs', 2],
    ['traces', 4],
  ])
})

it('a prompt is stored as its length when content is off', async () => {
  const { given, onDisk } = await serve({ TRACKER_CONTENT: 'off' })
  expect(onDisk).not.toContain(SECRET.slice(4))
  expect(given).toContain(`[off:${`use ${SECRET} for it`.length} characters]`)
})

it('everything is stored as it was sent unless somebody wants otherwise', async () => {
  const { receipts, given } = await serve({})
  expect(given.split(SECRET).length - 1).toBe(8)
  expect(receipts.map(({ redactions }) => redactions)).toEqual([{}, {}, {}])
})

it('rules of one’s own are read from a file, whose mistakes keep the collector from starting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'rules.json')
  writeFileSync(file, JSON.stringify({ rules: [{ name: 'for-it', pattern: 'for it' }] }))
  const { given } = await serve({ TRACKER_CONTENT: 'redacted', TRACKER_REDACTION_RULES: file })
  expect(given).toContain('[redacted:for-it]')
  writeFileSync(file, JSON.stringify({ rules: [{ name: 'for-it', pattern: '(' }] }))
  await expect(serve({ TRACKER_REDACTION_RULES: file })).rejects.toMatchObject({ message: expect.stringContaining('for-it') })
})
