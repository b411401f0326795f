import { Skeleton } from '../../ui/skeleton.tsx'

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

/** Sessions that are on their way, as high as the real rows. */
export function SessionTableSkeleton() {
  return (
    <div role="status" aria-label="Loading sessions">
      <div className="h-8 border-b border-line max-md:hidden" />
      {ROWS.map((row) => (
        <div key={row} className="flex min-h-14 items-center gap-3 border-b border-line px-3 py-2 sm:px-4">
          <Skeleton className="size-4 rounded-full" />
          <span className="flex min-w-0 flex-1 flex-col gap-1.5">
            <Skeleton className="h-3.5 w-3/5 max-w-96" />
            <Skeleton className="h-3 w-2/5 max-w-56" />
          </span>
          <Skeleton className="h-3.5 w-16" />
          <Skeleton className="hidden h-3.5 w-72 md:block" />
        </div>
      ))}
    </div>
  )
}
