/** One trace with very many spans: agents at several depths, some side by side, with calls, commands and failures. */
import { createRandom, type Random } from '../../bench/loads/random.ts'
import { callAttributes, MODELS } from '../conversation.ts'
import { agentStep, commandStep, phaseStep, sessionStep } from '../parts.ts'
import type { Plan, Step } from '../step.ts'

const HOUR_MS = 3_600_000
const CALLS_PER_AGENT = 9
const AGENTS_PER_PHASE = 100
const MODEL_LIST = [MODELS.sonnet, MODELS.haiku, MODELS.mini] as const
const COMMANDS = ['npm test -- --changed', 'rg -n "TODO" src', 'git diff --stat', 'npx tsc --noEmit']

/** @param spans how many spans there are, within a hundred */
export function hugeSession(nowMs: number, spans: number): Plan {
  const random = createRandom(21)
  const perAgent = CALLS_PER_AGENT + 1
  const agents = Math.max(1, Math.round(spans / perAgent))
  const phases = Array.from({ length: Math.ceil(agents / AGENTS_PER_PHASE) }, (_, index) => {
    const count = Math.min(AGENTS_PER_PHASE, agents - index * AGENTS_PER_PHASE)
    return phaseStep(`batch-${index + 1}`, index + 1, { children: Array.from({ length: count }, (_agent, at) => agent(random, at)) })
  })
  return {
    name: `huge-${spans}`,
    service: 'migration-fleet',
    scope: ['@ai-tracker/sdk', '0.1.0'],
    startMs: nowMs - 12 * HOUR_MS,
    root: sessionStep(
      { key: `migrate-the-monorepo-${spans}`, workflow: 'monorepo-migration', title: `Migrate the monorepo (${spans} spans)` },
      { children: phases },
    ),
  }
}

/** Every third agent starts beside the one before; every fifth nests its calls one level deeper. */
function agent(random: Random, index: number): Step {
  const calls = Array.from({ length: CALLS_PER_AGENT }, (_, at) => (at % 3 === 2 ? command(random) : call(random)))
  const nested: readonly Step[] = index % 5 === 4 ? [{ ...(calls[0] ?? call(random)), children: calls.slice(1) }] : calls
  return agentStep(`migrator-${(index % 12) + 1}`, { ...(index % 3 !== 0 && { isBeside: true, afterMs: 40 }), children: nested })
}

function call(random: Random): Step {
  const model = MODEL_LIST[random.below(MODEL_LIST.length)] ?? MODELS.haiku
  const cached = random.below(9000)
  return {
    name: `chat ${model.request}`,
    kind: 3,
    lengthMs: 150 + random.below(900),
    attributes: callAttributes(model, { input: cached + random.below(3000), output: 20 + random.below(500), cached }),
  }
}

function command(random: Random): Step {
  const exitCode = random.below(60) === 0 ? 1 : 0
  return commandStep(COMMANDS[random.below(COMMANDS.length)] ?? '', {
    result: exitCode === 0 ? 'ok' : '1 failed',
    lengthMs: 30 + random.below(400),
    exitCode,
  })
}
