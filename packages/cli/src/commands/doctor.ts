import { type Config, loadConfig } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { checkCollector } from '../doctor/collector.ts'
import { checkDatabaseAt } from '../doctor/database.ts'
import { checkEnvironment } from '../doctor/environment.ts'
import { type Finding, ok, problem, reasonOf } from '../doctor/finding.ts'
import { checkDisk, checkRuntime } from '../doctor/machine.ts'
import { checkPorts, isOpen } from '../doctor/ports.ts'
import { checkRoundTrip } from '../doctor/round-trip.ts'
import { FAILED, SUCCESS } from '../exit-codes.ts'
import type { Tone } from '../output/paint.ts'
import { safeJson, safeLine } from '../output/safe-text.ts'
import { pad, wrap } from '../output/text-width.ts'
import { checkFlags } from '../setting-flags.ts'
import { readOptions } from '../source.ts'
import type { Terminal } from '../terminal.ts'

/** Whether everything is as it must be for telemetry to arrive. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'checks runtime, database, collector, ports and variables, and says what to do',
  options: {
    send: { summary: 'also sends one span, of a session called "doctor", and reads it again' },
    ...readOptions,
  },
  examples: ['doctor', 'doctor --send', 'doctor --json'],
  run: async (call) => {
    checkFlags(call.args)
    const findings = await examine(call)
    const isBroken = findings.some(({ level }) => level === 'problem')
    if (call.args.isSet('json')) call.terminal.out(safeJson({ ok: !isBroken, findings }))
    else call.terminal.out(...findings.flatMap((finding) => lines(finding, call.terminal)))
    return isBroken ? FAILED : SUCCESS
  },
}

async function examine(call: Call): Promise<readonly Finding[]> {
  const { args, env } = call
  const runtime = checkRuntime()
  const { config, finding } = configOf(call)
  if (!config) return [runtime, finding]
  const { db, token } = config
  const collector = await checkCollector(db, token)
  return [
    runtime,
    finding,
    ...(await checkDatabaseAt(db)),
    await checkDisk(db),
    ...collector.findings,
    ...(await checkPorts(config, collector.owner)),
    ...(await checkEnvironment({
      env,
      isOpen,
      url: collector.owner?.url ?? `http://localhost:${config.httpPort}`,
      grpcPort: config.grpcPort,
      wantsToken: collector.wantsToken || token !== undefined,
      token,
    })),
    ...(args.isSet('send') ? [await checkRoundTrip(collector.owner, token)] : []),
  ]
}

function configOf({ args, env }: Call): { readonly config?: Config; readonly finding: Finding } {
  const db = args.text('db')
  try {
    const config = loadConfig({ argv: db === undefined ? [] : [`--db=${db}`], env })
    return { config, finding: ok('settings', `fit; database ${config.db}`) }
  } catch (error) {
    return { finding: problem('settings', reasonOf(error), 'correct it; nothing starts before') }
  }
}

const SIGNS: Readonly<Record<Finding['level'], { readonly sign: string; readonly tone: Tone }>> = {
  ok: { sign: '✓', tone: 'good' },
  warning: { sign: '!', tone: 'warning' },
  problem: { sign: '✗', tone: 'bad' },
}
/** That of most of our variables; longer names have a line of their own. */
const NAME_WIDTH = 15
const MAX_LINES = 6

/** Sign, name and text; what to do stands below. */
function lines({ name, level, text, fix }: Finding, { columns, paint }: Terminal): readonly string[] {
  const { sign, tone } = SIGNS[level]
  const isLong = name.length > NAME_WIDTH
  const indent = ' '.repeat(NAME_WIDTH + 4)
  const wrapping = { width: Math.max(20, columns - indent.length), maxLines: MAX_LINES }
  const [first = '', ...rest] = wrap(safeLine(text), wrapping)
  const head = isLong
    ? [`${paint(tone, sign)} ${safeLine(name)}`, indent + first]
    : [`${paint(tone, sign)} ${pad(name, NAME_WIDTH, 'left')}  ${first}`]
  const advice = fix === undefined ? [] : wrap(`→ ${safeLine(fix)}`, wrapping).map((line) => indent + paint(tone, line))
  return [...head, ...rest.map((line) => indent + line), ...advice]
}
