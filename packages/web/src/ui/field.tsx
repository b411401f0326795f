import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

const FIELD = 'h-8 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink placeholder:text-muted hover:bg-hover'

interface FieldProps {
  /** Says what it is for; a placeholder is no label. */
  readonly label: string
}

/** A field for one line of text. */
export function TextInput({ label, className, ...rest }: FieldProps & ComponentProps<'input'>) {
  return <input aria-label={label} className={classes(FIELD, className)} {...rest} />
}

/** A field to search with. */
export function SearchInput({ label, className, ...rest }: FieldProps & ComponentProps<'input'>) {
  return (
    <span className={classes('relative inline-flex', className)}>
      <Search size={14} aria-hidden="true" className="pointer-events-none absolute top-2.25 left-2.5 text-muted" />
      <input type="search" aria-label={label} className={classes(FIELD, 'w-full pl-8')} {...rest} />
    </span>
  )
}

interface SelectProps<T extends string> extends FieldProps {
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
  readonly className?: string
}

/** One of several words, in the browser's own list: it works on phones and needs no style of its own. */
export function Select<T extends string>({ label, value, options, onChange, className }: SelectProps<T>) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options[event.target.selectedIndex]
        if (chosen) onChange(chosen.value)
      }}
      className={classes(FIELD, 'max-w-56 pr-1', className)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} className="bg-raised text-ink">
          {option.label}
        </option>
      ))}
    </select>
  )
}
