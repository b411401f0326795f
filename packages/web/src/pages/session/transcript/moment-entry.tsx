import type { TranscriptMoment } from '@ai-tracker/collector/contract'
import { formattedJson } from '../../../trace/json-format.ts'
import { kindLook, MOMENT_KINDS } from '../../../trace/kinds.ts'
import { Described } from '../../../trace/markdown/described.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { classes } from '../../../ui/classes.ts'
import { SpanLink } from '../span-link.tsx'
import { isCheckpoint } from './conversation.ts'
import { DecisionView } from './decision-view.tsx'
import { ExceptionView } from './exception-view.tsx'
import { isException } from './exceptions.ts'

/** Something that happened between the messages: an artifact, an issue, a decision, a checkpoint, an exception. */
export function MomentEntry({ moment }: { readonly moment: TranscriptMoment }) {
  const { kind, name, detail } = shownMoment(moment)
  const look = MOMENT_KINDS[kind] ?? kindLook('generic')
  return (
    <article aria-label={look.label} className="flex items-start gap-2 text-sm">
      <look.icon size={14} aria-hidden="true" className={classes('mt-[3px] shrink-0', look.text)} />
      <div className="min-w-0 flex-1">
        <p className="line-clamp-4 break-words">
          <span className="text-muted">{look.label} </span>
          <span className="font-medium">
            <SpanLink span={moment}>
              <SafeText text={name} oneLine />
            </SpanLink>
          </span>
        </p>
        <Said moment={moment} detail={detail} />
      </div>
    </article>
  )
}

/** A checkpoint is called by its name, not by that of its event. */
function shownMoment(moment: TranscriptMoment): Pick<TranscriptMoment, 'name' | 'detail'> & { readonly kind: string } {
  const { title, body } = moment
  return isCheckpoint(moment) && title !== null ? { kind: 'checkpoint', name: title, detail: body } : moment
}

function Said({ moment, detail }: { readonly moment: TranscriptMoment; readonly detail: string | null }) {
  if (moment.kind === 'decision') return <DecisionView moment={moment} />
  if (isException(moment)) return <ExceptionView exception={moment} />
  if (detail === null) return null
  if (formattedJson(detail) !== undefined) {
    return (
      <p className="line-clamp-3 font-mono text-xs break-words text-muted">
        <SafeText text={detail} oneLine />
      </p>
    )
  }
  return <Described text={detail} />
}
