import { classes } from './classes.ts'

/** A stretch of a bar. */
export interface BarPart {
  readonly id: string
  /** 0 to 1 of the whole bar. */
  readonly share: number
  /** Background: `bg-kind-call`. */
  readonly className: string
  readonly title?: string
}

interface BarProps {
  readonly parts: readonly BarPart[]
  /** The same in words, unless they stand beside it. */
  readonly label?: string
  readonly className?: string
}

/** Shares of a whole, side by side. */
export function Bar({ parts, label, className }: BarProps) {
  return (
    <div
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      className={classes('flex h-2 overflow-hidden rounded-sm bg-hover', className)}
    >
      {parts.map((part) => (
        <span
          key={part.id}
          title={part.title}
          className={part.className}
          style={{ width: `${Math.min(1, Math.max(0, part.share)) * 100}%` }}
        />
      ))}
    </div>
  )
}
