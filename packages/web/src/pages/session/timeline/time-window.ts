/** A stretch of a session's time, in milliseconds from its start. */
export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

/** No zoom shows less: a bar of the shortest span is still some pixels wide. */
const MIN_WIDTH_MS = 0.01

/** Where a moment lies in the window: 0 = its left edge, 1 = its right one; beyond that it is outside. */
export function fractionOf(window: TimeWindow, ms: number): number {
  return (ms - window.fromMs) / (window.toMs - window.fromMs)
}

/** The window as large as asked for, moved and cut to lie within the session. */
export function within(window: TimeWindow, totalMs: number): TimeWindow {
  const width = Math.min(Math.max(window.toMs - window.fromMs, MIN_WIDTH_MS), totalMs)
  const fromMs = Math.min(Math.max(window.fromMs, 0), totalMs - width)
  return { fromMs, toMs: fromMs + width }
}

/** Narrower (`factor` below 1) or wider, around the middle or another moment. */
export function zoomed(window: TimeWindow, { factor, atMs }: { readonly factor: number; readonly atMs?: number }): TimeWindow {
  const middle = atMs ?? (window.fromMs + window.toMs) / 2
  return { fromMs: middle - (middle - window.fromMs) * factor, toMs: middle + (window.toMs - middle) * factor }
}

/** Moved by a share of its width: -0.5 = half a window to the left. */
export function panned(window: TimeWindow, share: number): TimeWindow {
  const by = (window.toMs - window.fromMs) * share
  return { fromMs: window.fromMs + by, toMs: window.toMs + by }
}

/** Where a bar stands in the window; undefined when no part of it is in there. */
export function barIn(window: TimeWindow, { fromMs, toMs }: TimeWindow): { readonly left: number; readonly width: number } | undefined {
  const [left, right] = [fractionOf(window, fromMs), fractionOf(window, toMs)]
  if (right < 0 || left > 1) return undefined
  const from = Math.max(0, left)
  return { left: from, width: Math.max(0, Math.min(1, right) - from) }
}

/** Round moments to write on an axis: at most `most` of them, a step of 1, 2 or 5 times a power of ten (or a clock's own steps). */
export function ticks({ fromMs, toMs }: TimeWindow, most: number): readonly number[] {
  const step = stepOf((toMs - fromMs) / Math.max(1, most))
  const first = Math.ceil(fromMs / step)
  const last = Math.floor(toMs / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const CLOCK_STEPS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
]

function stepOf(atLeastMs: number): number {
  if (atLeastMs > 30 * SECOND) return CLOCK_STEPS.find((step) => step >= atLeastMs) ?? decimalStep(atLeastMs / DAY) * DAY
  return atLeastMs > 20 * SECOND ? 30 * SECOND : decimalStep(atLeastMs)
}

function decimalStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast))
  return ([1, 2, 5].find((digit) => digit * power >= atLeast * (1 - 1e-9)) ?? 10) * power
}
