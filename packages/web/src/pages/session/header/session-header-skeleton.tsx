import { Skeleton } from '../../../ui/skeleton.tsx'

/** The head of a session that is on its way, as high as the real one. */
export function SessionHeaderSkeleton() {
  return (
    <div role="status" aria-label="Loading the session" className="border-b border-line bg-surface px-3 pt-3 pb-4 sm:px-4">
      <h1 className="sr-only">Session</h1>
      <Skeleton className="my-1 h-4 w-40" />
      <Skeleton className="my-0.5 h-6 w-96 max-w-full" />
      <Skeleton className="mt-3.5 h-9 w-full max-w-200" />
    </div>
  )
}
