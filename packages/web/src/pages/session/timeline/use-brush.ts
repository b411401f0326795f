import { type PointerEvent, useState } from 'react'

/** A stretch of a strip, as shares of its width from its left edge. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A shorter pull is a click. */
const MIN_PULL_PX = 4

/** Lets a person pull a stretch out of a strip with any pointer. @returns what is being pulled, and what the strip listens to */
export function useBrush(onSelect: (stretch: Stretch) => void) {
  const [pull, setPull] = useState<{ readonly startX: number; readonly stretch: Stretch }>()
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = shareAt(event)
    setPull({ startX: event.clientX, stretch: { from: at, to: at } })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (!pull) return
    const start = shareAt({ ...event, clientX: pull.startX, currentTarget: event.currentTarget })
    const at = shareAt(event)
    setPull({ ...pull, stretch: { from: Math.min(start, at), to: Math.max(start, at) } })
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    if (pull && Math.abs(event.clientX - pull.startX) >= MIN_PULL_PX) onSelect(pull.stretch)
    setPull(undefined)
  }
  return { pulled: pull?.stretch, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: () => setPull(undefined) } }
}

function shareAt({ clientX, currentTarget }: Pick<PointerEvent<HTMLElement>, 'clientX' | 'currentTarget'>): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  return width === 0 ? 0 : Math.min(1, Math.max(0, (clientX - left) / width))
}
