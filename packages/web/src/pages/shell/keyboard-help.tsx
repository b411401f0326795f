import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Switch } from '../../ui/switch.tsx'
import { chooseShortcuts, readShortcuts } from './shortcuts.ts'

const SHORTCUTS: readonly { readonly title: string; readonly keys: readonly (readonly [keys: readonly string[], meaning: string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['?'], 'Show this list'],
      [['s'], 'Go to the sessions'],
      [['/'], 'Search sessions, where they are listed'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'Lists',
    keys: [
      [['j'], 'Next'],
      [['k'], 'Previous'],
      [['Enter'], 'Open'],
    ],
  },
  {
    title: 'Session',
    keys: [
      [['1', '…', '5'], 'Timeline, Transcript, Cost, Issues, Raw'],
      [['↓', '↑'], 'Next, previous span of the timeline'],
      [['→', '←'], 'Expand, collapse a span'],
    ],
  },
]

/** Every key that does something, and a switch for those that may be pressed by accident. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  const [isOn, setOn] = useState(readShortcuts)
  const choose = (on: boolean): void => {
    chooseShortcuts(on)
    setOn(on)
  }
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div className="flex flex-col gap-4">
        {SHORTCUTS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className="mb-2 text-xs text-muted">{title}</h3>
            <dl className="flex flex-col gap-1.5">
              {keys.map(([names, meaning]) => (
                <div key={meaning} className="flex items-center justify-between gap-4">
                  <dt>{meaning}</dt>
                  <dd className="flex gap-1">
                    {names.map((name) => (
                      <Kbd key={name}>{name}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <div className="border-t border-line pt-4">
          <Switch label="Shortcuts of a single character" isOn={isOn} onChange={choose} />
          <p className="mt-1 text-xs text-muted">
            Letters, digits and signs. Switch them off if you speak to your computer. Arrows, Enter and Esc stay.
          </p>
        </div>
      </div>
    </Dialog>
  )
}
