import type { RetentionPolicy } from '../../../domain/retention.ts'
import type { SqliteDatabase } from '../database.ts'
import { resolveSession } from '../read/resolve.ts'
import { retentionState } from '../read/retention.ts'
import { listSessions } from '../read/sessions.ts'
import type { SqliteWriter } from '../write/writer.ts'
import { batchOf, openStore, settle } from './conversation.ts'

/** A store with a policy of retention, on a machine whose clock and time a test moves. Sessions have numbers. */

export const HOUR_MS = 3_600_000
export const DAY_NS = 86_400_000_000_000n
export const START_NS = 1_760_000_000_000_000_000n

/** A machine whose clock and time a test moves. */
export function machine() {
  let [ns, ms] = [START_NS, 0]
  return {
    clock: { nowNs: () => ns, uptimeMs: () => ms },
    now: () => ns,
    /** Time goes by. */
    pass(hours: number): void {
      ns += BigInt(hours * HOUR_MS) * 1_000_000n
      ms += hours * HOUR_MS
    },
    /** Somebody sets the clock. */
    setClock(days: number): void {
      ns += BigInt(days) * DAY_NS
    },
    reboot(): void {
      ms = 0
    },
  }
}

export const traceId = (n: number) => n.toString(16).padStart(32, '0')
/** Text that is like no other, of some bytes. */
export const text = (n: number, bytes: number) =>
  Array.from({ length: bytes / 16 }, (_, i) => (n * 1e9 + i * 7919).toString(16).padStart(16, '0')).join('')

/** One request for each session, a nanosecond apart. */
export async function writeSessions(
  writer: SqliteWriter,
  numbers: readonly number[],
  more: { readonly bytes?: number; readonly ns: bigint; readonly seconds?: number },
) {
  for (const n of numbers) {
    const span = { traceId: traceId(n), id: '1', seconds: more.seconds ?? 1, attributes: { 'input.value': text(n, more.bytes ?? 16) } }
    await writer.write([batchOf([span], {}, more.ns + BigInt(n))])
  }
}

/** Numbers of the sessions that are left. */
export const names = (db: SqliteDatabase) =>
  listSessions(db, { workspaceId: 1, sort: 'started', descending: false, limit: 100 })
    .items.map(({ traceId: id }) => Number.parseInt(id, 16))
    .sort((a, b) => a - b)
export const idOf = (db: SqliteDatabase, n: number) => resolveSession(db, { workspaceId: 1, text: traceId(n) })
export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** @returns the store, and `look`: six minutes go by and the writer does all there is to do */
export function open(policy: RetentionPolicy, file?: string, on = machine()) {
  const lines: string[] = []
  const { db, writer } = openStore(file, { clock: on.clock, log: (line) => lines.push(line) })
  writer.retain(policy)
  const look = async () => {
    on.pass(0.1)
    await settle(writer)
    return retentionState(db)
  }
  return { db, writer, on, look, lines }
}
