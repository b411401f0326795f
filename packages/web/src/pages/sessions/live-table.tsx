import { ArrowUp } from 'lucide-react'
import { counted } from '../../trace/format.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { holdBack } from './held-back.ts'
import { sortOf } from './search.ts'
import { SessionTable } from './session-table.tsx'
import { useAnchor } from './use-anchor.ts'

type LiveTableProps = Parameters<typeof SessionTable>[0]

/** The table, in which new sessions wait above while a person reads further down. */
export function LiveTable({ sessions, ...rest }: LiveTableProps) {
  const { by, direction } = sortOf(rest.filter)
  const anchor = useAnchor(sessions[0]?.id)
  const isLatestFirst = by === 'started' && direction === 'desc'
  const { rows, newCount } = holdBack(sessions, isLatestFirst ? anchor : undefined)
  return (
    <>
      {newCount > 0 && (
        <div role="status" className="sticky top-24 z-20 flex h-0 justify-center">
          <button type="button" onClick={() => window.scrollTo({ top: 0 })} className={`${buttonClasses('primary', 'sm')} shadow-float`}>
            <ArrowUp size={14} aria-hidden="true" />
            {counted(newCount, 'new session')}
          </button>
        </div>
      )}
      <SessionTable sessions={rows} {...rest} />
    </>
  )
}
