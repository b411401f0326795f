import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { SearchInput } from '../../ui/field.tsx'
import { useHotkeys } from '../../ui/hotkeys.ts'

/** A pause of the fingers, after which is searched. */
const PAUSE_MS = 250

interface SearchBoxProps {
  /** What is searched for now, without blanks around it. */
  readonly value: string
  readonly onSearch: (text: string) => void
}

/** Searches while a person types, without asking for every letter. `/` goes there. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const [typed, setTyped] = useState(value)
  const sent = useRef(value)
  const input = useRef<HTMLInputElement>(null)
  useHotkeys({ '/': () => input.current?.focus() })
  const search = useEffectEvent((text: string) => {
    sent.current = text
    onSearch(text)
  })
  // The field keeps the blanks: the person may be about to go on.
  const text = typed.trim()
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => search(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  // The address changed without us: back, or "clear filters".
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setTyped(value)
  }, [value])
  return (
    <SearchInput
      ref={input}
      label="Search sessions"
      placeholder="Search titles, prompts, answers, tools, errors…"
      aria-keyshortcuts="/"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && input.current?.blur()}
      className="min-w-0 flex-1 basis-full sm:max-w-xl sm:basis-64"
    />
  )
}
