import { createConversation, MODELS } from '../conversation.ts'
import { agentStep, artifact, checkpoint, commandStep, phaseStep, sessionStep } from '../parts.ts'
import type { Plan, Step } from '../step.ts'

const SYSTEM = 'You prepare releases. You follow RELEASING.md step by step and say what you have checked.'
const CHANGES = [
  'feat: export sessions as JSON lines',
  'fix: keep the order of spans with equal starts',
  'fix: say which port is in use',
  'perf: read the overview from buckets',
  'docs: a page on prices',
]

/** A release that is being made: begun 70 seconds before `nowMs`, done about a minute after it. */
export function runningSession(nowMs: number): Plan {
  return {
    name: 'running',
    service: 'release-agent',
    scope: ['@ai-tracker/sdk', '0.1.0'],
    startMs: nowMs - 70_000,
    root: sessionStep(
      { key: 'release-2026-week-47', workflow: 'release', version: '3.0.0', title: 'Release 4.12.0' },
      { children: [changelog(), verify(), announce()] },
    ),
    logs: [
      { step: 'npm run', atMs: 3_000, severity: 9, body: 'biome: checked 1204 files in 2 s' },
      { step: 'npm test', atMs: 20_000, severity: 13, body: 'a test took 4.8 s: store/sqlite/write' },
    ],
  }
}

function changelog(): Step {
  const conversation = createConversation(MODELS.sonnet, SYSTEM)
  conversation.ask('Prepare release 4.12.0. Start with the changelog.')
  const log = { id: 'log_1', name: 'bash', arguments: { command: 'git log v4.11.3..HEAD --oneline' } }
  return phaseStep('changelog', 1, {
    children: [
      conversation.call({ calls: [log] }, { lengthMs: 6_000 }),
      conversation.tool(log, { result: CHANGES.join('\n'), lengthMs: 900, exitCode: 0 }),
      conversation.call({ text: `## 4.12.0\n\n${CHANGES.map((change) => `- ${change}`).join('\n')}` }, { lengthMs: 14_000 }),
    ],
    moments: [artifact('changelog', 'CHANGELOG.md', { size: 612 })],
  })
}

function verify(): Step {
  const conversation = createConversation(MODELS.haiku, SYSTEM)
  conversation.ask('Run the checks of RELEASING.md.')
  return phaseStep('verify', 2, {
    children: [
      commandStep('npm run check', { result: 'format, lint, types, unused: no problems', lengthMs: 21_000 }),
      agentStep('tester', {
        children: [
          commandStep('npm test', { result: 'Test Files  212 passed\n     Tests  3104 passed', lengthMs: 48_000 }),
          conversation.call(
            { text: 'All checks of RELEASING.md are green: format, lint, types, unused code, 3,104 tests.' },
            { lengthMs: 7_000 },
          ),
        ],
      }),
    ],
    moments: [checkpoint('checks-green', 'format, lint, types and 3,104 tests')],
  })
}

function announce(): Step {
  const conversation = createConversation(MODELS.mini, SYSTEM)
  conversation.ask('Write the announcement for the mailing list: three sentences, link to the changelog.')
  return phaseStep('announce', 3, {
    children: [
      conversation.call(
        {
          text: 'Version 4.12.0 exports sessions as JSON lines, so that any tool can read them. Opening a large session is faster, too. The [changelog](https://example.com/changelog) has the rest.',
        },
        { lengthMs: 12_000 },
      ),
    ],
  })
}
