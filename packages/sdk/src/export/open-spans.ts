import type { RecordedSpan } from '../recorded-span.ts'

/**
 * When the start of a span is worth a signal: at once (a session, a phase, an agent), or when it turns out to be long (a call that
 * still runs after a second).
 */
export type Liveness = 'now' | 'when long'

/** Spans that run, so that they can be shown while they do. */
export interface OpenSpans {
  add(span: RecordedSpan, liveness: Liveness): void
  /** Something was added to the span; tells of it again, less often the longer the span runs. */
  touch(span: RecordedSpan): void
  remove(span: RecordedSpan): void
  /** The spans that run, in the order of their starts. */
  running(): readonly RecordedSpan[]
  /** Whether a span runs of whose present state nobody was told. */
  hasUnsent(): boolean
  /** Looks for spans that have ended without this being said. */
  collectEnded(): void
  /** Tells of every span of whose present state nobody was told. */
  sendAll(): void
}

interface OpenSpan {
  /** When to tell of it next, on the clock of `performance.now()`; `undefined` = no news. */
  dueMs: number | undefined
  /** How long to wait after the next change. Doubles, so that a long session is not sent once per event. */
  waitMs: number
}

const LONG_MS = 1000
const MAX_WAIT_MS = 60_000
/** More spans than this at the same time are not watched: they are sent when they end. */
const MAX_OPEN = 10_000

/** Whom it tells. */
interface Listener {
  /** A span runs, and is worth to be shown. */
  onRunning(span: RecordedSpan): void
  /** A span has ended without this being said: the program has ended it by itself, under a provider of its own. */
  onEnded(span: RecordedSpan): void
}

/** Watches spans from their start. */
export function createOpenSpans({ onRunning, onEnded }: Listener): OpenSpans {
  const open = new Map<RecordedSpan, OpenSpan>()
  let timer: NodeJS.Timeout | undefined

  const tell = (span: RecordedSpan, state: OpenSpan) => {
    state.dueMs = undefined
    onRunning(span)
  }
  const close = (span: RecordedSpan) => {
    open.delete(span)
    onEnded(span)
  }
  const collectEnded = () => {
    for (const span of [...open.keys()].filter(({ ended }) => ended)) close(span)
  }
  const sweep = () => {
    timer = undefined
    collectEnded()
    const nowMs = performance.now()
    for (const [span, state] of open) if (state.dueMs !== undefined && state.dueMs <= nowMs) tell(span, state)
    if ([...open.values()].some(({ dueMs }) => dueMs !== undefined)) watch()
  }
  const watch = () => {
    if (timer === undefined) timer = setTimeout(sweep, LONG_MS).unref()
  }

  return {
    add(span, liveness) {
      const state = open.get(span) ?? { dueMs: performance.now() + LONG_MS, waitMs: LONG_MS }
      if (open.size < MAX_OPEN) open.set(span, state)
      if (liveness === 'now') tell(span, state)
      else watch()
    },
    touch(span) {
      const state = open.get(span)
      if (!state || state.dueMs !== undefined) return
      state.dueMs = performance.now() + state.waitMs
      state.waitMs = Math.min(state.waitMs * 2, MAX_WAIT_MS)
      watch()
    },
    remove: (span) => void open.delete(span),
    running: () => [...open.keys()].filter(({ ended }) => !ended),
    hasUnsent: () => [...open].some(([span, { dueMs }]) => dueMs !== undefined || span.ended),
    collectEnded,
    sendAll() {
      collectEnded()
      for (const [span, state] of open) if (state.dueMs !== undefined) tell(span, state)
    },
  }
}
