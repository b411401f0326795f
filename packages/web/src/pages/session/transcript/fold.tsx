import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { SafeText } from '../../../trace/safe-text.tsx'
import { classes } from '../../../ui/classes.ts'

interface FoldProps {
  readonly label: ReactNode
  /** Its beginning stands beside the label while it is folded. */
  readonly preview?: string
  readonly children: ReactNode
}

const PREVIEW = 160

/** Something that can be opened; what is in it exists only then. */
export function Fold({ label, preview = '', children }: FoldProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="min-w-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full min-w-0 items-center gap-1.5 rounded-sm text-left text-sm hover:bg-hover"
      >
        <ChevronRight size={14} aria-hidden="true" className={classes('shrink-0 text-muted', isOpen && 'rotate-90')} />
        <span className="shrink-0 font-medium">{label}</span>
        {!isOpen && (
          <span className="one-line text-xs text-muted">
            <SafeText text={preview.slice(0, PREVIEW)} oneLine />
          </span>
        )}
      </button>
      {isOpen && <div className="mt-1.5 pl-5">{children}</div>}
    </div>
  )
}
