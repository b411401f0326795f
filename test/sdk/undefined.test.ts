/**
 * Whoever has a value only sometimes hands over `undefined`: every optional field takes it, also under TypeScript's
 * `exactOptionalPropertyTypes`, as if it had been left out.
 */
import {
  type ActionLog,
  type ActionOptions,
  type ActionResult,
  type ArtifactOptions,
  type CallLog,
  type Conversation,
  createTracker,
  type DecisionOptions,
  type FixOptions,
  type IssueFix,
  type IssueOptions,
  type MetricOptions,
  type PhaseOptions,
  type PhaseResult,
  type PromptOptions,
  type RatingOptions,
  type RecordedEvent,
  type RecordedResource,
  type RecordedScope,
  type RecordedSpan,
  type ResponseOptions,
  type Session,
  type SessionOptions,
  type SessionResult,
  type ToolCall,
  type TrackerConfig,
} from '@ai-tracker/sdk'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Session as SessionRow } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import { type SentAttribute, sentSpans } from './sent-spans.ts'

/** Every optional field of a type, with `undefined`. One that does not take it, or is missing here, does not compile. */
type Nothing<T> = { readonly [K in keyof T as object extends Pick<T, K> ? K : never]-?: undefined }

type RecordedLink = RecordedSpan['links'][number]

/** Names of the optional fields that refuse `undefined`. */
type Refusing<T> = { [K in keyof T]-?: object extends Pick<T, K> ? (Record<K, undefined> extends Pick<T, K> ? never : K) : never }[keyof T]

const noCall: Nothing<PromptOptions> = {
  ...{ text: undefined, messages: undefined, system: undefined, provider: undefined, temperature: undefined, topP: undefined },
  ...{ maxTokens: undefined, stream: undefined, experiment: undefined, variant: undefined, metadata: undefined },
}
const noAnswer: Nothing<ResponseOptions> = {
  ...{ text: undefined, messages: undefined, toolCalls: undefined, model: undefined, responseId: undefined, tokensInput: undefined },
  ...{ tokensOutput: undefined, tokensCacheRead: undefined, tokensCacheWrite: undefined, tokensReasoning: undefined },
  ...{ tokensEstimated: undefined, finishReason: undefined, costUsd: undefined, timeToFirstTokenMs: undefined },
}
const noAction: Nothing<ActionOptions> = {
  ...{ tool: undefined, command: undefined, arguments: undefined, callId: undefined, metadata: undefined },
}
const noResult: Nothing<ActionResult> = { result: undefined, exitCode: undefined }
const noActionLog: Nothing<ActionLog> = { ...noAction, ...noResult, durationMs: undefined, endedAt: undefined, error: undefined }
const noCallLog: Nothing<CallLog> = { response: undefined, latencyMs: undefined, endedAt: undefined, error: undefined }
const noPhase: Nothing<PhaseOptions> = {
  ...{ number: undefined, iteration: undefined, attempt: undefined, input: undefined, metadata: undefined },
}
const noSession: Nothing<SessionOptions> = {
  ...{ workflow: undefined, version: undefined, key: undefined, parentKey: undefined, title: undefined, inputs: undefined },
  ...{ userId: undefined, metadata: undefined, root: undefined },
}
const noEnd: Nothing<SessionResult> = { outcome: undefined, outputs: undefined }
const noOutput: Nothing<PhaseResult> = { output: undefined }
const noArtifact: Nothing<ArtifactOptions> = { path: undefined, content: undefined, metadata: undefined }
const noIssue: Nothing<IssueOptions> = {
  ...{ description: undefined, location: undefined, id: undefined, fixed: undefined, fixIteration: undefined, metadata: undefined },
}
const noFix: Nothing<IssueFix> = { id: undefined, type: undefined, location: undefined, fixIteration: undefined }
const noFixOptions: Nothing<FixOptions> = { iteration: undefined }
const noMetric: Nothing<MetricOptions> = { unit: undefined, metadata: undefined }
const noDecision: Nothing<DecisionOptions> = { type: undefined, options: undefined, rationale: undefined, metadata: undefined }
const noRating: Nothing<RatingOptions> = { score: undefined, label: undefined, name: undefined, explanation: undefined }
const noToolCall: Nothing<ToolCall> = { id: undefined, arguments: undefined }
const noConfig: Nothing<Omit<TrackerConfig, 'endpoint' | 'spool' | 'env'>> = {
  ...{ token: undefined, serviceName: undefined, content: undefined, maxSpoolBytes: undefined, maxQueueSpans: undefined },
  ...{ flushOnSignals: undefined, sendAfterExit: undefined, tracerProvider: undefined, disabled: undefined },
}

/** Fields that are optional, with `undefined` or left out. */
const given = <T extends object>(nothing: T, isGiven: boolean): T | object => (isGiven ? nothing : {})

