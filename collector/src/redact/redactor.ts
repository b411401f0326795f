import { createHmac, hash } from 'node:crypto'
import { AppError } from '../domain/app-error.ts'
import type { ContentMode } from '../domain/content-mode.ts'
import { listPieces } from '../domain/json-list.ts'
import type { LogItem, LogsData } from '../domain/log.ts'
import type { MetricItem, MetricsData } from '../domain/metric.ts'
import type { SpanItem, TracesData } from '../domain/span.ts'
import { BUILT_IN_RULES, BUILT_IN_VERSION } from './built-in-rules.ts'
import type { Mask } from './mask-content.ts'
import { NO_OWN_RULES, type OwnRules } from './own-rules.ts'
import { redactItems, type TextChanges } from './redact-items.ts'
import { createRuleBook, type RedactedText, redactText } from './redact-text.ts'
import { createTextMemory } from './text-memory.ts'
import { createValueRedactor } from './value-redactor.ts'

/** What a redactor is made of. */
export interface RedactorOptions {
  readonly mode: ContentMode
  readonly own?: OwnRules
  /**
   * The local key, of 32 bytes or more. `hashed` needs it. With it, names of sessions and people in which a rule finds something are
   * hashed as a whole, so that two stay two; without it they may become equal.
   */
  readonly key?: Uint8Array
  /** Bytes for remembering texts. */
  readonly memoryBytes?: number
}

/** Takes out of items what must not be stored. What has nothing of it comes back as the same object. */
export interface Redactor {
  readonly mode: ContentMode
  /** Names mode and rules, to be stored with each item; `''` = nothing is changed. */
  readonly version: string
  traces(data: TracesData): TracesData
  logs(data: LogsData): LogsData
  metrics(data: MetricsData): MetricsData
  span(item: SpanItem): SpanItem
  log(item: LogItem): LogItem
  metric(item: MetricItem): MetricItem
  /** Matches by the name of their rule since the last call, those of remembered texts included. */
  takeCounts(): Readonly<Record<string, number>>
}

/** Shorter texts are looked through faster than they are hashed. */
const REMEMBERED_UNITS = 512
const MEMORY_BYTES = 8 * 1024 * 1024

/** @throws AppError `invalid` when the mode needs a key and there is none */
export function createRedactor(options: RedactorOptions): Redactor {
  const { mode } = options
  const counts = new Map<string, number>()
  const takeCounts = (): Readonly<Record<string, number>> => {
    const taken = Object.fromEntries(counts)
    counts.clear()
    return taken
  }
  if (mode === 'full') return { mode, version: '', takeCounts, ...UNCHANGED }
  const count = (rule: string, times: number): void => void counts.set(rule, (counts.get(rule) ?? 0) + times)
  const changes = textChanges(options, count)
  return { mode, version: versionOf(options), takeCounts, ...redactItems(changes) }
}

const same = <T>(value: T): T => value
const UNCHANGED = { traces: same, logs: same, metrics: same, span: same, log: same, metric: same }

function textChanges(options: RedactorOptions, count: (rule: string, times: number) => void): TextChanges {
  const { own = NO_OWN_RULES, key, memoryBytes = MEMORY_BYTES } = options
  const book = createRuleBook([...BUILT_IN_RULES.filter(({ name }) => !own.disabled.has(name)), ...own.rules])
  const memory = createTextMemory<RedactedText | typeof CLEAN>(memoryBytes, (answer) => (answer === CLEAN ? 0 : answer.text.length * 2))
  const look = (text: string): RedactedText | typeof CLEAN => {
    const found = redactText(text, book)
    return found.text === text ? CLEAN : found
  }
  const part = (text: string): string => {
    const found = text.length < REMEMBERED_UNITS ? look(text) : memory.recall(text, look)
    if (found === CLEAN) return text
    for (const [rule, times] of found.counts) count(rule, times)
    return found.text
  }
  const text = (sent: string): string => {
    if (sent.length < REMEMBERED_UNITS) return part(sent)
    const parts = listPieces(sent)
    if (!parts) return part(sent)
    const changed = parts.map(part)
    return changed.some((each, index) => each !== parts[index]) ? changed.join('') : sent
  }
  return {
    text,
    ...createValueRedactor({
      text,
      count,
      mask: maskOf(options),
      identify: key && hashMask(key),
      looksAtNames: !own.disabled.has('credential'),
    }),
  }
}

/** Stands for "nothing found", which need not keep the text. */
const CLEAN = 'clean'

/** What takes the place of content; `undefined` = it is stored. What is a mask already stays. */
function maskOf({ mode, key }: RedactorOptions): Mask | undefined {
  if (mode === 'off') return (text) => (MASKED.test(text) ? text : `[off:${text.length} characters]`)
  if (mode !== 'hashed') return undefined
  if (key === undefined) throw new AppError('invalid', 'content mode "hashed" needs a key')
  return hashMask(key)
}

function hashMask(key: Uint8Array): Mask {
  if (key.length < MIN_KEY_BYTES) throw new AppError('invalid', `the key of hashes has ${key.length} bytes; it needs ${MIN_KEY_BYTES}`)
  return (text) => (MASKED.test(text) ? text : `[hashed:${createHmac('sha256', key).update(text).digest('hex').slice(0, 32)}]`)
}

const MIN_KEY_BYTES = 32
const MASKED = /^\[(?:off:\d{1,10} characters|hashed:[0-9a-f]{32})\]$/

function versionOf({ mode, own = NO_OWN_RULES }: RedactorOptions): string {
  return `${mode}-${BUILT_IN_VERSION}${own.canonical === '' ? '' : `-${hash('sha256', own.canonical).slice(0, 12)}`}`
}
