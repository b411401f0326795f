import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCollector } from '../../collector/src/collector.ts'
import { loadConfig } from '../../collector/src/config.ts'
import type { List } from '../../collector/src/contract.ts'
import { openDatabase } from '../../collector/src/store/sqlite/database.ts'
import { demoPlans } from '../demo/demo-plans.ts'
import { sendPlan } from '../demo/send.ts'
import { dumpOf } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import type { KnownValues } from './rest-requests.ts'

/** The moment of all that is stored. */
const NOW_MS = Date.UTC(2026, 0, 4, 10)

/** A collector with data, in a folder of its own. */
export interface RestStore {
  readonly url: string
  readonly grpcPort: number
  readonly file: string
  /** What it said to the operator: bugs, among other things. */
  readonly logged: readonly string[]
  close(): Promise<void>
}

/** Uses a collector that holds the sessions of the demonstration, and removes everything then. */
export async function withRestStore<T>(use: (start: () => Promise<RestStore>, file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-fuzz-'))
  const file = join(folder, 'tracker.db')
  try {
    const first = await open(file)
    for (const plan of demoPlans(NOW_MS)) await sendPlan(first.url, plan)
    await first.close()
    return await use(() => open(file), file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function open(file: string): Promise<RestStore> {
  const logged: string[] = []
  const sources = { argv: ['--db', file, '--http-port', '0', '--grpc-port', '0'], env: { HOME: join(file, '..') } }
  const { url, grpcListensAt = '', close } = await startCollector(loadConfig(sources), { log: (line) => logged.push(line) })
  return { url, grpcPort: Number(grpcListensAt.split(':').at(-1)), file, logged, close }
}

/** What a store that nobody has open holds, in one text. @throws Error when it is damaged */
export function contentOf(file: string): string {
  const db = openDatabase(file)
  try {
    const answer = db.pragma('integrity_check', { simple: true })
    if (answer !== 'ok') throw new Error(`the database is damaged: ${answer}`)
  } finally {
    db.close()
  }
  return dumpOf(file).join('\n')
}

/** Values that requests can be made of. */
export async function knownValues(url: string): Promise<KnownValues> {
  const { get } = restOf(url)
  const idsOf = async (path: string, name: string): Promise<readonly string[]> =>
    (await get<List<Readonly<Record<string, unknown>>>>(path)).items.map((item) => String(item[name]))
  const ids = await idsOf('/sessions?limit=5', 'id')
  const spans = await Promise.all(ids.map((id) => get<List<{ traceId: string; spanId: string }>>(`/sessions/${id}/spans?limit=20`)))
  const all = spans.flatMap(({ items }) => items)
  const traceIds = all.map(({ traceId }) => traceId)
  return {
    byName: {
      id: ids,
      session: ids,
      traceId: traceIds,
      trace: traceIds,
      spanId: all.map(({ spanId }) => spanId),
      workflow: await idsOf('/sessions', 'workflow'),
      at: ['/name', '/attributes/0/value', '/status/message', '/events/0/name'],
      after: ['2026-01-01', '2026-01-04T10:00:00Z'],
      before: ['2027-01-01', '2026-01-04T10:00:00Z'],
      q: ['blog', 'the', 'ls', '"the code"', 'über'],
      limit: ['1', '2', '50'],
    },
    cursors: [],
  }
}
