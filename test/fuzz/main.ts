/**
 * `npm run fuzz -- [--target protobuf|json|rest|ingest|all] [--inputs N] [--seed S] [--log FILE] [--replay FILE]`
 *
 * Gives the decoders, the API and the receivers what nobody should send, and checks what must be true of every answer (`judge.ts`,
 * `judge-rest.ts`). The log begins with the command that runs the same again; an input that fails is written to a file that `--replay` takes.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Failure, readFailure, writeFailure } from './failure.ts'
import { fuzzDecoder } from './fuzz-decoder.ts'
import { fuzzIngest } from './fuzz-ingest.ts'
import { fuzzRest, replayRest } from './fuzz-rest.ts'
import { judge } from './judge.ts'
import { createTally } from './tally.ts'

const TARGETS = ['protobuf', 'json', 'rest', 'ingest'] as const
/** Of the inputs of `all`, a request over HTTP being slower than a decoder. */
const SHARES: Readonly<Record<(typeof TARGETS)[number], number>> = { protobuf: 0.47, json: 0.47, rest: 0.03, ingest: 0.03 }
/** Then something is wrong with everything. */
const MAX_FAILURES = 20

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'all' },
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    log: { type: 'string' },
    replay: { type: 'string' },
  },
})

setFlagsFromString('--expose-gc')
globalThis.gc = runInNewContext('gc')
if (values.replay === undefined) await fuzz()
else await replay(values.replay)

async function replay(file: string): Promise<void> {
  const { what, input } = readFailure(file)
  console.log(`it failed with: ${what}`)
  if (input && 'bytes' in input) console.log(`now: ${judge(input)}`)
  else if (input) console.log(`now: ${await replayRest(input)}`)
}

async function fuzz(): Promise<void> {
  const [inputs, seed] = [Number(values.inputs), Number(values.seed)]
  const targets = TARGETS.filter((target) => values.target === 'all' || values.target === target)
  if (!Number.isInteger(inputs) || !Number.isInteger(seed) || targets.length === 0)
    throw new Error('--inputs and --seed are whole numbers, --target is protobuf, json, rest, ingest or all')
  const log = logTo(values.log ?? `fuzz-${seed}.log`)
  log(`npm run fuzz -- --target ${values.target} --inputs ${inputs} --seed ${seed}`)
  const tally = createTally(log)
  let failures = 0
  const failed = (failure: Failure): void => {
    failures += 1
    const file = `fuzz-${seed}-failure-${failures}.json`
    log(`FAILED: ${failure.what}${failure.input ? ` (npm run fuzz -- --replay ${file})` : ''}`)
    if (failure.input) writeFailure(file, failure)
    if (failures >= MAX_FAILURES) throw new Error(`${failures} failures: enough`)
  }
  for (const target of targets) {
    const share = { inputs: Math.round(inputs * (targets.length > 1 ? SHARES[target] : 1)), seed, tally, failed }
    if (target === 'rest') await fuzzRest(share)
    else if (target === 'ingest') await fuzzIngest(share)
    else await fuzzDecoder({ ...share, encoding: target, isGuided: true })
  }
  for (const line of tally.summary()) log(line)
  log(failures === 0 ? 'nothing failed' : `${failures} failed`)
  process.exitCode = failures === 0 ? 0 : 1
}

function logTo(file: string): (line: string) => void {
  writeFileSync(file, '')
  return (line) => {
    console.log(line)
    appendFileSync(file, `${line}\n`)
  }
}
