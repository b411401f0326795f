import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

const VARIANTS = {
  primary: 'bg-accent-fill text-on-accent border-transparent hover:brightness-110',
  default: 'bg-surface text-ink border-line-strong hover:bg-hover',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-canvas border-transparent hover:brightness-110',
} as const

const SIZES = { sm: 'h-7 px-2 text-xs', md: 'h-8 px-3 text-sm' } as const

/** How loud a button is. */
export type ButtonVariant = keyof typeof VARIANTS

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant
  readonly size?: keyof typeof SIZES
}

/** The look of a button, for links that look like one. */
export function buttonClasses(variant: ButtonVariant = 'default', size: keyof typeof SIZES = 'md'): string {
  return classes(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap disabled:opacity-50',
    VARIANTS[variant],
    SIZES[size],
  )
}

/** A button with a word on it. */
export function Button({ variant, size, className, ...rest }: ButtonProps) {
  return <button type="button" className={classes(buttonClasses(variant, size), className)} {...rest} />
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for those who hear the page, and as its title. */
  readonly label: string
  readonly children: ReactNode
}

/** A square button with nothing but an icon (16 px) on it. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink disabled:opacity-50',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}
