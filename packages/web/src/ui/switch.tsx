import { classes } from './classes.ts'

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (on: boolean) => void
}

/** Something that is on or off at once. */
export function Switch({ label, isOn, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      onClick={() => onChange(!isOn)}
      className="flex min-h-6 w-full items-center justify-between gap-4 text-left"
    >
      {label}
      <span
        aria-hidden="true"
        className={classes(
          'inline-flex h-5 w-9 shrink-0 rounded-full border p-0.5',
          isOn ? 'justify-end border-transparent bg-accent-fill' : 'border-line-strong bg-sunken',
        )}
      >
        <span className={classes('size-3.5 rounded-full', isOn ? 'bg-on-accent' : 'bg-muted')} />
      </span>
    </button>
  )
}
