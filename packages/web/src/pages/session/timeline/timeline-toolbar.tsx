import { ChevronsDownUp, ChevronsUpDown, CircleX, RefreshCw } from 'lucide-react'
import { count, counted, duration, percent } from '../../../trace/format.ts'
import { Button } from '../../../ui/button.tsx'
import { useTimelineView } from './timeline-view.ts'
import { ZoomButtons } from './zoom-buttons.tsx'

interface TimelineToolbarProps {
  /** Time in which nothing ran; null while it is not known. */
  readonly idleMs: number | null
  /** How many log records are marked, where there are more of them. */
  readonly markedLogs: number | undefined
  /** Set when spans came that are not shown. */
  readonly onRefresh: (() => void) | undefined
}

/** Folding, what is shown, and zoom. */
export function TimelineToolbar({ idleMs, markedLogs, onRefresh }: TimelineToolbarProps) {
  const { session, onlyErrors } = useTimelineView()
  return (
    <div role="toolbar" aria-label="Timeline" className="flex min-h-8 flex-wrap items-center gap-x-1 gap-y-2 px-3 pt-3 pb-2 sm:px-4">
      <FoldButton />
      <ErrorsButton />
      {onRefresh && (
        <Button size="sm" onClick={onRefresh}>
          <RefreshCw size={14} aria-hidden="true" />
          {onlyErrors ? 'Show new errors' : 'Show new spans'}
        </Button>
      )}
      <span className="figures ml-auto text-xs text-muted">{idleText(idleMs, session.durationMs)}</span>
      <ZoomButtons />
      {markedLogs !== undefined && <p className="basis-full text-xs text-muted">{markedText(markedLogs)}</p>}
    </div>
  )
}

function FoldButton() {
  const { folding, onlyErrors, foldToPhases } = useTimelineView()
  const isFolded = folding.depth !== undefined
  return (
    <Button size="sm" variant="quiet" aria-pressed={isFolded} disabled={onlyErrors} onClick={() => foldToPhases(!isFolded)}>
      {isFolded ? <ChevronsUpDown size={14} aria-hidden="true" /> : <ChevronsDownUp size={14} aria-hidden="true" />}
      {isFolded ? 'Unfold all' : 'Fold to phases'}
    </Button>
  )
}

function ErrorsButton() {
  const { session, onlyErrors, showOnlyErrors } = useTimelineView()
  const { errorCount } = session
  return (
    <Button
      size="sm"
      variant={onlyErrors ? 'default' : 'quiet'}
      aria-pressed={onlyErrors}
      disabled={errorCount === 0 && !onlyErrors}
      onClick={() => showOnlyErrors(!onlyErrors)}
    >
      <CircleX size={14} aria-hidden="true" className={errorCount > 0 ? 'text-danger' : ''} />
      {errorCount === 0 ? 'No errors' : `Only ${counted(errorCount, 'error')}`}
    </Button>
  )
}

/** A page of log records may hold none and still not be the last. */
function markedText(markedLogs: number): string {
  if (markedLogs === 0) return 'Log records are not marked here; the transcript has all'
  return `The first ${markedLogs === 1 ? 'log record is' : `${count(markedLogs)} log records are`} marked; the transcript has all`
}

function idleText(idleMs: number | null, totalMs: number): string {
  if (idleMs === null || totalMs <= 0) return ''
  return `Idle ${duration(idleMs)} (${percent(Math.min(1, idleMs / totalMs))})`
}
