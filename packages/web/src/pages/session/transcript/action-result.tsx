import type { TranscriptAction } from '@ai-tracker/collector/contract'
import { LongText } from '../../../trace/long-text.tsx'
import { CutNote } from './cut-note.tsx'
import { Failure } from './exception-view.tsx'
import { Fold } from './fold.tsx'

/** What an action gave back, and why it failed. */
export function ActionResult({ action }: { readonly action: TranscriptAction }) {
  const { result, resultLength } = action
  return (
    <>
      <Failure item={action} />
      {result !== null && (
        <Fold label="Result" preview={result}>
          <LongText text={result} label="Result" isFormatted />
          <CutNote shown={result.length} length={resultLength} span={action} />
        </Fold>
      )}
    </>
  )
}
