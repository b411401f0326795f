import type { Session } from '@ai-tracker/collector/contract'
import { CircleX, type LucideIcon, Pin, TriangleAlert } from 'lucide-react'
import { Tokens } from '../../trace/amount.tsx'
import { counted, short, UNKNOWN } from '../../trace/format.ts'
import { classes } from '../../ui/classes.ts'

/** Says that a session is pinned. */
export function PinMark() {
  return (
    <span title="Pinned: no limit of age or size removes it" className="shrink-0 text-accent">
      <Pin size={12} aria-hidden="true" fill="currentColor" />
      <span className="sr-only">Pinned</span>
    </span>
  )
}

/** The tokens of a session. */
export function SessionTokens({ session: { responseCount, tokensTotal } }: { readonly session: Session }) {
  if (responseCount > 0 || tokensTotal > 0) return <Tokens value={tokensTotal} />
  return (
    <span title="No model was called" className="text-muted">
      {UNKNOWN}
    </span>
  )
}

/** What went wrong in a session; nothing when nothing did, or when it was fixed. */
export function Problems({ session: { errorCount, openIssueCount } }: { readonly session: Session }) {
  return (
    <>
      {errorCount > 0 && <Problem icon={CircleX} value={errorCount} noun="error" className="text-danger" />}
      {openIssueCount > 0 && <Problem icon={TriangleAlert} value={openIssueCount} noun="open issue" className="text-warning" />}
    </>
  )
}

interface ProblemProps {
  readonly icon: LucideIcon
  readonly value: number
  readonly noun: string
  readonly className: string
}

function Problem({ icon: Icon, value, noun, className }: ProblemProps) {
  return (
    <span title={counted(value, noun)} className={classes('figures inline-flex items-center gap-1', className)}>
      <Icon size={13} aria-hidden="true" />
      {short(value)}
      <span className="sr-only">{value === 1 ? noun : `${noun}s`}</span>
    </span>
  )
}
