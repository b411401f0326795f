import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const TONES = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success-soft text-success',
  danger: 'bg-danger-soft text-danger',
  warning: 'bg-warning-soft text-warning',
  info: 'bg-info-soft text-info',
} as const

/** Meaning of a colour. A word or an icon always says the same. */
export type Tone = keyof typeof TONES

interface BadgeProps {
  readonly tone?: Tone
  readonly title?: string | undefined
  readonly children: ReactNode
}

/** A word in a small box. */
export function Badge({ tone = 'neutral', title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classes(
        'inline-flex h-5 max-w-full items-center gap-1 overflow-hidden rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&>svg]:shrink-0',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}
