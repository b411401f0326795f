import { MarkdownOrText } from './markdown-or-text.tsx'

/** A description of some lines that a program may have written without Markdown in mind: its line breaks stay. */
export function Described({ text }: { readonly text: string }) {
  return (
    <div className="[&_br]:hidden [&_p]:whitespace-pre-line">
      <MarkdownOrText text={text} />
    </div>
  )
}
