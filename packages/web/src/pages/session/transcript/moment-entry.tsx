import type { TranscriptMoment } from '@ai-tracker/collector/contract'
import { kindLook, MOMENT_KINDS } from '../../../trace/kinds.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { classes } from '../../../ui/classes.ts'
import { SpanLink } from '../span-link.tsx'

const SHOWN = 1_000

/** Something that happened between the messages: an artifact, an issue, a decision, a checkpoint. */
export function MomentEntry({ moment }: { readonly moment: TranscriptMoment }) {
  const look = MOMENT_KINDS[moment.kind] ?? kindLook('generic')
  return (
    <article aria-label={look.label} className="flex items-start gap-2 text-sm">
      <look.icon size={14} aria-hidden="true" className={classes('mt-[3px] shrink-0', look.text)} />
      <p className="min-w-0 break-words">
        <span className="text-muted">{look.label} </span>
        <span className="font-medium">
          <SpanLink span={moment}>
            <SafeText text={moment.name.slice(0, SHOWN)} oneLine />
          </SpanLink>
        </span>
        {moment.detail !== null && (
          <span className="text-muted">
            {' '}
            <SafeText text={moment.detail.slice(0, SHOWN)} oneLine />
          </span>
        )}
      </p>
    </article>
  )
}
