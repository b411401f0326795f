import { useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { characters, short } from './format.ts'
import { formattedJson } from './json-format.ts'
import { SafeText } from './safe-text.tsx'

/** Characters that are laid out at once: megabytes in one element would stop the page for seconds. */
const STEP = 100_000

interface LongTextProps {
  readonly text: string
  readonly label: string
  /** Whether JSON is shown with line breaks and indentation. */
  readonly isFormatted?: boolean
}

/** A text of any length: in a box that scrolls, and in steps. */
export function LongText({ text: given, label, isFormatted = false }: LongTextProps) {
  const [shown, setShown] = useState(STEP)
  const text = useMemo(() => (isFormatted ? (formattedJson(given) ?? given) : given), [given, isFormatted])
  const left = text.length - shown
  return (
    // biome-ignore lint/a11y/useSemanticElements: many of these stand on one page, and each section would be a landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" tabIndex={0} aria-label={label} className="max-h-[60vh] overflow-auto rounded-md border border-line bg-sunken p-2.5">
      <pre className="font-mono text-xs break-words whitespace-pre-wrap">
        <SafeText text={text.slice(0, shown)} />
      </pre>
      {left > 0 && (
        <Button size="sm" className="mt-2" onClick={() => setShown(shown + STEP)}>
          Show {short(Math.min(STEP, left))} more of {characters(text.length)}
        </Button>
      )}
    </div>
  )
}