/** Uses everything that takes options. */
async function record(session: Session, isGiven: boolean): Promise<void> {
  const maybe = <T extends object>(nothing: T) => given(nothing, isGiven)
  const phase = session.startPhase({ name: 'draft', ...maybe(noPhase) })
  const asked = { model: 'm', ...maybe(noCall) }
  phase.startPrompt(asked).respond({ ...maybe(noAnswer) })
  const toolCalls = [{ name: 'search', ...maybe(noToolCall) }]
  phase
    .startPrompt(asked)
    .respond({ ...maybe(noAnswer), toolCalls, messages: undefined })
    .rate({ score: 1 })
  const message = { role: 'user', content: 'Hello', ...maybe({ parts: undefined, name: undefined }) }
  phase
    .startPrompt({ ...asked, messages: [message] })
    .respond({ messages: [message] })
    .rate({ ...maybe(noRating) })
  phase.logCall({ prompt: asked, ...maybe(noCallLog) })
  phase.startAction({ type: 'bash', ...maybe(noAction) }).complete({ ...maybe(noResult) })
  phase.logAction({ type: 'bash', ...maybe(noActionLog) })
  await phase.artifact({ type: 'text', ...maybe(noArtifact) })
  phase.issue({ severity: 'minor', type: 'style', ...maybe(noIssue), id: 'the-same' }).fixed({ ...maybe(noFixOptions) })
  phase.issueFixed({ ...maybe(noFix) })
  phase.metric({ name: 'words', value: 1, ...maybe(noMetric) })
  phase.decision({ chosen: 'a', ...maybe(noDecision) })
  phase.checkpoint('done', undefined)
  phase.complete({ ...maybe(noOutput) })
  session.complete({ ...maybe(noEnd) })
}

describe('undefined', () => {
  it('is taken by every optional field', () => {
    expectTypeOf<Refusing<TrackerConfig>>().toBeNever()
    expectTypeOf<Refusing<SessionOptions> | Refusing<SessionResult> | Refusing<PhaseOptions> | Refusing<PhaseResult>>().toBeNever()
    expectTypeOf<Refusing<Conversation> | Refusing<PromptOptions> | Refusing<ResponseOptions> | Refusing<ToolCall>>().toBeNever()
    expectTypeOf<Refusing<CallLog> | Refusing<ActionOptions> | Refusing<ActionResult> | Refusing<ActionLog>>().toBeNever()
    expectTypeOf<Refusing<ArtifactOptions> | Refusing<IssueOptions> | Refusing<IssueFix> | Refusing<FixOptions>>().toBeNever()
    expectTypeOf<Refusing<MetricOptions> | Refusing<DecisionOptions> | Refusing<RatingOptions>>().toBeNever()
    expectTypeOf<Refusing<RecordedSpan> | Refusing<RecordedSpan['status']> | Refusing<RecordedLink> | Refusing<RecordedEvent>>().toBeNever()
    expectTypeOf<Refusing<RecordedLink['context']> | Refusing<RecordedScope> | Refusing<RecordedResource>>().toBeNever()
    const usage: { readonly prompt_tokens: number } | undefined = undefined as { readonly prompt_tokens: number } | undefined
    expectTypeOf({ tokensInput: usage?.prompt_tokens }).toExtend<ResponseOptions>()
  })

  it('is as if nothing had been said', () =>
    withCollector(async ({ url }) => {
      const said = async (isGiven: boolean) => {
        const tracker = createTracker({ endpoint: url, spool: false, env: {}, ...given(noConfig, isGiven) })
        const session = tracker.startSession({ ...given(noSession, isGiven) })
        await record(session, isGiven)
        expect(await tracker.flush()).toBe(true)
        const rest = restOf(url)
        await rest.get<SessionRow>(`/sessions/${session.traceId}`)
        const spans = await sentSpans(rest, session.traceId)
        return spans.map(({ name, status, attributes, events = [] }) => ({
          ...{ name, status, attributes: textsOf(attributes) },
          events: events.map((event) => ({ name: event.name, attributes: textsOf(event.attributes) })),
        }))
      }
      const without = await said(false)
      expect(without).toHaveLength(8)
      expect(await said(true)).toEqual(without)
      expect(JSON.stringify(without)).not.toMatch(/undefined|null|NaN/)
    }))

  it('is what null is, where providers and Node.js say null', () =>
    withCollector(async ({ url }) => {
      const tracker = createTracker({ endpoint: url, spool: false, env: {} })
      const nulls = { tokensInput: null, tokensOutput: null, tokensCacheRead: null, tokensCacheWrite: null, tokensReasoning: null }
      const session = tracker.startSession('without')
      session
        .startPrompt({ text: 'Hello', model: 'm' })
        .respond({ ...nulls, text: null, finishReason: null, toolCalls: [{ name: 'search' }] })
      session.startAction({ type: 'bash' }).complete({ exitCode: null })
      session.complete()
      expect(await tracker.flush()).toBe(true)
      const attributes = (await sentSpans(restOf(url), session.traceId)).flatMap((span) => textsOf(span.attributes))
      expect(attributes.filter((text) => /usage|finish_reason|exit|null/.test(text))).toEqual([])
    }))
})

function textsOf(attributes: readonly SentAttribute[] = []): readonly string[] {
  return attributes.map(({ key, value }) => `${key} = ${JSON.stringify(value)}`)
}
