import { classes } from './classes.ts'

/** The place of something that is on its way. Give it the size of what comes: `<Skeleton className="h-4 w-24" />`. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden="true" className={classes('skeleton block', className)} />
}

/** Lines of text that are on their way, said once to those who hear the page. */
export function SkeletonLines({ lines, label = 'Loading' }: { readonly lines: number; readonly label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 py-2">
      {Array.from({ length: lines }, (_, line) => line).map((line) => (
        <Skeleton key={line} className={LINE_WIDTHS[line % LINE_WIDTHS.length] ?? ''} />
      ))}
    </div>
  )
}

const LINE_WIDTHS = ['h-4 w-11/12', 'h-4 w-3/4', 'h-4 w-5/6', 'h-4 w-2/3']
