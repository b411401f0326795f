import { CircleAlert, RotateCw, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from './button.tsx'

interface EmptyStateProps {
  readonly title: string
  /** Why there is nothing, and what to do. */
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** There is nothing here, and that is no fault. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <h2 className="text-lg">{title}</h2>
      {children !== undefined && <div className="max-w-prose text-muted">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  )
}

interface ErrorStateProps {
  /** What failed: "The timeline could not be loaded". */
  readonly title: string
  readonly error: Error
  readonly onRetry: () => void
  /** Stands in place of trying again, for what can only fail again. */
  readonly action?: ReactNode
}

/** Something failed; what, why, and what to do. */
export function ErrorState({ title, error, onRetry, action }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <CircleAlert size={24} aria-hidden="true" className="text-danger" />
      <h2 className="text-lg">{title}</h2>
      <p className="max-w-prose break-words text-muted">{error.message}</p>
      <div className="mt-2">
        {action || (
          <Button onClick={onRetry}>
            <RotateCw size={14} aria-hidden="true" />
            Try again
          </Button>
        )}
      </div>
    </div>
  )
}

interface WarningNoticeProps {
  /** What is about to happen. */
  readonly title: string
  /** When, why, and what to do. */
  readonly children: ReactNode
  readonly onDismiss: () => void
}

/** Something is about to happen that a person may want to prevent. It stands above a page until it is dismissed. */
export function WarningNotice({ title, children, onDismiss }: WarningNoticeProps) {
  return (
    <div className="flex items-start gap-2.5 rounded-md border border-warning-fill bg-warning-soft py-2 pr-1 pl-3 text-sm">
      <TriangleAlert size={16} aria-hidden="true" className="mt-1 shrink-0 text-warning" />
      <div className="min-w-0 flex-1 py-0.5">
        <h2 className="text-sm font-semibold text-warning">{title}</h2>
        {children}
      </div>
      <IconButton label="Dismiss" onClick={onDismiss} className="size-7">
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
