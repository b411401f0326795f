import { tellable, tellableCall } from '../clients/gaps.ts'
import scenario from '../fake-model/blog-post.json' with { type: 'json' }
import type { Expected, ExpectedCall, ExpectedSession, ExpectedTool } from '../record/expected.ts'
import { billedNanos, sumNanos } from './bill.ts'
import { repeatsFailure, tellsCallId } from './known-limits.ts'
import type { CallFacts, SessionFacts, ToolFacts } from './session-facts.ts'

/** Stands for what the telemetry does not tell. */
const UNTOLD = '(not told)'

/** What the tool runner of Anthropic's package calls its loop. It is an agent below the root, and so a phase. */
const TOOL_RUNNER = 'anthropic.messages.tool_runner'

/** What REST must say of a recording's session: the numbers of the fake model's log, as far as the client's telemetry tells them. */
export function expectedFacts(expected: Expected): SessionFacts {
  const { client } = expected
  const billed = onlySession(expected)
  const { tokensReasoning: _parts, ...totals } = onlySession(tellable(expected)).totals
  const told = billed.calls.flatMap((call) => expectedCall(call, client) ?? [])
  const calls = [...told, ...(repeatsFailure(client) ? told.filter(({ failed }) => failed).map(withoutContent) : [])]
  const priced = calls.flatMap(({ costNanos }) => costNanos ?? [])
  const costNanos = sumNanos(priced)
  return {
    key: billed.key ?? UNTOLD,
    workflow: billed.workflow,
    status: 'completed',
    phases: [...new Set(billed.calls.map(phaseOf))],
    calls,
    tools: billed.tools.map((tool) => expectedTool(tool, { phase: phaseOf(billed.calls[0]), client })),
    totals,
    tokensTotal: totals.tokensInput + totals.tokensOutput,
    costNanos,
    phaseCostNanos: costNanos,
    reportCostNanos: costNanos,
    costCoverage: priced.length / calls.length,
    responseCount: calls.length,
    actionCount: billed.tools.length,
  }
}

/** `actual` without what `expected` says is not told. */
export function comparable(actual: SessionFacts, expected: SessionFacts): SessionFacts {
  return { ...actual, calls: actual.calls.map((call, at) => ({ ...call, ...untold(expected.calls[at]) })) }
}

function untold(call: CallFacts | undefined): Partial<CallFacts> {
  return Object.fromEntries(Object.entries(call ?? {}).filter(([, value]) => value === UNTOLD))
}

function onlySession({ sessions }: Expected): ExpectedSession {
  const [session] = sessions
  if (!session || sessions.length > 1) throw new Error('a recording has one session')
  return session
}

function phaseOf(call: ExpectedCall | undefined): string {
  if (call?.prompt === scenario.prompts.packing) return TOOL_RUNNER
  return call?.prompt === scenario.prompts.outline ? 'outline' : 'draft'
}

/** `undefined` where the telemetry says nothing of the call. A count that is not told is 0, its cost unknown. */
function expectedCall(billed: ExpectedCall, client: string): CallFacts | undefined {
  const told = tellableCall(billed, client)
  if (!told) return undefined
  return {
    phase: phaseOf(billed),
    provider: told.provider,
    requestModel: told.requestModel,
    model: told.responseModel ?? told.requestModel,
    prompt: told.prompt ?? UNTOLD,
    text: billed.text !== null && told.text === null ? UNTOLD : told.text,
    tokensInput: told.tokensInput ?? 0,
    tokensOutput: told.tokensOutput ?? 0,
    tokensCacheRead: told.tokensCacheRead ?? 0,
    tokensCacheWrite: told.tokensCacheWrite ?? 0,
    tokensReasoning: told.tokensReasoning ?? 0,
    finishReason: told.finishReason ?? UNTOLD,
    costNanos: billedNanos(told),
    failed: told.error !== null,
  }
}

function withoutContent(call: CallFacts): CallFacts {
  return { ...call, prompt: UNTOLD, text: UNTOLD }
}

function expectedTool(tool: ExpectedTool, { phase, client }: { readonly phase: string; readonly client: string }): ToolFacts {
  return {
    phase,
    tool: tool.name,
    callId: tellsCallId(client) ? tool.callId : null,
    arguments: JSON.parse(tool.arguments),
    result: JSON.parse(tool.result),
  }
}
