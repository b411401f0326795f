import { formattedJson } from './json-format.ts'
import { LongText } from './long-text.tsx'
import { SafeText } from './safe-text.tsx'

/** Longer texts get a box of their own. */
const INLINE = 600

/** What a log record says: a text as it was sent, JSON with line breaks. Never HTML. */
export function LogBody({ text }: { readonly text: string }) {
  if (text === '') return <span className="text-muted">empty text</span>
  if (text.length > INLINE || formattedJson(text) !== undefined)
    return <LongText text={text} label="What the log record says" isFormatted />
  return (
    <p className="font-mono text-xs break-words whitespace-pre-wrap">
      <SafeText text={text} />
    </p>
  )
}
