import { classes } from '../../ui/classes.ts'

const LOOKS = {
  live: { label: 'Live', dot: 'bg-success-fill', hint: 'Changes are shown as they arrive' },
  connecting: { label: 'Connecting', dot: 'bg-warning-fill', hint: 'Connecting to the collector, again and again until it answers' },
  lost: { label: 'Not connected', dot: 'bg-danger-fill', hint: 'The collector does not answer; it is asked again and again' },
  off: { label: 'Not live', dot: 'bg-kind-plain', hint: 'Changes are shown when the page is loaded anew' },
} as const

/** How the page follows what arrives. */
export type Liveness = keyof typeof LOOKS

/** Whether the page follows what arrives. */
export function LiveIndicator({ state }: { readonly state: Liveness }) {
  const look = LOOKS[state]
  return (
    <span role="status" title={look.hint} className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-muted">
      <span aria-hidden="true" className={classes('size-2 rounded-full', look.dot)} />
      {look.label}
    </span>
  )
}
