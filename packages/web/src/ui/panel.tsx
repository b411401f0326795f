import type { ReactNode } from 'react'
import { useId } from 'react'

interface PanelProps {
  readonly title: string
  /** Beside the title: a sum, a switch. */
  readonly aside?: ReactNode
  /** The content reaches the edges: a list with rows of its own. */
  readonly isFlush?: boolean
  readonly children: ReactNode
}

/** A part of a page with a title. */
export function Panel({ title, aside, isFlush = false, children }: PanelProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
        <h2 id={id} className="text-sm">
          {title}
        </h2>
        {aside}
      </div>
      {/* A row at the edge has the mark of the focus inside. */}
      {isFlush ? <div className="[&_[data-row]]:-outline-offset-2">{children}</div> : <div className="p-4">{children}</div>}
    </section>
  )
}
