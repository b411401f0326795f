import type { Action, LibraryPrompt, Prompt, Response } from '../contract.ts'
import type { StoredAction, StoredLibraryPrompt, StoredPrompt, StoredResponse } from '../domain/stored.ts'
import { costDerivationView } from './cost-derivation.ts'
import { errorInfo, iso, json, lasted, usd } from './values.ts'

/** What a model was asked. */
export function promptView(prompt: StoredPrompt): Prompt {
  return {
    id: prompt.id,
    ...place(prompt),
    createdAt: iso(prompt.startNs),
    text: prompt.text ?? null,
    system: prompt.system ?? null,
    model: prompt.model ?? null,
    temperature: prompt.temperature ?? null,
    topP: prompt.topP ?? null,
    maxTokens: prompt.maxTokens ?? null,
    experiment: prompt.experiment ?? null,
    variant: prompt.variant ?? null,
    metadata: json(prompt.metadata),
  }
}

/** What a model was asked, among those of all sessions. */
export function libraryPromptView(prompt: StoredLibraryPrompt): LibraryPrompt {
  return {
    ...promptView(prompt),
    workflow: prompt.workflow ?? null,
    rating: prompt.rating ?? null,
    ratingCount: prompt.ratingCount,
    tokensTotal: prompt.tokensTotal,
    costUsd: usd(prompt.costNanos),
  }
}

/** What a model answered. */
export function responseView(response: StoredResponse): Response {
  const { timeToFirstTokenNs } = response
  return {
    id: response.id,
    ...place(response),
    createdAt: iso(response.endNs),
    provider: response.provider ?? null,
    model: response.model ?? null,
    tokensInput: response.tokensInput,
    tokensOutput: response.tokensOutput,
    tokensCacheRead: response.tokensCacheRead,
    tokensCacheWrite: response.tokensCacheWrite,
    tokensReasoning: response.tokensReasoning,
    tokensEstimated: response.tokensEstimated === 1,
    costUsd: usd(response.costNanos),
    costReportedUsd: usd(response.costReportedNanos),
    costComputedUsd: usd(response.costComputedNanos),
    costSource: response.costSource,
    costDerivation: costDerivationView(response.costDerivation),
    latencyMs: lasted(response.startNs, response.endNs),
    timeToFirstTokenMs: timeToFirstTokenNs === undefined ? null : Number(timeToFirstTokenNs) / 1e6,
    finishReason: response.finishReason ?? null,
    text: response.text ?? null,
    error: errorInfo(response, response.failed === 1),
  }
}

/** A tool call or command. */
export function actionView(action: StoredAction): Action {
  return {
    id: action.id,
    ...place(action),
    type: action.type,
    tool: action.tool ?? null,
    callId: action.callId ?? null,
    text: action.text ?? null,
    arguments: action.arguments ?? null,
    result: action.result ?? null,
    exitCode: action.exitCode ?? null,
    success: action.success === undefined ? null : action.success === 1,
    error: errorInfo(action, action.failed === 1),
    startedAt: iso(action.startNs),
    durationMs: lasted(action.startNs, action.endNs),
    metadata: json(action.metadata),
  }
}

/** Where a row belongs, in the form of the contract. */
export function place(row: Pick<StoredPrompt, 'spanId' | 'traceId' | 'sessionId' | 'phase' | 'phaseId'>) {
  return {
    spanId: row.spanId,
    traceId: row.traceId,
    sessionId: row.sessionId,
    phase: row.phase ?? null,
    phaseId: row.phaseId ?? null,
  }
}
