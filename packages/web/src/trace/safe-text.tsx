import { Fragment, useMemo } from 'react'
import { oneLineOf, textPieces } from './visible-text.ts'

/** No line shows more, and what follows must not cost time. */
const MAX_LINE = 2_000

interface SafeTextProps {
  readonly text: string
  /** One line: line breaks become blanks. */
  readonly oneLine?: boolean
}

/** Text from telemetry: nothing but text, with marks for what cannot be seen. The caller gives it its font, line breaks and width. */
export function SafeText({ text, oneLine = false }: SafeTextProps) {
  const pieces = useMemo(() => textPieces(oneLine ? oneLineOf(text.slice(0, MAX_LINE)) : text), [text, oneLine])
  return (
    <bdi>
      {pieces.map(({ at, text: shown, isMark }) =>
        isMark ? (
          <mark
            key={at}
            title="Characters that cannot be seen"
            className="rounded-sm bg-warning-soft px-0.5 font-mono text-[0.9em] text-warning"
          >
            {shown}
          </mark>
        ) : (
          <Fragment key={at}>{shown}</Fragment>
        ),
      )}
    </bdi>
  )
}
