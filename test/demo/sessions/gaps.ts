/** Sessions whose sender did not say everything: no price, no content, no end. */
import { callAttributes, createConversation, MODELS, type Model } from '../conversation.ts'
import { agentStep, phaseStep, sessionStep } from '../parts.ts'
import type { Plan, Step } from '../step.ts'

const HOUR_MS = 3_600_000
const OWN_MODEL: Model = { provider: 'vllm', request: 'support-triage-8b', response: 'support-triage-8b-lora3', tokensPerSecond: 210 }
const TICKETS = [
  [
    'The invoice PDF shows yesterday as the due date.',
    'billing',
    'A time zone problem in the due date; it looks like the server converts to UTC before it formats.',
  ],
  [
    'I cannot log in since I changed my e-mail address.',
    'account',
    'The old address is still in the session cookie. Ask for a logout on all devices.',
  ],
  ['How do I export my data as CSV?', 'how-to', 'Settings → Data → Export. The link in the help centre is out of date.'],
] as const

/** A model of one's own, which no price list knows. */
export function withoutPrices(nowMs: number): Plan {
  const steps = TICKETS.map(([ticket, label, reason]) => {
    const conversation = createConversation(OWN_MODEL, 'You sort support tickets. Answer with a label and one sentence.')
    conversation.ask(ticket)
    return conversation.call({ text: `**${label}** – ${reason}` }, { afterMs: 2_000 })
  })
  return {
    name: 'without-prices',
    service: 'support-triage',
    scope: ['opentelemetry.instrumentation.openai_v2', '2.3b0'],
    startMs: nowMs - 31 * HOUR_MS,
    root: sessionStep({ key: 'support-triage-of-the-morning', workflow: 'support-triage' }, { children: steps }),
  }
}

/** An instrumentation that records usage but no text. */
export function withoutContent(nowMs: number): Plan {
  const call = (input: number, output: number, model: Model): Step => ({
    name: `chat ${model.request}`,
    kind: 3,
    lengthMs: 400 + output * 9,
    attributes: callAttributes(model, { input, output, cached: 0 }),
  })
  return {
    name: 'without-content',
    service: 'nightly-digest',
    scope: ['opentelemetry.instrumentation.openai_v2', '2.3b0'],
    startMs: nowMs - 40 * HOUR_MS,
    root: {
      name: 'nightly digest',
      attributes: { 'session.id': 'nightly-digest-of-the-19th' },
      children: [call(5210, 388, MODELS.mini), call(6044, 912, MODELS.gpt5), call(7320, 140, MODELS.mini)],
    },
  }
}

/** A program that went away in the middle of its work: everything open stays open. */
export function abandoned(nowMs: number): Plan {
  const conversation = createConversation(MODELS.haiku, 'You translate the help centre into Portuguese, one page at a time.')
  conversation.ask('Start with “Getting started”.')
  const first = conversation.call({ text: '# Primeiros passos\n\nCrie uma conta, confirme o seu endereço e abra o primeiro projeto.' })
  conversation.ask('Next: “Teams and roles”.')
  return {
    name: 'abandoned',
    service: 'translator',
    scope: ['@ai-tracker/sdk', '0.1.0'],
    startMs: nowMs - 60_000,
    root: sessionStep(
      { key: 'translate-help-centre-pt', workflow: 'translate', title: 'Help centre in Portuguese' },
      {
        children: [
          phaseStep('getting-started', 1, { children: [first] }),
          phaseStep('teams-and-roles', 2, {
            children: [agentStep('translator', { children: [conversation.call({ text: '# Equipas e funções' }, { lengthMs: HOUR_MS })] })],
          }),
        ],
      },
    ),
  }
}
