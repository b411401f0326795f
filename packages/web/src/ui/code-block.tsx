import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { CopyButton } from './copy-button.tsx'

interface CodeBlockProps {
  /** What the copy button takes. */
  readonly text: string
  /** What is shown instead of `text`, for example with marks in it. */
  readonly children?: ReactNode
  readonly label: string
  readonly className?: string
}

/** Text as it is, with a way to copy it. Scrolls sideways, and with the keyboard. */
export function CodeBlock({ text, children, label, className }: CodeBlockProps) {
  return (
    <div className={classes('flex rounded-md border border-line bg-sunken', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="min-w-0 flex-1 overflow-x-auto">
        <pre className="w-max min-w-full p-3 font-mono text-xs">{children ?? text}</pre>
      </section>
      <CopyButton text={text} label={`Copy ${label}`} className="m-1" />
    </div>
  )
}
