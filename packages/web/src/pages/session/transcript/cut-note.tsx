import { characters } from '../../../trace/format.ts'
import { SpanLink } from '../span-link.tsx'

interface CutNoteProps {
  /** Characters that are shown, and of the whole text. */
  readonly shown: number
  readonly length: number
  /** The span that has all of it. */
  readonly span: { readonly traceId: string; readonly spanId: string }
}

/** Stands below a text of which only the beginning is shown. */
export function CutNote({ shown, length, span }: CutNoteProps) {
  if (!(length > shown)) return null
  return (
    <p className="text-xs text-muted">
      The beginning of {characters(length)}; all of it is in <SpanLink span={span}>the span</SpanLink>.
    </p>
  )
}
