import type { Usage } from '../domain/record.ts'

/** Token counts as they were received, each once, from the first alias that holds one. */
export interface RawUsage {
  readonly input: number
  readonly output: number
  readonly total: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  /** Input tokens that the sender itself calls uncached. */
  readonly uncached: number
  readonly inputAudio: number
  readonly inputAudioCached: number
  readonly outputAudio: number
  readonly reasoning: number
  /** Tokens that were used beside `input` and `output` and are in neither. */
  readonly extraInput: number
  readonly extraOutput: number
  /** The sender's own word on whether `input` contains the cached tokens. */
  readonly semantics: string
  readonly estimated: boolean
  /** Set when the input count was sent as something that is no count: -1, a fraction, a word. */
  readonly isInputUnusable: boolean
  readonly isOutputUnusable: boolean
}

/** How a sender counts. `reason` goes into the rule. */
export interface UsageConvention {
  readonly cache: 'inclusive' | 'exclusive'
  readonly reason: string
}

/** Raw counts with every gap filled. */
interface Counts {
  readonly input: number
  readonly output: number
  readonly total: number | undefined
  readonly read: number
  readonly write: number
  readonly reasoning: number
  readonly rule: string
}

/**
 * Usage as disjoint parts: every token in exactly one of them, none below 0.
 * @param convention asked only when the numbers themselves do not tell
 * @returns `undefined` when the span bears no count at all
 */
export function disjointUsage(raw: Partial<RawUsage>, convention: () => UsageConvention): Usage | undefined {
  const counts = fillCounts(raw)
  if (!counts) return undefined
  const { read, write } = counts
  const { cache, rule } = cacheRule(raw, counts, convention)
  const isOutside = isReasoningOutside(counts, cache)
  const total = cache === 'inclusive' ? counts.input : counts.input + read + write
  const notCached = raw.uncached ?? Math.max(0, total - read - write)
  const inputAudio = Math.min(notCached, Math.max(0, (raw.inputAudio ?? 0) - (raw.inputAudioCached ?? 0)))
  const reasoning = isOutside ? counts.reasoning : Math.min(counts.reasoning, counts.output)
  const visible = isOutside ? counts.output : counts.output - reasoning
  const outputAudio = Math.min(visible, raw.outputAudio ?? 0)
  const cacheWrite1h = raw.cacheWrite1h ?? 0
  return {
    inputUncached: notCached - inputAudio + (raw.extraInput ?? 0),
    cacheRead: read,
    cacheWrite5m: write - cacheWrite1h,
    cacheWrite1h,
    inputAudio,
    output: visible - outputAudio + (raw.extraOutput ?? 0),
    reasoning,
    outputAudio,
    rule: [rule, isOutside ? 'reasoning_outside' : '', raw.extraInput || raw.extraOutput ? 'extra' : ''].filter(Boolean).join('+'),
    estimated: raw.estimated ?? false,
  }
}

function fillCounts(raw: Partial<RawUsage>): Counts | undefined {
  const read = raw.cacheRead ?? 0
  const write = Math.max(raw.cacheWrite ?? 0, (raw.cacheWrite5m ?? 0) + (raw.cacheWrite1h ?? 0))
  const reasoning = raw.reasoning ?? 0
  const base = { total: raw.total, read, write, reasoning }
  const known = [raw.input, raw.output, raw.uncached, raw.cacheRead, raw.cacheWrite, raw.cacheWrite5m, raw.cacheWrite1h, raw.reasoning]
  if (known.some((count) => count !== undefined) && !(raw.total !== undefined && isHalf(raw)))
    return { ...base, input: raw.input ?? 0, output: raw.output ?? (raw.reasoning !== undefined ? reasoning : 0), rule: '' }
  if (raw.total === undefined) return undefined
  const input = raw.input ?? Math.max(0, raw.total - (raw.output ?? 0))
  const rule = raw.input === undefined && raw.output === undefined ? 'total_only' : 'from_total'
  return { ...base, input, output: raw.output ?? Math.max(0, raw.total - input), rule }
}

/** Whether one of the two main counts is missing, so that the total can stand in for it. */
function isHalf(raw: Partial<RawUsage>): boolean {
  return (raw.input === undefined) !== (raw.output === undefined)
}

/** Whether the cached tokens are inside of the input count, and how that was found. The strongest evidence comes first. */
function cacheRule(
  raw: Partial<RawUsage>,
  counts: Counts,
  convention: () => UsageConvention,
): { cache: UsageConvention['cache']; rule: string } {
  const cached = counts.read + counts.write
  if (raw.uncached !== undefined) return { cache: 'inclusive', rule: 'disjoint' }
  if (counts.rule !== '') return { cache: 'inclusive', rule: counts.rule }
  if (cached === 0) return { cache: 'inclusive', rule: 'inclusive' }
  if (raw.semantics === 'inclusive') return { cache: 'inclusive', rule: cached > counts.input ? 'parts_exceed_input' : 'inclusive:marker' }
  if (raw.semantics === 'exclusive') return { cache: 'exclusive', rule: 'exclusive:marker' }
  if (cached > counts.input) return { cache: 'exclusive', rule: 'exclusive:parts_exceed_input' }
  if (raw.input !== undefined && counts.total === counts.input + cached + counts.output)
    return { cache: 'exclusive', rule: 'exclusive:total' }
  const { cache, reason } = convention()
  return { cache, rule: `${cache}:${reason}` }
}

/** Whether thinking is beside the output count (Gemini's own counting): the total says so, or it could not be inside. */
function isReasoningOutside({ input, output, total, read, write, reasoning }: Counts, cache: UsageConvention['cache']): boolean {
  if (reasoning === 0) return false
  if (reasoning > output) return true
  const inputTotal = cache === 'inclusive' ? input : input + read + write
  return total === inputTotal + output + reasoning
}
