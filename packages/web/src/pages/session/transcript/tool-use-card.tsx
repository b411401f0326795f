import type { TranscriptAction } from '@ai-tracker/collector/contract'
import { CircleX, Wrench } from 'lucide-react'
import { SafeText } from '../../../trace/safe-text.tsx'
import { TimeTaken } from '../../../trace/time.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { SpanLink } from '../span-link.tsx'
import { ActionResult } from './action-result.tsx'
import { Fold } from './fold.tsx'
import type { ToolUse } from './pair-uses.ts'
import { PartText } from './part-text.tsx'
import { useIsLive } from './transcript-context.ts'
import type { PartSource } from './use-whole-part.ts'

interface ToolUseCardProps {
  readonly use: ToolUse
  readonly source: PartSource
}

/** A tool call of a model with what came of it. Arguments and result are folded: short ones are read from their beginning. */
export function ToolUseCard({ use: { call, action, result }, source }: ToolUseCardProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: many of these stand on one page, and each section would be a landmark
    <div role="group" aria-label={visibleLine(`Tool call ${call.name ?? ''}`)} className="rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5 text-sm">
        <Wrench size={14} aria-hidden="true" className="shrink-0 text-kind-action" />
        <span className="min-w-0 font-medium break-words">
          {action ? (
            <SpanLink span={action}>
              <SafeText text={call.name ?? 'Tool'} oneLine />
            </SpanLink>
          ) : (
            <SafeText text={call.name ?? 'Tool'} oneLine />
          )}
        </span>
        {action && <ActionFacts action={action} />}
      </header>
      <div className="flex flex-col gap-1.5 px-3 py-2">
        <Fold label="Arguments" preview={call.text}>
          <PartText part={call} source={source} isMarkdown={false} />
        </Fold>
        {action && <ActionResult action={action} />}
        {!action?.result && result && (
          <Fold label="Result" preview={result.part.text}>
            <PartText part={result.part} source={{ sessionId: source.sessionId, ...result.at }} isMarkdown={false} />
          </Fold>
        )}
      </div>
    </div>
  )
}

/** How an action went. */
export function ActionFacts({ action }: { readonly action: TranscriptAction }) {
  return (
    <span className="flex items-center gap-3 text-xs text-muted">
      <TimeTaken startedAt={action.at} durationMs={action.durationMs} isLive={useIsLive()} />
      {action.exitCode !== null && <span className="figures">exit {action.exitCode}</span>}
      {action.failed && (
        <span className="flex items-center gap-1 text-danger">
          <CircleX size={13} aria-hidden="true" />
          failed
        </span>
      )}
    </span>
  )
}
