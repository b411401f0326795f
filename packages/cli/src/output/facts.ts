import type { Tone } from './paint.ts'
import { safeLine } from './safe-text.ts'
import type { Canvas } from './table.ts'
import { pad, textWidth, wrap } from './text-width.ts'

/** One named value. */
export interface Fact {
  readonly name: string
  /** As it is; it is made safe here. `undefined` = not shown. */
  readonly value: string | undefined
  readonly tone?: Tone | undefined
}

/** A long value is shown up to here; `--json` has the whole. */
const MAX_LINES = 6
const GAP = '  '

/** Named values below each other, long ones in several lines, none of them wider than the canvas. */
export function factLines(facts: readonly Fact[], { columns, paint }: Canvas): readonly string[] {
  const shown = facts.filter(({ value }) => value !== undefined)
  const nameWidth = shown.reduce((widest, { name }) => Math.max(widest, textWidth(name)), 0)
  const valueWidth = Math.max(1, columns - nameWidth - GAP.length)
  return shown.flatMap(({ name, value = '', tone }) =>
    wrap(safeLine(value), { width: valueWidth, maxLines: MAX_LINES }).map(
      (line, index) => `${paint('faint', pad(index === 0 ? name : '', nameWidth, 'left'))}${GAP}${paint(tone, line)}`,
    ),
  )
}
