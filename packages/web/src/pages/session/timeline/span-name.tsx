import type { Span } from '@ai-tracker/collector/contract'
import { ChevronRight, CircleX, TriangleAlert } from 'lucide-react'
import { counted, short } from '../../../trace/format.ts'
import { KindIcon } from '../../../trace/kind-icon.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { classes } from '../../../ui/classes.ts'
import { LogCount } from './log-count.tsx'
import type { LogMark } from './log-marks.ts'

/** Deeper ones are no further to the right: the name would have no room left. */
const MAX_INDENT = 10
const INDENT_PX = 14

interface SpanNameProps {
  readonly span: Span
  readonly marks: readonly LogMark[]
  readonly isFolded: boolean
  readonly onToggle: () => void
}

/** What a span is: place in the tree, kind, name, and what is worth knowing at a glance. */
export function SpanName({ span, marks, isFolded, onToggle }: SpanNameProps) {
  return (
    <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: Math.min(span.depth, MAX_INDENT) * INDENT_PX }}>
      {span.hasChildren ? (
        // The tree itself takes the keys; this is for the pointer.
        <span
          aria-hidden="true"
          className="-m-1 inline-flex cursor-pointer rounded-sm p-1 text-muted hover:bg-hover hover:text-ink"
          onClick={(event) => {
            event.stopPropagation()
            onToggle()
          }}
        >
          <ChevronRight size={12} className={classes(!isFolded && 'rotate-90')} />
        </span>
      ) : (
        <span className="w-3 shrink-0" />
      )}
      <KindIcon kind={span.kind} />
      <span className={classes('one-line', (span.kind === 'phase' || span.kind === 'session') && 'font-medium')}>
        <SafeText text={span.name} oneLine />
      </span>
      <span className="one-line shrink-[4] text-xs text-muted">
        <SafeText text={details(span)} oneLine />
      </span>
      {span.status === 'failed' && <Failed span={span} />}
      <LogCount marks={marks} />
      {span.warnings.length > 0 && (
        <span role="img" aria-label="Odd data" title={span.warnings.join(', ')} className="inline-flex shrink-0 text-warning">
          <TriangleAlert size={13} aria-hidden="true" />
        </span>
      )}
    </span>
  )
}

function Failed({ span }: { readonly span: Span }) {
  const why = 'errorMessage' in span && typeof span.errorMessage === 'string' ? span.errorMessage : null
  const text = [span.errorType, why].filter(Boolean).join(': ')
  return (
    <span className="flex min-w-5 items-center gap-1 text-xs text-danger" title={visibleLine(text.slice(0, 500)) || 'Failed'}>
      <CircleX size={13} role="img" aria-label="Failed" className="shrink-0" />
      <span className="one-line">
        <SafeText text={text} oneLine />
      </span>
    </span>
  )
}

/** Model and tokens, unless the name says the model already. */
function details({ name, model, tokensTotal, repeated, depth }: Span): string {
  return [
    model !== null && !names(name, model) ? model : '',
    tokensTotal !== null && tokensTotal > 0 ? `${short(tokensTotal)} tokens` : '',
    repeated ? 'counted elsewhere' : '',
    depth > MAX_INDENT ? counted(depth, 'level') : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Whether a name says the model: most senders write `chat MODEL`, with the model as it was asked for, without the date of its release. */
function names(name: string, model: string): boolean {
  return name.split(/\s+/).some((word) => word.length > 3 && model.startsWith(word))
}
