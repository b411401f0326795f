import { createRandom } from '../../bench/loads/random.ts'
import { createConversation, MODELS, type ToolCall } from '../conversation.ts'
import { agentStep, sessionStep } from '../parts.ts'
import type { Plan, Step } from '../step.ts'

const HOUR_MS = 3_600_000
const TURNS = 50
const SYSTEM =
  'You are a coding agent in the repository `billing`. Replace `moment` by `date-fns` module by module. After each module run its tests. Keep the public functions as they are.'
const MODULES = [
  'invoice',
  'credit-note',
  'reminder',
  'dunning',
  'subscription',
  'trial',
  'proration',
  'tax',
  'refund',
  'payout',
  'statement',
  'ledger',
  'export',
  'usage',
  'quota',
  'discount',
  'report',
]
const STEPS = ['read', 'edit', 'test'] as const
const BETWEEN = [
  'Go on with the next module.',
  'Good. Does anything outside of the module depend on the return type?',
  'Continue, and keep the commits small.',
  'The dates in the snapshot are in local time; leave them.',
]

/** Fifty turns of a refactoring: every call sends the whole history again, most of it from the cache. */
export function longConversation(nowMs: number): Plan {
  const random = createRandom(11)
  const conversation = createConversation(MODELS.sonnet, SYSTEM, { 'gen_ai.conversation.id': 'refactor-moment-to-date-fns' })
  conversation.ask('We want to drop `moment`. Start with `invoice` and work through `src/` in the order of the list in TODO.md.')
  const steps: Step[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const name = MODULES[Math.floor(turn / STEPS.length)] ?? 'index'
    const step = STEPS[turn % STEPS.length] ?? 'read'
    const call: ToolCall = { id: `call_${turn + 1}`, name: TOOLS[step].name, arguments: TOOLS[step].arguments(name) }
    const pauseMs = turn % 9 === 8 ? 20_000 + random.below(60_000) : 12
    steps.push(
      conversation.call({ text: TOOLS[step].say(name), calls: [call] }, { afterMs: pauseMs }),
      conversation.tool(call, {
        result: TOOLS[step].result(name),
        lengthMs: 60 + random.below(4000),
        ...(step === 'test' && { exitCode: 0 }),
      }),
    )
    if (turn % 12 === 11) conversation.ask(BETWEEN[Math.floor(turn / 12) % BETWEEN.length] ?? '')
  }
  steps.push(
    conversation.call({
      text: 'All modules of the list are done: `moment` is out of `package.json`, 412 tests pass, and the bundle is 68 KB smaller.',
    }),
  )
  return {
    name: 'long-conversation',
    service: 'coding-agent',
    scope: ['opentelemetry.instrumentation.anthropic', '0.48.0'],
    startMs: nowMs - 26 * HOUR_MS,
    root: sessionStep(
      { key: 'refactor-moment-to-date-fns', agent: 'pair-programmer', title: 'Replace moment by date-fns' },
      { children: [agentStep('coder', { children: steps })] },
    ),
  }
}

const TOOLS = {
  read: {
    name: 'read_file',
    arguments: (name: string) => ({ path: `src/${name}.ts` }),
    say: (name: string) => `Next is \`src/${name}.ts\`. I read it first.`,
    result: (name: string) =>
      `import moment from 'moment'\nimport { money } from './money.ts'\n\n/** When the ${name} is due. */\nexport function ${camel(name)}Due(from: Date, days: number): Date {\n  return moment(from).add(days, 'days').endOf('day').toDate()\n}\n\nexport function ${camel(name)}Label(at: Date): string {\n  return moment(at).format('DD.MM.YYYY')\n}\n`,
  },
  edit: {
    name: 'edit_file',
    arguments: (name: string) => ({
      path: `src/${name}.ts`,
      old: "moment(from).add(days, 'days').endOf('day').toDate()",
      new: 'endOfDay(addDays(from, days))',
      also: [["moment(at).format('DD.MM.YYYY')", "format(at, 'dd.MM.yyyy')"]],
    }),
    say: (name: string) =>
      `Two uses in \`${name}\`: adding days and a format. \`DD\` becomes \`dd\` and \`YYYY\` becomes \`yyyy\`, which is the usual trap.`,
    result: (name: string) => `edited src/${name}.ts: 3 replacements`,
  },
  test: {
    name: 'bash',
    arguments: (name: string) => ({ command: `npx vitest run src/${name}.test.ts` }),
    say: (name: string) => `Now the tests of \`${name}\`.`,
    result: (name: string) =>
      ` ✓ src/${name}.test.ts (${9 + name.length} tests)\n\n Test Files  1 passed (1)\n      Tests  ${9 + name.length} passed`,
  },
} as const

function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
