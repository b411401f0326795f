import type { TranscriptAction } from '@ai-tracker/collector/contract'
import { bytes } from '../../../trace/format.ts'
import { LongText } from '../../../trace/long-text.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { SpanLink } from '../span-link.tsx'
import { Fold } from './fold.tsx'

/** What an action gave back, and why it failed. */
export function ActionResult({ action }: { readonly action: TranscriptAction }) {
  const { result, resultLength, error } = action
  const why = [error?.type, error?.message].filter(Boolean).join(': ')
  return (
    <>
      {why !== '' && (
        <p className="break-words whitespace-pre-wrap text-danger">
          <SafeText text={why.slice(0, 2_000)} />
        </p>
      )}
      {result !== null && (
        <Fold label="Result" preview={result}>
          <LongText text={result} label="Result" isFormatted />
          {resultLength > result.length && (
            <p className="mt-1 text-xs text-muted">
              The beginning of {bytes(resultLength)}; all of it is in <SpanLink span={action}>the span</SpanLink>.
            </p>
          )}
        </Fold>
      )}
    </>
  )
}
