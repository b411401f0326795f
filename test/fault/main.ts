/**
 * `npm run fault -- [--rounds N] [--seed N] [--senders N] [--log FILE]`: kills a collector under load again and again, and compares what
 * it has with what it acknowledged. The log begins with the command that runs the same again.
 */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isClean, runKillRounds } from './kill-rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    senders: { type: 'string', default: '4' },
    log: { type: 'string' },
  },
})
const [rounds, seed, senders] = [values.rounds, values.seed, values.senders].map(Number)
if (!rounds || seed === undefined || Number.isNaN(seed) || !senders) throw new Error('--rounds, --seed and --senders are whole numbers')

const logFile = values.log ?? `fault-${seed}.log`
const log = (line: string): void => {
  console.log(line)
  appendFileSync(logFile, `${line}\n`)
}
writeFileSync(logFile, '')
log(`npm run fault -- --rounds ${rounds} --seed ${seed} --senders ${senders}`)

const folder = mkdtempSync(join(tmpdir(), 'tracker-fault-'))
const result = await runKillRounds({ file: join(folder, 'tracker.db'), rounds, seed, senders, log })
const { last, refusals, unnotedRequests, exitCode } = result
log(`at the end: ${JSON.stringify({ ...last, refusals, unnotedRequests, exitCode })}`)
const clean = isClean(result)
log(clean ? `${rounds} rounds: nothing lost, nothing twice, nothing damaged` : `failed; the database is in ${folder}`)
if (clean) rmSync(folder, { recursive: true, force: true })
process.exitCode = clean ? 0 : 1
