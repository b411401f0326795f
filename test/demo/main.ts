/**
 * Fills a collector with a demonstration: `npx node test/demo/main.ts [URL] [--db FILE] [--port N] [--spans N] [--live]`.
 *
 * With the URL of a collector it sends there and ends. Without one it starts a collector on `FILE` (else on a temporary file, which it
 * removes at its end), fills it when the file is new, prints the URL and how to ask it, and runs until Ctrl-C. `--spans` adds a trace of so many spans. The
 * running session stays as it is; with `--live` it goes on in real time and is done after a minute.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCollectorProcess } from './collector-process.ts'
import { fillDemo, leaveAbandoned, playRunning } from './fill-demo.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    db: { type: 'string' },
    port: { type: 'string', default: '0' },
    spans: { type: 'string', default: '0' },
    live: { type: 'boolean', default: false },
  },
})
const [givenUrl] = positionals

if (givenUrl === undefined) await serveDemo()
else await fill(givenUrl.replace(/\/$/, ''))

async function serveDemo(): Promise<void> {
  // Until the collector runs there is nothing to wait for.
  let stop: () => unknown = () => process.exit()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  const db = values.db ?? join(temporaryFolder(), 'demo.db')
  const isNew = !existsSync(db)
  mkdirSync(dirname(db), { recursive: true })
  if (isNew) await leaveAbandoned(db)
  const collector = await startCollectorProcess({ db, port: Number(values.port) })
  stop = collector.close
  console.log(`demonstration http=${collector.url} db=${db}`)
  console.log(`to ask it: npx tracker session list --db ${/[^\w/.-]/.test(db) ? JSON.stringify(db) : db}`)
  if (isNew) await fill(collector.url)
  await collector.ended
}

/** A folder that is gone when this process is, whatever ends it but SIGKILL. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ai-tracker-demo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function fill(url: string): Promise<void> {
  const nowMs = Date.now()
  await fillDemo(url, { nowMs, hugeSpans: Number(values.spans) })
  console.log('everything was sent')
  if (values.live) await playRunning(url, nowMs)
}
