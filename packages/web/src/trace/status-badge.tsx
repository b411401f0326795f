import type { IssueSeverity, LogSeverity } from '@ai-tracker/collector/contract'
import { Badge } from '../ui/badge.tsx'
import { classes } from '../ui/classes.ts'
import { SafeText } from './safe-text.tsx'
import { LOG_LEVELS, SEVERITIES, STATUSES, type StatusLook } from './statuses.ts'

/** Senders write what they like. */
const MAX_WORD = 40

/** Icon and word of a status. */
export function StatusBadge({ status }: { readonly status: keyof typeof STATUSES }) {
  return <LookBadge look={STATUSES[status]} />
}

/** Icon and word of a severity. */
export function SeverityBadge({ severity }: { readonly severity: IssueSeverity }) {
  return <LookBadge look={SEVERITIES[severity]} />
}

/** How severe a log record is, by the word for its number, else by the sender's own word. */
export function LogLevel({ severity, text }: { readonly severity: LogSeverity | null; readonly text: string | null }) {
  if (severity !== null) return <Badge tone={LOG_LEVELS[severity].tone}>{LOG_LEVELS[severity].label}</Badge>
  return <Badge>{text === null ? 'Log' : <SafeText text={text.slice(0, MAX_WORD)} oneLine />}</Badge>
}

/** Only the icon, where there is no room; the word is its title. */
export function StatusIcon({ status, className }: { readonly status: keyof typeof STATUSES; readonly className?: string }) {
  const look = STATUSES[status]
  return (
    <span role="img" aria-label={look.label} title={look.hint ?? look.label} className={classes('inline-flex', look.text, className)}>
      <look.icon size={16} aria-hidden="true" />
    </span>
  )
}

function LookBadge({ look }: { readonly look: StatusLook }) {
  return (
    <Badge tone={look.tone} title={look.hint}>
      <look.icon size={12} aria-hidden="true" />
      {look.label}
    </Badge>
  )
}
