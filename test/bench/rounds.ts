import type { Figure } from './bench.ts'

/** How one contender does in one round: the number that is compared. */
export type Contender = () => number | Promise<number>

/**
 * Lets contenders run one after the other, again and again (A B A B …), so that what else the machine does meanwhile hits them
 * alike. `warmUps` rounds before the first do not count. @returns the values of each contender, round by round
 */
export async function alternate<K extends string>(
  contenders: Readonly<Record<K, Contender>>,
  { rounds, warmUps = 1 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Readonly<Record<K, readonly number[]>>> {
  const names = keysOf(contenders)
  const values = emptyLists(names)
  for (let round = -warmUps; round < rounds; round++)
    for (const name of names) {
      const value = await contenders[name]()
      if (round >= 0) values[name].push(value)
    }
  return values
}

/** Milliseconds that an action takes. */
export async function timed(action: () => unknown): Promise<number> {
  const startMs = performance.now()
  await action()
  return performance.now() - startMs
}

/**
 * Milliseconds that this thread has computed so far. A difference of two is a time without waiting, for disks as for other
 * programs, so it says the same on a busy machine as on a free one.
 */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** A figure from the values of its rounds. */
export function figure(subject: string, [measure, unit]: readonly [measure: string, unit: string], rounds: readonly number[]): Figure {
  return { subject, measure, unit, value: median(rounds), rounds }
}

/** One contender against another, round by round: noise that both met falls out. */
export function ratio(
  subject: string,
  measure: string,
  [values, others]: readonly [values: readonly number[], others: readonly number[]],
): Figure {
  return figure(
    subject,
    [measure, '×'],
    values.map((value, round) => value / (others[round] ?? Number.NaN)),
  )
}

function emptyLists<K extends string>(names: readonly K[]): Record<K, number[]> {
  return Object.fromEntries(names.map((name): [string, number[]] => [name, []])) as Record<K, number[]>
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[]
}
