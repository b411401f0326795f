import { startCollectorProcess } from './collector-process.ts'
import { demoPlans } from './demo-plans.ts'
import { playPlan, sendPlan, sendRequest } from './send.ts'
import { abandoned } from './sessions/gaps.ts'
import { hugeSession } from './sessions/huge.ts'
import { recordedRequests } from './sessions/recorded.ts'
import { runningSession } from './sessions/running.ts'

/** What is sent. */
export interface DemoOptions {
  /** The moment that all times are relative to. */
  readonly nowMs: number
  /** Size of a further trace; 0 = none. */
  readonly hugeSpans?: number
  /** Names of plans that are not sent. */
  readonly leaveOut?: readonly string[]
}

const HOUR_MS = 3_600_000

/** Sends every session of the demonstration, the running one last. */
export async function fillDemo(url: string, { nowMs, hugeSpans = 0, leaveOut = [] }: DemoOptions): Promise<void> {
  for (const request of await recordedRequests(nowMs)) await sendRequest(url, request)
  for (const plan of demoPlans(nowMs)) if (!leaveOut.includes(plan.name)) await sendPlan(url, plan)
  if (hugeSpans > 0) await sendPlan(url, hugeSession(nowMs, hugeSpans))
  await sendPlan(url, runningSession(nowMs), nowMs)
}

/**
 * Leaves an abandoned session in a database that nobody has open. Abandoned is what ran and was silent for half an hour by the clock of the
 * collector, so a collector whose clock is late receives it.
 */
export async function leaveAbandoned(db: string): Promise<void> {
  const clock = new URL('earlier-clock.ts', import.meta.url).href
  const collector = await startCollectorProcess({ db, port: 0, nodeOptions: ['--import', clock] })
  try {
    const thenMs = Date.now() - HOUR_MS
    await sendPlan(collector.url, abandoned(thenMs), thenMs)
  } finally {
    await collector.close()
  }
}

/** Finishes the running session in real time. */
export async function playRunning(url: string, nowMs: number): Promise<void> {
  await playPlan(url, runningSession(nowMs))
}
