import { Check, Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './button.tsx'

const SHOWN_MS = 1_500
const FAILED = 'The browser does not let the page copy'
const LOOKS = {
  idle: { icon: Copy, className: '' },
  copied: { icon: Check, className: 'text-success' },
  failed: { icon: X, className: 'text-danger' },
} as const

interface CopyButtonProps {
  readonly text: string
  /** What is copied: "Copy trace id". */
  readonly label: string
  readonly className?: string
}

/** Copies a text to the clipboard, and says so. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async (): Promise<void> => setState((await copyText(text)) ? 'copied' : 'failed')
  const { icon: Icon, className: look } = LOOKS[state]
  return (
    <>
      <IconButton label={state === 'failed' ? FAILED : label} {...(className !== undefined && { className })} onClick={() => void copy()}>
        <Icon size={14} aria-hidden="true" className={look} />
      </IconButton>
      <span role="status" className="sr-only">
        {state === 'copied' && 'Copied'}
        {state === 'failed' && FAILED}
      </span>
    </>
  )
}

/** The clipboard is there only in a secure context: `localhost` or https. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
