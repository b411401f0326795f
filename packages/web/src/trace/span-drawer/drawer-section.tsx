import type { ReactNode } from 'react'
import { count } from '../format.ts'

interface DrawerSectionProps {
  readonly title: string
  /** Things in it. */
  readonly size?: number
  readonly isOpen?: boolean
  readonly children: ReactNode
}

/** A part of the drawer that folds. */
export function DrawerSection({ title, size, isOpen = false, children }: DrawerSectionProps) {
  return (
    <details open={isOpen} className="group border-t border-line">
      <summary className="flex h-10 items-center gap-2 px-4 text-sm font-semibold hover:bg-hover">
        {title}
        {size !== undefined && <span className="figures text-xs font-normal text-muted">{count(size)}</span>}
      </summary>
      <div className="px-4 pb-4 text-sm">{children}</div>
    </details>
  )
}
