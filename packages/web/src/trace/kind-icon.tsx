import { classes } from '../ui/classes.ts'
import { kindLook } from './kinds.ts'

interface KindIconProps {
  /** `Span.kind`. */
  readonly kind: string
  readonly size?: number
  readonly className?: string
}

/** The icon of a kind of span; its name is the title. */
export function KindIcon({ kind, size = 14, className }: KindIconProps) {
  const look = kindLook(kind)
  return (
    <span role="img" aria-label={look.label} title={look.label} className={classes('inline-flex shrink-0', look.text, className)}>
      <look.icon size={size} aria-hidden="true" />
    </span>
  )
}
