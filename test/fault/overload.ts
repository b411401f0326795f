import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { memoryMib } from '../process-memory.ts'
import type { CollectorProcess } from './collector-process.ts'
import type { OverloadOrder, OverloadReport } from './overload-messages.ts'

/** How much is sent, and for how long. */
export type OverloadPlan = Omit<OverloadOrder, 'httpUrl' | 'grpcAddress'>

/** What came of it. */
export interface OverloadResult extends OverloadReport {
  /** Resident memory of the collector, in MiB: before, the most at any time so far, and after. */
  readonly memoryMib: { readonly before: number; readonly peak: number; readonly after: number }
  /** Answers to reads meanwhile, and the slowest of them. */
  readonly reads: number
  readonly slowestReadMs: number
  /** Bytes of requests that the collector says it holds, at the end. */
  readonly bytesHeld: number
}

const READ_EVERY_MS = 100
const READS = ['/healthz', '/api/v1/sessions?limit=5', '/metrics']
/** After the load, before the memory is read: what is garbage may go. */
const REST_MS = 1_000

/** Sends more than `collector` can store, and reads from it meanwhile. */
export async function overload(collector: CollectorProcess, plan: OverloadPlan): Promise<OverloadResult> {
  const httpUrl = await collector.url
  const order: OverloadOrder = { ...plan, httpUrl, grpcAddress: await collector.grpcAddress }
  const before = memoryMib(collector.pid, 'VmRSS')
  const child = fork(new URL('overload-process.ts', import.meta.url), [JSON.stringify(order)])
  const [reads, report] = await Promise.all([readUntilExit(httpUrl, child), reportOf(child)]).finally(() => child.kill('SIGKILL'))
  await setTimeout(REST_MS)
  return {
    ...report,
    ...reads,
    memoryMib: { before, peak: memoryMib(collector.pid, 'VmHWM'), after: memoryMib(collector.pid, 'VmRSS') },
    bytesHeld: await bytesHeld(httpUrl),
  }
}

/** What the process told before its end. */
async function reportOf(child: ReturnType<typeof fork>): Promise<OverloadReport> {
  let report: OverloadReport | undefined
  child.on('message', (message) => {
    report = message as OverloadReport
  })
  const [code] = await once(child, 'exit')
  if (!report) throw new Error(`the sending process ended (exit code ${code}) without a report`)
  return report
}

async function readUntilExit(url: string, child: ReturnType<typeof fork>): Promise<Pick<OverloadResult, 'reads' | 'slowestReadMs'>> {
  let reads = 0
  let slowestReadMs = 0
  while (child.exitCode === null && child.signalCode === null) {
    const startMs = performance.now()
    const reply = await fetch(url + READS[reads % READS.length])
    await reply.arrayBuffer()
    if (reply.status !== 200) throw new Error(`${READS[reads % READS.length]} was answered ${reply.status}`)
    slowestReadMs = Math.max(slowestReadMs, performance.now() - startMs)
    reads++
    await setTimeout(READ_EVERY_MS)
  }
  return { reads, slowestReadMs }
}

async function bytesHeld(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const [, bytes] = /^tracker_ingest_bytes (\d+)$/m.exec(metrics) ?? []
  return Number(bytes)
}
