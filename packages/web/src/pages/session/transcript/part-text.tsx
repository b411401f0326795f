import type { MessagePart } from '@ai-tracker/collector/contract'
import { useState } from 'react'
import { characters } from '../../../trace/format.ts'
import { LongText } from '../../../trace/long-text.tsx'
import { MarkdownOrText } from '../../../trace/markdown/markdown-or-text.tsx'
import { Button } from '../../../ui/button.tsx'
import { type PartSource, useWholePart } from './use-whole-part.ts'

/** Longer texts are shown as they are: nobody wants Markdown of them, and it would take seconds. */
const MAX_MARKDOWN = 12_000

interface PartTextProps {
  readonly part: Exclude<MessagePart, { readonly type: 'media' }>
  readonly source: PartSource
  readonly isMarkdown: boolean
}

/** The text of a part. One that was cut can be loaded whole. */
export function PartText({ part, source, isMarkdown }: PartTextProps) {
  const [isWanted, setWanted] = useState(false)
  const whole = useWholePart(source, isWanted)
  const text = whole.text ?? part.text
  const isCut = part.length > text.length
  return (
    <div className="flex min-w-0 flex-col items-start gap-2">
      <div className="w-full min-w-0">{textView(text, isMarkdown)}</div>
      {isCut && (
        <Button size="sm" disabled={whole.isLoading} onClick={() => (whole.error ? whole.retry() : setWanted(true))}>
          {whole.isLoading ? 'Loading' : `Show all (${characters(part.length)})`}
        </Button>
      )}
      {whole.error && <p className="text-xs text-danger">{whole.error.message}</p>}
    </div>
  )
}

function textView(text: string, isMarkdown: boolean) {
  if (text === '') return <span className="text-muted">empty</span>
  if (!isMarkdown || text.length > MAX_MARKDOWN) return <LongText text={text} label="Text" isFormatted />
  return <MarkdownOrText text={text} />
}
