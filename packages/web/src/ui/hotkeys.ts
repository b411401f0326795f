import { useEffect, useEffectEvent } from 'react'

/** What each key does: `{ j: next, '/': search, Escape: close }`. Names are those of `KeyboardEvent.key`. */
export type Hotkeys = Readonly<Record<string, () => void>>

let hasCharacterKeys = true

/**
 * Switches the keys that write a character (`j`, `/`, `?`) on or off, for those who speak to their computer or hit a key by accident
 * (WCAG 2.1.4). Others, such as Escape, stay.
 */
export function switchCharacterKeys(on: boolean): void {
  hasCharacterKeys = on
}

/** Listens for keys on the whole page. Keys that belong to a field, a menu or a window, or that come with Ctrl, Alt or Meta, are left alone. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    if (isWindowOpen() || isOfAnother(event.target) || (!hasCharacterKeys && event.key.length === 1)) return
    const action = Object.hasOwn(hotkeys, event.key) ? hotkeys[event.key] : undefined
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

/** A click on the text of a modal window takes the focus away from it, and what is pressed is not below it any more. */
function isWindowOpen(): boolean {
  return document.querySelector('dialog:modal') !== null
}

const ANOTHER = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [role=dialog], [role=menu]'

/** Whether a key is for something that a person types or chooses in. */
function isOfAnother(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest(ANOTHER) !== null)
}
