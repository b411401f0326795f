import { CircleAlert, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

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
