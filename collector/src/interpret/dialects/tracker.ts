import {
  ATTR_GEN_AI_WORKFLOW_NAME,
  ATTR_TRACKER_ACTION_TYPE,
  ATTR_TRACKER_COST_USD,
  ATTR_TRACKER_EXPERIMENT_NAME,
  ATTR_TRACKER_EXPERIMENT_VARIANT,
  ATTR_TRACKER_PHASE_ATTEMPT,
  ATTR_TRACKER_PHASE_ITERATION,
  ATTR_TRACKER_PHASE_NAME,
  ATTR_TRACKER_PHASE_NUMBER,
  ATTR_TRACKER_PHASE_STATUS,
  ATTR_TRACKER_SESSION_INPUTS,
  ATTR_TRACKER_SESSION_KEY,
  ATTR_TRACKER_SESSION_OUTCOME,
  ATTR_TRACKER_SESSION_OUTPUTS,
  ATTR_TRACKER_SESSION_STATUS,
  ATTR_TRACKER_SESSION_TITLE,
  ATTR_TRACKER_TOKENS_ESTIMATED,
  ATTR_TRACKER_WORKFLOW_ID,
  ATTR_TRACKER_WORKFLOW_VERSION,
} from '@ai-tracker/semconv'
import type { Dialect, Interpretation, KindClaim } from '../dialect.ts'
import { KIND_RANK } from '../dialect.ts'
import { jsonColumn } from '../json-text.ts'
import { lifecycleStatus, sessionStatus } from '../lifecycle.ts'
import { firstCost } from '../reported-cost.ts'
import type { SpanView } from '../span-view.ts'
import type { AttributeView } from '../typed-value.ts'
import { count, firstText, flag, text } from '../typed-value.ts'

/** Keys that only the root of one of our sessions has. */
const SESSION_KEYS = [
  ATTR_TRACKER_SESSION_KEY,
  ATTR_TRACKER_SESSION_TITLE,
  ATTR_TRACKER_SESSION_STATUS,
  ATTR_TRACKER_SESSION_OUTCOME,
  ATTR_TRACKER_SESSION_INPUTS,
  ATTR_TRACKER_SESSION_OUTPUTS,
  ATTR_TRACKER_WORKFLOW_VERSION,
]

/** The names of this product. What the user set with them beats every other dialect. */
export const tracker: Dialect = {
  name: 'tracker',
  prefixes: ['tracker.'],
  matches: ({ resource }) => resource.has(ATTR_TRACKER_SESSION_KEY),
  interpret,
}

function interpret(view: SpanView): Interpretation {
  const { attributes } = view
  const phaseName = text(attributes, ATTR_TRACKER_PHASE_NAME)
  return {
    kind: kind(view, phaseName),
    name: phaseName,
    session: session(view),
    phase: phaseName === undefined ? {} : phase(attributes, phaseName),
    call: {
      reportedCostNanos: firstCost(attributes, [ATTR_TRACKER_COST_USD]),
      isCostExplicit: attributes.has(ATTR_TRACKER_COST_USD) ? true : undefined,
      experiment: text(attributes, ATTR_TRACKER_EXPERIMENT_NAME),
      variant: text(attributes, ATTR_TRACKER_EXPERIMENT_VARIANT),
    },
    usage: { estimated: flag(attributes, ATTR_TRACKER_TOKENS_ESTIMATED) },
    action: { type: text(attributes, ATTR_TRACKER_ACTION_TYPE) },
  }
}

function kind({ item, attributes }: SpanView, phaseName: string | undefined): KindClaim | undefined {
  if (phaseName !== undefined) return { kind: 'phase', rank: KIND_RANK.tracker }
  if (attributes.has(ATTR_TRACKER_ACTION_TYPE)) return { kind: 'tool', rank: KIND_RANK.tracker }
  const isSession = item.span.parentSpanId === '' && SESSION_KEYS.some((key) => attributes.has(key))
  return isSession ? { kind: 'session', rank: KIND_RANK.tracker } : undefined
}

function session({ attributes, resource }: SpanView): NonNullable<Interpretation['session']> {
  return {
    key: text(attributes, ATTR_TRACKER_SESSION_KEY) ?? text(resource, ATTR_TRACKER_SESSION_KEY),
    workflow: firstText(attributes, [ATTR_GEN_AI_WORKFLOW_NAME, ATTR_TRACKER_WORKFLOW_ID]),
    workflowVersion: text(attributes, ATTR_TRACKER_WORKFLOW_VERSION),
    title: text(attributes, ATTR_TRACKER_SESSION_TITLE),
    inputs: jsonColumn(attributes.get(ATTR_TRACKER_SESSION_INPUTS)),
    outputs: jsonColumn(attributes.get(ATTR_TRACKER_SESSION_OUTPUTS)),
    ...sessionStatus(text(attributes, ATTR_TRACKER_SESSION_STATUS), text(attributes, ATTR_TRACKER_SESSION_OUTCOME)),
  }
}

function phase(attributes: AttributeView, name: string): NonNullable<Interpretation['phase']> {
  return {
    name,
    number: count(attributes, ATTR_TRACKER_PHASE_NUMBER),
    iteration: count(attributes, ATTR_TRACKER_PHASE_ITERATION),
    attempt: count(attributes, ATTR_TRACKER_PHASE_ATTEMPT),
    status: lifecycleStatus(text(attributes, ATTR_TRACKER_PHASE_STATUS)),
  }
}
