import { CLIENTS } from '../../clients/clients.ts'
import { readRecording } from '../../record/fixtures.ts'

/** All recordings are of one session that was played with many clients. */
const RECORDED_KEY = 'blog-post-2026-session-0001'
/** Recordings are re-timed to a millisecond for each start and end; a step of a real client takes about as long as this. */
const STRETCH = 140n
const MINUTE_MS = 60_000
const APART_MS = 47 * MINUTE_MS

/** The export requests of the recorded clients, each client in a session of its own, the last one some hours ago. */
export async function recordedRequests(nowMs: number): Promise<readonly unknown[]> {
  const all = await Promise.all(
    CLIENTS.map(async ({ name }, index) => {
      const { requests } = await readRecording(name)
      const startNs = BigInt(nowMs - 7 * 60 * MINUTE_MS - index * APART_MS) * 1_000_000n
      return requests.map((request) => movedTo(JSON.stringify(request), { name, startNs, traceNumber: index + 1 }))
    }),
  )
  return all.flat()
}

interface Place {
  readonly name: string
  readonly startNs: bigint
  readonly traceNumber: number
}

/** A recorded request at another time, as a session and trace of its own. */
function movedTo(text: string, { name, startNs, traceNumber }: Place): unknown {
  const times = [...text.matchAll(/"(?:startTimeUnixNano|endTimeUnixNano|timeUnixNano)":"(\d+)"/g)].map(([, time = '0']) => BigInt(time))
  const firstNs = times.filter((time) => time > 0n).reduce((least, time) => (time < least ? time : least), times[0] ?? 0n)
  return JSON.parse(text.replaceAll(RECORDED_KEY, `${RECORDED_KEY}-${name}`), (key, value: unknown) => {
    if (key === 'traceId') return traceNumber.toString(16).padStart(32, 'd')
    const isTime = key.endsWith('imeUnixNano') && typeof value === 'string' && value !== '0'
    return isTime ? String(startNs + (BigInt(value) - firstNs) * STRETCH) : value
  })
}
