/** A session that tries to break whoever shows it: every field that is text holds what a page or terminal might act on. */
import { createConversation, MODELS } from '../conversation.ts'
import { agentStep, artifact, checkpoint, decision, exception, issue, issueFixed, metric, phaseStep, sessionStep } from '../parts.ts'
import type { Plan } from '../step.ts'

const HOUR_MS = 3_600_000
const ESC = '\u001b'

/** Pieces that a page must show as text. Tests look for each of them. */
export const HOSTILE = {
  script: '<script>globalThis.hacked = "script"; alert(1)</script>',
  image: '<img src=x onerror="globalThis.hacked = \'onerror\'">',
  markdownImage: '![tracking pixel](https://evil.example/pixel.png?leak=1)',
  scriptLink: '[open the report](javascript:globalThis.hacked="link")',
  dataLink: '[data](data:text/html,<script>alert(1)</script>)',
  ansi: `${ESC}[31mred${ESC}[0m${ESC}]0;title${ESC}\\${ESC}[2J`,
  bidi: 'invoice_\u202Efdp.exe \u2066isolated\u2069 \u200Fmark',
  control: 'bell\u0007 null\u0000 backspace\u0008 escape\u001b delete\u007f',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 ﷽',
  longWord: 'w'.repeat(10_000),
} as const

/** How the largest text ends. */
export const HUGE_TEXT_END = 'this is how the log ends'
/** The length of the largest text in the session, in UTF-16 units. */
export const HUGE_TEXT_LENGTH = 5_000_000

const ALL = [
  HOSTILE.script,
  HOSTILE.image,
  HOSTILE.markdownImage,
  HOSTILE.scriptLink,
  HOSTILE.dataLink,
  HOSTILE.ansi,
  HOSTILE.bidi,
  HOSTILE.control,
  HOSTILE.emoji,
].join('\n\n')
const NAME = `${HOSTILE.script}${HOSTILE.bidi}${HOSTILE.ansi}`
const LINE = 'A line of an enormous log that nobody should have put into a prompt. '

/** @param hugeLength how long the largest text is; 5 MB takes some seconds to send and store */
export function hostileSession(nowMs: number, hugeLength = HUGE_TEXT_LENGTH): Plan {
  const conversation = createConversation(MODELS.sonnet, `You are <b>helpful</b>. ${ALL}`)
  conversation.ask(`${ALL}\n\n${HOSTILE.longWord}`)
  const call = {
    id: `call_${NAME}`,
    name: `tool ${NAME}`,
    arguments: { path: '../../etc/passwd', html: HOSTILE.script, [HOSTILE.bidi]: ALL, __proto__key: HOSTILE.image },
  }
  const huge = LINE.repeat(Math.ceil(hugeLength / LINE.length)).slice(0, hugeLength - HUGE_TEXT_END.length) + HUGE_TEXT_END
  const hugeCall = { id: 'call_huge', name: 'cat', arguments: { path: 'var/log/everything.log' } }
  const finding = { id: NAME, severity: 'critical', type: NAME, description: ALL, location: `${HOSTILE.longWord}:1` } as const
  const steps = [
    conversation.call({ text: ALL, reasoning: ALL, calls: [call] }),
    conversation.tool(call, { result: ALL, lengthMs: 900, error: `${HOSTILE.script} ${HOSTILE.bidi}` }),
    conversation.call({
      text: `# ${NAME}\n\n| ${HOSTILE.script} | b |\n|---|---|\n| ${HOSTILE.scriptLink} | ${HOSTILE.markdownImage} |\n\n\`\`\`html\n${HOSTILE.script}\n\`\`\``,
      calls: [hugeCall],
    }),
    { ...conversation.tool(hugeCall, { result: 'see the log', lengthMs: 300 }), attributes: { ...hugeAttributes(huge) } },
    conversation.call({ text: `Done. ${HOSTILE.longWord}` }),
  ]
  return {
    name: 'hostile',
    service: NAME,
    scope: [NAME, HOSTILE.longWord],
    startMs: nowMs - 2 * HOUR_MS,
    root: {
      ...sessionStep(
        {
          key: `hostile-session-${NAME}`,
          workflow: NAME,
          version: NAME,
          title: `${NAME} ${HOSTILE.emoji} ${HOSTILE.longWord}`,
          outcome: NAME,
        },
        {
          children: [
            phaseStep(NAME, 1, { children: [agentStep(NAME, { children: steps })], moments: [exception(NAME, ALL, ALL)], error: ALL }),
          ],
        },
      ),
      moments: [
        issue(finding),
        issueFixed(finding, 1),
        decision(NAME, [NAME, HOSTILE.longWord], ALL),
        checkpoint(NAME, ALL),
        metric(NAME, 1e308, NAME),
        artifact(NAME, `../../${NAME}`, { size: 1, metadata: { [HOSTILE.script]: ALL } }),
        { name: NAME, attributes: { [NAME]: ALL } },
      ],
    },
  }
}

function hugeAttributes(text: string) {
  return {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'cat',
    'gen_ai.tool.call.id': 'call_huge',
    'gen_ai.tool.call.arguments': '{"path":"var/log/everything.log"}',
    'gen_ai.tool.call.result': text,
    [HOSTILE.script]: HOSTILE.script,
    [HOSTILE.bidi]: HOSTILE.control,
  }
}
