/** What REST says of the only session of a store, in the words in which it can be compared with a recording. */
import type { Action, CostReport, List, Prompt, Response, Session, SessionDetail } from '../../collector/src/contract.ts'
import { nanosOf, sumNanos } from './bill.ts'
import type { Rest } from './rest.ts'

export interface SessionFacts {
  readonly key: string
  readonly workflow: string | null
  readonly status: string
  readonly phases: readonly string[]
  readonly calls: readonly CallFacts[]
  readonly tools: readonly ToolFacts[]
  readonly totals: TokenFacts
  readonly tokensTotal: number
  readonly costNanos: bigint | undefined
  /** The sum over the phases, and the total of the cost report: the same money, counted in other ways. */
  readonly phaseCostNanos: bigint | undefined
  readonly reportCostNanos: bigint | undefined
  readonly costCoverage: number | null
  readonly responseCount: number
  readonly actionCount: number
}

export interface TokenFacts {
  readonly tokensInput: number
  readonly tokensOutput: number
  readonly tokensCacheRead: number
  readonly tokensCacheWrite: number
}

export interface CallFacts extends TokenFacts {
  readonly phase: string | null
  readonly provider: string | null
  readonly requestModel: string | null
  readonly model: string | null
  readonly prompt: string | null
  readonly text: string | null
  readonly tokensReasoning: number
  readonly finishReason: string | null
  readonly costNanos: bigint | undefined
  readonly failed: boolean
}

export interface ToolFacts {
  readonly phase: string | null
  readonly tool: string | null
  readonly callId: string | null
  /** The values of the JSON texts. */
  readonly arguments: unknown
  readonly result: unknown
}

/** The facts of the only session. Fails when there are several. */
export async function readSessionFacts(rest: Rest): Promise<SessionFacts> {
  const session = await rest.get<SessionDetail>(`/sessions/${await onlySessionId(rest)}`)
  const below = `/sessions/${session.id}`
  const prompts = await rest.list<Prompt>(`${below}/prompts`)
  const responses = await rest.list<Response>(`${below}/responses`)
  const actions = await rest.list<Action>(`${below}/actions`)
  const report = await rest.get<CostReport>('/cost?by=model')
  return {
    key: session.key,
    workflow: session.workflow,
    status: session.status,
    phases: session.phases.map(({ name }) => name),
    calls: responses.map((response) =>
      callFacts(
        response,
        prompts.find(({ id }) => id === response.id),
      ),
    ),
    tools: actions.map(toolFacts),
    totals: tokenFacts(session),
    tokensTotal: session.tokensTotal,
    costNanos: nanosOf(session.costUsd),
    phaseCostNanos: sumNanos(session.phases.filter(({ parentId }) => parentId === null).map(({ costUsd }) => nanosOf(costUsd))),
    reportCostNanos: nanosOf(report.total.costUsd),
    costCoverage: session.costCoverage,
    responseCount: session.responseCount,
    actionCount: session.actionCount,
  }
}

/** Id of the only session. Fails when there are several. */
export async function onlySessionId(rest: Rest): Promise<number> {
  const { items } = await rest.get<List<Session>>('/sessions')
  const [session] = items
  if (!session || items.length > 1) throw new Error(`one session was expected, not ${items.length}: ${items.map(({ key }) => key)}`)
  return session.id
}

function callFacts(response: Response, prompt: Prompt | undefined): CallFacts {
  return {
    ...tokenFacts(response),
    phase: response.phase,
    provider: response.provider,
    requestModel: prompt?.model ?? null,
    model: response.model,
    prompt: prompt?.text ?? null,
    text: response.text,
    tokensReasoning: response.tokensReasoning,
    finishReason: response.finishReason,
    costNanos: nanosOf(response.costUsd),
    failed: response.error !== null,
  }
}

function toolFacts({ phase, tool, callId, arguments: args, result }: Action): ToolFacts {
  return { phase, tool, callId, arguments: parsed(args), result: parsed(result) }
}

function parsed(json: string | null): unknown {
  return json === null ? null : JSON.parse(json)
}

function tokenFacts({ tokensInput, tokensOutput, tokensCacheRead, tokensCacheWrite }: TokenFacts): TokenFacts {
  return { tokensInput, tokensOutput, tokensCacheRead, tokensCacheWrite }
}
