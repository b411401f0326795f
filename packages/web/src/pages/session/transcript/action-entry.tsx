import type { TranscriptAction } from '@ai-tracker/collector/contract'
import { Wrench } from 'lucide-react'
import { LongText } from '../../../trace/long-text.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { SpanLink } from '../span-link.tsx'
import { ActionResult } from './action-result.tsx'
import { CutNote } from './cut-note.tsx'
import { Fold } from './fold.tsx'
import { ActionFacts } from './tool-use-card.tsx'

/** Characters of a command that stand there unfolded. */
const SHOWN = 500

/** A tool at work that no model asked for, as far as is known. */
export function ActionEntry({ action }: { readonly action: TranscriptAction }) {
  return (
    <article
      aria-label={visibleLine(`Action ${action.tool ?? action.type}`)}
      className="rounded-lg border border-line bg-surface px-3 py-2"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Wrench size={14} aria-hidden="true" className="shrink-0 text-kind-action" />
        <span className="font-medium break-words">
          <SpanLink span={action}>
            <SafeText text={action.tool ?? action.type} oneLine />
          </SpanLink>
        </span>
        <ActionFacts action={action} />
      </header>
      {action.text !== null && (
        <>
          <p className="mt-1 font-mono text-xs break-words whitespace-pre-wrap">
            <SafeText text={action.text.slice(0, SHOWN)} />
          </p>
          <CutNote shown={SHOWN} length={action.textLength} span={action} />
        </>
      )}
      <div className="mt-1 flex flex-col gap-1.5">
        {action.arguments !== null && action.arguments !== action.text && (
          <Fold label="Arguments" preview={action.arguments}>
            <LongText text={action.arguments} label="Arguments" isFormatted />
            <CutNote shown={action.arguments.length} length={action.argumentsLength} span={action} />
          </Fold>
        )}
        <ActionResult action={action} />
      </div>
    </article>
  )
}
