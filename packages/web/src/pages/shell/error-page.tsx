import { useState } from 'react'
import { reloadPage } from '../../data/load-part.ts'
import { ErrorState } from '../../ui/notice.tsx'
import { usePageTitle } from '../../ui/page-title.ts'

/** What is shown in place of what failed. */
export interface FailureProps {
  readonly error: unknown
  /** Without it the page is loaded anew, if its collector answers. */
  readonly onRetry?: () => void
}

/** A page broke: a fault of ours, or a part of it that could not be loaded. */
export function ErrorPage({ error, onRetry }: FailureProps) {
  usePageTitle('Error')
  return (
    <main id="main" className="flex-1">
      <h1 className="sr-only">Error</h1>
      <ScreenError error={error} {...(onRetry && { onRetry })} />
    </main>
  )
}

/** A screen of a session broke; its head stays. */
export function ScreenError({ error, onRetry }: FailureProps) {
  const [refusal, setRefusal] = useState<unknown>()
  return (
    <ErrorState
      title="This screen could not be shown"
      error={asError(refusal ?? error)}
      onRetry={onRetry ?? (() => void reloadPage().catch(setRefusal))}
    />
  )
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
