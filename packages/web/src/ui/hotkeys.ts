import { useEffect, useEffectEvent } from 'react'

/** What each key does: `{ j: next, '/': search, Escape: close }`. Names are those of `KeyboardEvent.key`. */
export type Hotkeys = Readonly<Record<string, () => void>>

/** Listens for keys on the whole page. Keys that belong to a field, a menu or a window, or that come with Ctrl, Alt or Meta, are left alone. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
    const action = hotkeys[event.key]
    if (!action) return
    event.preventDefault()
    action()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [role=menu]') !== null
  )
}
