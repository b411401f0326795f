import type { TranscriptItem, TranscriptMoment } from '@ai-tracker/collector/contract'
import { SafeText } from '../../../trace/safe-text.tsx'
import { CutNote } from './cut-note.tsx'
import { errorText, exceptionText, isSameReason } from './exceptions.ts'
import { Fold } from './fold.tsx'
import { SentEventView } from './sent-event-view.tsx'
import { useExceptions } from './transcript-context.ts'

/** Characters of a reason: what is longer is read in its span. */
const MAX_SHOWN = 2_000

interface FailureProps {
  readonly item: Extract<TranscriptItem, { readonly kind: 'call' | 'action' }>
  /** What stands there when it failed and nobody said why. */
  readonly otherwise?: string
}

/** Why a call or an action failed, and the exceptions that its span reports: each reason once, stack traces folded. */
export function Failure({ item, otherwise = '' }: FailureProps) {
  const exceptions = useExceptions(item)
  const why = item.failed ? errorText(item.error) || (exceptions.length === 0 ? otherwise : '') : ''
  if (why === '' && exceptions.length === 0) return null
  return (
    <div className="flex flex-col gap-1.5 rounded-md bg-danger-soft p-2.5">
      {why !== '' && (
        <>
          <Reason text={why} />
          <CutNote shown={Math.min(MAX_SHOWN, item.error?.message?.length ?? 0)} length={item.errorMessageLength} span={item} />
        </>
      )}
      {exceptions.map((exception) => (
        <ExceptionView key={exception.id} exception={exception} told={why} />
      ))}
    </div>
  )
}

interface ExceptionViewProps {
  readonly exception: TranscriptMoment
  /** The reason that stands above it already. */
  readonly told?: string
}

/** An exception with its stack trace. */
export function ExceptionView({ exception, told = '' }: ExceptionViewProps) {
  const text = exceptionText(exception)
  return (
    <>
      {!isSameReason(text, told) && <Reason text={text || 'Exception'} />}
      <Fold label="Stack trace">
        <SentEventView moment={exception} />
      </Fold>
    </>
  )
}

function Reason({ text }: { readonly text: string }) {
  return (
    <p className="break-words whitespace-pre-wrap text-danger">
      <SafeText text={text.slice(0, MAX_SHOWN)} />
    </p>
  )
}
