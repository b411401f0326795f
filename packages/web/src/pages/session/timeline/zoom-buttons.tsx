import { Maximize2, MoveLeft, MoveRight, ZoomIn, ZoomOut } from 'lucide-react'
import { IconButton } from '../../../ui/button.tsx'
import { panned, zoomed } from './time-window.ts'
import { useTimelineView } from './timeline-view.ts'

/** Moves the window over the session, and makes it wider or narrower. */
export function ZoomButtons() {
  const { shown, isZoomed, zoom } = useTimelineView()
  return (
    <span className="ml-2 flex">
      <IconButton label="Earlier" disabled={!isZoomed} onClick={() => zoom(panned(shown, -0.5))}>
        <MoveLeft size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Later" disabled={!isZoomed} onClick={() => zoom(panned(shown, 0.5))}>
        <MoveRight size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Zoom out" disabled={!isZoomed} onClick={() => zoom(zoomed(shown, { factor: 2 }))}>
        <ZoomOut size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Zoom in" onClick={() => zoom(zoomed(shown, { factor: 0.5 }))}>
        <ZoomIn size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Whole session" disabled={!isZoomed} onClick={() => zoom(undefined)}>
        <Maximize2 size={16} aria-hidden="true" />
      </IconButton>
    </span>
  )
}
