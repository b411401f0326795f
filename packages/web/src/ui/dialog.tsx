import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import { IconButton } from './button.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** What has the focus at first; the button that closes it where nothing is named. */
  readonly firstFocus?: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

/** A modal window for as long as it is rendered: the browser's own, which keeps the focus and closes on Escape. */
export function Dialog({ title, onClose, firstFocus, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  const focusFirst = useEffectEvent(() => firstFocus?.current?.focus())
  // Closed before it is taken out of the page: only then the browser gives the focus back to what opened it.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    focusFirst()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the window closes it; the key for that is Escape, which the browser handles
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
      className="m-auto w-[min(520px,calc(100vw-32px))] rounded-lg border border-line bg-raised text-ink shadow-float backdrop:bg-scrim"
    >
      <div className="flex items-center justify-between border-b border-line py-2 pr-2 pl-4">
        <h2 id={id} className="text-base">
          {title}
        </h2>
        <IconButton label="Close" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="max-h-[70dvh] overflow-y-auto p-4">{children}</div>
    </dialog>
  )
}
