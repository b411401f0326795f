import { stripVTControlCharacters } from 'node:util'
import type { Canvas } from './table.ts'
import { textWidth } from './text-width.ts'

/** A table with a rule above its last line, the total. */
export function withRule(lines: readonly string[], { paint }: Canvas): readonly string[] {
  const width = lines.reduce((widest, line) => Math.max(widest, textWidth(stripVTControlCharacters(line))), 0)
  return lines.toSpliced(-1, 0, paint('faint', '─'.repeat(width)))
}
