/**
 * What the telemetry of a client does not tell, or tells wrongly, although the provider told the client: found in the recordings,
 * and true for the versions that the lockfile and `requirements.txt` pin. Tests compare with `tellable`, not with the bill.
 */
import type { Expected, ExpectedCall, ExpectedSession } from '../record/expected.ts'
import { totalsOf } from '../record/expected.ts'

/** The fields that a call may be without. */
type Losable = Exclude<keyof ExpectedCall, 'api' | 'provider' | 'requestModel' | 'stream' | 'error'>

/** One defect of an instrumentation. */
interface Gap {
  /** The calls that it concerns; default: all that succeeded. */
  readonly api?: string
  readonly stream?: boolean
  readonly failed?: boolean
  /** The fields that are missing, or the whole call. */
  readonly loses?: 'call' | readonly Losable[]
  /** Output tokens that it reports beyond the bill. */
  readonly addsOutput?: number
}

const CACHE_AND_REASONING = ['tokensCacheRead', 'tokensCacheWrite', 'tokensReasoning'] as const
const TOKENS = ['tokensInput', 'tokensOutput', ...CACHE_AND_REASONING] as const

const NONE: readonly Gap[] = []

const GAPS: Readonly<Record<string, readonly Gap[]>> = {
  'js-otel-plain': NONE,
  'py-otel-plain': NONE,
  // Content goes to log records, which are not recorded here.
  'js-otel-openai': [{ loses: [...CACHE_AND_REASONING, 'prompt', 'text'] }, { failed: true, loses: ['prompt'] }],
  'js-openinference-openai': [
    { loses: ['tokensCacheWrite'] },
    // The span of a call that fails never ends.
    { failed: true, loses: 'call' },
    { api: 'openai.chat', stream: true, loses: [...TOKENS, 'responseModel', 'responseId'] },
    { api: 'openai.embeddings', loses: [...TOKENS, 'responseModel'] },
  ],
  // Of a call that is no stream the raw response (`output.value`) tells the rest.
  'js-openinference-anthropic': [{ stream: true, loses: ['responseId', 'tokensCacheWrite1h', 'tokensReasoning'] }],
  'js-openinference-anthropic-native': NONE,
  'js-openllmetry-openai': [
    { loses: CACHE_AND_REASONING },
    { failed: true, loses: 'call' },
    { api: 'openai.embeddings', loses: 'call' },
    { api: 'openai.chat', stream: true, loses: TOKENS },
    // The span ends when the stream starts; its input is the JSON of a list where the request had one.
    { api: 'openai.responses', stream: true, loses: [...TOKENS, 'responseModel', 'responseId', 'text', 'prompt', 'finishReason'] },
  ],
  'js-openllmetry-anthropic': [
    { loses: ['responseId', 'tokensCacheWrite1h', 'tokensReasoning'] },
    { stream: true, loses: ['finishReason'] },
  ],
  'js-anthropic-native': [{ stream: true, loses: ['text'] }],
  'js-anthropic-native-metadata': [{ loses: ['prompt', 'text'] }, { failed: true, loses: ['prompt'] }],
  // The second call continues a thread that the server holds: its input is the result of the tool alone.
  'js-anthropic-tool-runner': [{ loses: ['prompt'] }],
  'py-openinference-openai': NONE,
  'py-openinference-anthropic': NONE,
  'py-openinference-anthropic-native': NONE,
  'py-openllmetry-openai': [{ loses: ['tokensCacheWrite'] }, { api: 'openai.chat', stream: true, loses: ['tokensReasoning'] }],
  // Of a stream it adds the placeholder of `message_start` to the final count.
  'py-openllmetry-anthropic': [{ loses: ['tokensCacheWrite1h', 'tokensReasoning'] }, { stream: true, addsOutput: 1 }],
  // The package's own spans are right; but they are siblings, and the earlier of two with the same response owns its usage.
  'py-openllmetry-anthropic-native': [{ loses: ['tokensCacheWrite1h', 'tokensReasoning'] }, { stream: true, addsOutput: 1 }],
  'py-anthropic-native': NONE,
}

/** What a perfect reader of a client's telemetry would find: `expected` without what the client's spans do not tell. */
export function tellable(expected: Expected): Expected {
  return { client: expected.client, sessions: expected.sessions.map((session) => tellableSession(session, expected.client)) }
}

/** The part of a call that the telemetry of a client tells; `undefined` where it tells nothing of it. */
export function tellableCall(call: ExpectedCall, client: string): ExpectedCall | undefined {
  const gaps = GAPS[client]
  if (!gaps) throw new Error(`no entry for ${client} in gaps.ts; add one, empty where nothing is lost`)
  const concerned = gaps.filter((gap) => concerns(gap, call))
  return concerned.some((gap) => gap.loses === 'call') ? undefined : concerned.reduce(apply, call)
}

function tellableSession(session: ExpectedSession, client: string): ExpectedSession {
  const calls = session.calls.flatMap((call) => tellableCall(call, client) ?? [])
  return { ...session, calls, totals: totalsOf(calls) }
}

function concerns(gap: Gap, call: ExpectedCall): boolean {
  const failed = call.error !== null
  return (gap.failed ?? false) === failed && (gap.api ?? call.api) === call.api && (gap.stream ?? call.stream) === call.stream
}

function apply(call: ExpectedCall, { loses = [], addsOutput = 0 }: Gap): ExpectedCall {
  const fields: readonly Losable[] = loses === 'call' ? [] : loses
  const lost: Partial<Record<Losable, null>> = Object.fromEntries(fields.map((field) => [field, null]))
  const tokensOutput = call.tokensOutput === null ? null : call.tokensOutput + addsOutput
  return { ...call, tokensOutput, ...lost }
}
