/** Rounds of a collector under load that is killed at random moments, each compared with what was acknowledged until then. */
import { setTimeout } from 'node:timers/promises'
import { startCollector } from './collector-process.ts'
import { createRandom } from './random.ts'
import { type Sender, startSender } from './sender.ts'
import { compare, type Differences, readStored } from './stored-items.ts'

/** What is run. */
export interface KillPlan {
  readonly file: string
  readonly rounds: number
  readonly seed: number
  readonly senders: number
  /** Takes a line about each round. */
  readonly log?: (line: string) => void
}

/** One round. */
export interface KillRound {
  readonly round: number
  /** Whether the process was killed before it was ready. */
  readonly isAtStart: boolean
  /** Acknowledgements that were waited for, and the time after them. */
  readonly requests: number
  readonly delayMs: number
  /** Items that were acknowledged until then. */
  readonly acknowledged: number
  readonly differences: Differences
}

/** What came of a run. */
export interface KillResult {
  readonly rounds: readonly KillRound[]
  /** At the end, when everything that was sent had been acknowledged. */
  readonly last: Differences & { readonly missing: readonly string[] }
  readonly refusals: readonly string[]
  /** Acknowledged requests without a receipt; negative: some were noted and their answer was lost. */
  readonly unnotedRequests: number
  readonly exitCode: number | null
}

/** One in so many is killed while it starts. */
const START_SHARE = 0.2
const MAX_START_MS = 500
/** The others are killed after some acknowledgements, so that a slow machine gets as far as a fast one, and some milliseconds more. */
const MAX_REQUESTS = 60
const MAX_DELAY_MS = 30
const MAX_WAIT_MS = 20_000

/** Runs the plan. Kills are by the seed; what the machine is doing at that moment is not. */
export async function runKillRounds({ file, rounds, seed, senders: count, log = () => undefined }: KillPlan): Promise<KillResult> {
  const random = createRandom(seed)
  let url: string | undefined
  const senders = Array.from({ length: count }, (_, at) => startSender(at + 1, () => url))
  const results: KillRound[] = []
  for (let round = 1; round <= rounds; round++) {
    const isAtStart = random() < START_SHARE
    const delayMs = Math.floor(random() * (isAtStart ? MAX_START_MS : MAX_DELAY_MS))
    const requests = isAtStart ? 0 : Math.floor(random() * MAX_REQUESTS)
    const collector = startCollector(file)
    if (!isAtStart) {
      url = await collector.url
      await moreRequests(senders, requests)
    }
    await setTimeout(delayMs)
    collector.kill('SIGKILL')
    await collector.end
    url = undefined
    // Nobody answers now: what is acknowledged stays as it is until the next round.
    const known = together(senders)
    const differences = known.acknowledged.size === 0 ? NOTHING_YET : compare(file, known)
    const result = { round, isAtStart, requests, delayMs, acknowledged: known.acknowledged.size, differences }
    log(lineOf(result))
    results.push(result)
  }
  const collector = startCollector(file)
  url = await collector.url
  await Promise.all(senders.map((sender) => sender.stop()))
  collector.kill('SIGTERM')
  const [exitCode] = await collector.end
  const known = together(senders)
  const stored = readStored(file)
  const there = new Set(stored.items)
  return {
    rounds: results,
    last: { ...compare(file, known), missing: [...known.sent].filter((item) => !there.has(item)) },
    refusals: senders.flatMap(({ refusals }) => refusals),
    unnotedRequests: senders.reduce((sum, { requests }) => sum + requests, 0) - stored.receipts,
    exitCode,
  }
}

async function moreRequests(senders: readonly Sender[], count: number): Promise<void> {
  const all = () => senders.reduce((sum, { requests }) => sum + requests, 0)
  const [goal, endMs] = [all() + count, performance.now() + MAX_WAIT_MS]
  while (all() < goal && performance.now() < endMs) await setTimeout(1)
}

const NOTHING_YET: Differences = { lost: [], twice: [], unknown: [], faults: [] }

/** What all senders know. */
export function together(senders: readonly Sender[]): { readonly acknowledged: ReadonlySet<string>; readonly sent: ReadonlySet<string> } {
  return {
    acknowledged: new Set(senders.flatMap(({ acknowledged }) => [...acknowledged])),
    sent: new Set(senders.flatMap(({ sent }) => [...sent])),
  }
}

/** Whether nothing was lost, doubled or damaged. */
export function isClean({ rounds, last, refusals, unnotedRequests, exitCode }: KillResult): boolean {
  const all = [...rounds.map(({ differences }) => differences), last]
  return all.every(isWhole) && last.missing.length === 0 && refusals.length === 0 && unnotedRequests <= 0 && exitCode === 0
}

function isWhole({ lost, twice, unknown, faults }: Differences): boolean {
  return lost.length + twice.length + unknown.length + faults.length === 0
}

function lineOf({ round, isAtStart, requests, delayMs, acknowledged, differences }: KillRound): string {
  const when = `${delayMs} ms after ${isAtStart ? 'its start' : `${requests} answers`}`
  const { lost, twice, unknown, faults } = differences
  const found = `lost ${lost.length}, twice ${twice.length}, unknown ${unknown.length}, faults ${faults.length}`
  const details = [...lost, ...twice, ...unknown, ...faults].slice(0, 5)
  return [`round ${round}: killed ${when}; acknowledged ${acknowledged}; ${found}`, ...details.map((text) => `  ${text}`)].join('\n')
}
