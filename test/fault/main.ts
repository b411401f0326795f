/**
 * `npm run fault -- [--rounds N] [--seed N] [--senders N] [--log FILE]`: kills a collector under load again and again, and compares what
 * it has with what it acknowledged. The log begins with the command that runs the same again.
 *
 * `npm run fault -- --overload SECONDS [--log FILE]`: sends more than can be stored from 700 senders for so long, and compares what is
 * stored, the memory and how long reads took with what must be. On Linux.
 */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCollector } from './collector-process.ts'
import { isClean, runKillRounds } from './kill-rounds.ts'
import { overload } from './overload.ts'
import { faultsOfOverload, OVERLOAD_SIZES } from './overload-result.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    senders: { type: 'string', default: '4' },
    overload: { type: 'string' },
    log: { type: 'string' },
  },
})
const [rounds = 0, seed = Number.NaN, senders = 0] = [values.rounds, values.seed, values.senders].map(Number)
if (!rounds || Number.isNaN(seed) || !senders) throw new Error('--rounds, --seed and --senders are whole numbers')

const logFile = values.log ?? `fault-${seed}.log`
const log = (line: string): void => {
  console.log(line)
  appendFileSync(logFile, `${line}\n`)
}
writeFileSync(logFile, '')
const folder = mkdtempSync(join(tmpdir(), 'tracker-fault-'))
const clean = values.overload === undefined ? await killAgainAndAgain() : await overloadFor(Number(values.overload))
if (clean) rmSync(folder, { recursive: true, force: true })
else log(`failed; the database is in ${folder}`)
process.exitCode = clean ? 0 : 1

async function killAgainAndAgain(): Promise<boolean> {
  log(`npm run fault -- --rounds ${rounds} --seed ${seed} --senders ${senders}`)
  const result = await runKillRounds({ file: join(folder, 'tracker.db'), rounds, seed, senders, log })
  const { last, refusals, unnotedRequests, exitCode } = result
  log(`at the end: ${JSON.stringify({ ...last, refusals, unnotedRequests, exitCode })}`)
  if (isClean(result)) log(`${rounds} rounds: nothing lost, nothing twice, nothing damaged`)
  return isClean(result)
}

async function overloadFor(seconds: number): Promise<boolean> {
  log(`npm run fault -- --overload ${seconds}`)
  const file = join(folder, 'tracker.db')
  const plan = { ...OVERLOAD_SIZES.long, forMs: seconds * 1000 }
  const collector = startCollector(file)
  const result = await overload(collector, plan)
  collector.kill('SIGTERM')
  await collector.end
  const { acknowledged, toldLater, reads, slowestReadMs, memoryMib } = result
  log(
    `acknowledged ${acknowledged.length}; told to come back ${toldLater} times; ${reads} reads, the slowest took ${Math.round(slowestReadMs)} ms`,
  )
  log(`memory in MiB: ${JSON.stringify(memoryMib, (_, value) => (typeof value === 'number' ? Math.round(value) : value))}`)
  const faults = faultsOfOverload(file, result, plan)
  for (const fault of faults.slice(0, 20)) log(`  ${fault}`)
  if (faults.length === 0) log('nothing lost, nothing twice, nothing refused for good, memory within its bound')
  return faults.length === 0
}
