import type { ErrorComponentProps } from '@tanstack/react-router'
import { ErrorState } from '../../ui/notice.tsx'
import { usePageTitle } from '../../ui/page-title.ts'

/** A page broke: a fault of ours, or a chunk of the page that could not be loaded. */
export function ErrorPage({ error }: ErrorComponentProps) {
  usePageTitle('Error')
  return (
    <main id="main">
      <h1 className="sr-only">Error</h1>
      <ScreenError error={error} />
    </main>
  )
}

/** A screen of a session broke; its head stays. A chunk that could not be loaded is asked for only with the whole page. */
export function ScreenError({ error }: Pick<ErrorComponentProps, 'error'>) {
  return (
    <ErrorState
      title="This screen could not be shown"
      error={error instanceof Error ? error : new Error(String(error))}
      onRetry={() => location.reload()}
    />
  )
}
