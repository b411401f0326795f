import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'

const SHORTCUTS: readonly { readonly title: string; readonly keys: readonly (readonly [keys: readonly string[], meaning: string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['?'], 'Show this list'],
      [['s'], 'Go to the sessions'],
      [['/'], 'Search'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'Sessions and transcript',
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
      [['↓', '↑'], 'Next, previous span'],
      [['→', '←'], 'Expand, collapse a span'],
    ],
  },
]

/** Every key that does something. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
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
      </div>
    </Dialog>
  )
}
