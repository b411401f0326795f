import { setTimeout as sleep } from 'node:timers/promises'
import { jsonRequest, send } from '../end-to-end/otlp-sender.ts'
import { logRequestOf, requestsOf, spansAt } from './otlp-json.ts'
import { type Plan, placed } from './step.ts'

/** Sends a plan as it looks at a moment; without one, finished. Fails unless everything was taken. */
export async function sendPlan(url: string, plan: Plan, atMs?: number): Promise<void> {
  for (const request of requestsOf(plan, spansAt(plan, atMs))) await sendRequest(url, request)
  await sendLogs(url, plan, { fromMs: 0, toMs: atMs ?? Number.POSITIVE_INFINITY })
}

/** Sends the log records of a plan after a moment and until another. */
async function sendLogs(url: string, plan: Plan, range: { readonly fromMs: number; readonly toMs: number }): Promise<void> {
  const request = logRequestOf(plan, range)
  if (request !== undefined) await send(url, jsonRequest(request), 'logs')
}

/** Sends one export request. Fails unless it was taken as a whole. */
export async function sendRequest(url: string, request: unknown): Promise<void> {
  await send(url, jsonRequest(request))
}

/** Plays a plan from a moment on as it happens: what begins and what ends is sent when it does. */
export async function playPlan(url: string, plan: Plan, now: () => number = Date.now): Promise<void> {
  let sentMs = now()
  const changes = placed(plan).flatMap(({ startMs, endMs }) => [startMs, endMs])
  const later = [...new Set(changes)].filter((atMs) => atMs > sentMs).sort((a, b) => a - b)
  for (const atMs of later) {
    if (atMs > now()) await sleep(atMs - now())
    await sendChanges(url, plan, { fromMs: sentMs, toMs: atMs })
    sentMs = atMs
  }
}

/** Sends what began or ended after `fromMs` and until `toMs`. */
export async function sendChanges(
  url: string,
  plan: Plan,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<void> {
  const steps = placed(plan)
  const changed = spansAt(plan, toMs).filter((_, index) => {
    const step = steps.filter(({ startMs }) => startMs <= toMs)[index]
    return step !== undefined && (step.startMs > fromMs || (step.endMs > fromMs && step.endMs <= toMs))
  })
  for (const request of requestsOf(plan, changed)) await sendRequest(url, request)
  await sendLogs(url, plan, { fromMs, toMs })
}
