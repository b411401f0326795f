import type { SessionDetail } from '@ai-tracker/collector/contract'
import { ChevronsDownUp, ChevronsUpDown, CircleX, Maximize2, MoveLeft, MoveRight, RefreshCw, ZoomIn, ZoomOut } from 'lucide-react'
import { counted, duration, percent } from '../../../trace/format.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { panned, type TimeWindow, zoomed } from './time-window.ts'

interface TimelineToolbarProps {
  readonly session: SessionDetail
  readonly shown: TimeWindow
  readonly isZoomed: boolean
  /** Time in which nothing ran; null while it is not known. */
  readonly idleMs: number | null
  readonly onlyErrors: boolean
  readonly isFolded: boolean
  /** `undefined` = the whole session. */
  readonly onZoom: (window: TimeWindow | undefined) => void
  readonly onOnlyErrors: (on: boolean) => void
  readonly onFold: (on: boolean) => void
  /** Set when spans came that are not shown. */
  readonly onRefresh: (() => void) | undefined
}

/** Zoom, folding, and what is shown. */
export function TimelineToolbar(props: TimelineToolbarProps) {
  const { session, shown, isZoomed, idleMs, onlyErrors, isFolded, onZoom, onOnlyErrors, onFold, onRefresh } = props
  return (
    <div role="toolbar" aria-label="Timeline" className="flex min-h-8 flex-wrap items-center gap-x-1 gap-y-2">
      <Button size="sm" variant="quiet" aria-pressed={isFolded} disabled={onlyErrors} onClick={() => onFold(!isFolded)}>
        {isFolded ? <ChevronsUpDown size={14} aria-hidden="true" /> : <ChevronsDownUp size={14} aria-hidden="true" />}
        {isFolded ? 'Unfold all' : 'Fold to phases'}
      </Button>
      <Button
        size="sm"
        variant={onlyErrors ? 'default' : 'quiet'}
        aria-pressed={onlyErrors}
        disabled={session.errorCount === 0 && !onlyErrors}
        onClick={() => onOnlyErrors(!onlyErrors)}
      >
        <CircleX size={14} aria-hidden="true" className={session.errorCount > 0 ? 'text-danger' : ''} />
        {session.errorCount === 0 ? 'No errors' : `Only ${counted(session.errorCount, 'error')}`}
      </Button>
      {onRefresh && (
        <Button size="sm" onClick={onRefresh}>
          <RefreshCw size={14} aria-hidden="true" />
          Show new spans
        </Button>
      )}
      <span className="figures ml-auto text-xs text-muted">{idleText(idleMs, session.durationMs)}</span>
      <span className="ml-2 flex">
        <IconButton label="Earlier" disabled={!isZoomed} onClick={() => onZoom(panned(shown, -0.5))}>
          <MoveLeft size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Later" disabled={!isZoomed} onClick={() => onZoom(panned(shown, 0.5))}>
          <MoveRight size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Zoom out" disabled={!isZoomed} onClick={() => onZoom(zoomed(shown, { factor: 2 }))}>
          <ZoomOut size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Zoom in" onClick={() => onZoom(zoomed(shown, { factor: 0.5 }))}>
          <ZoomIn size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Whole session" disabled={!isZoomed} onClick={() => onZoom(undefined)}>
          <Maximize2 size={16} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  )
}

function idleText(idleMs: number | null, totalMs: number): string {
  if (idleMs === null || totalMs <= 0) return ''
  return `Idle ${duration(idleMs)} (${percent(Math.min(1, idleMs / totalMs))})`
}
