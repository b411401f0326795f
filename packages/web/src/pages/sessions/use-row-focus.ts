import type { Virtualizer } from '@tanstack/react-virtual'
import { useHotkeys } from '../../ui/hotkeys.ts'

/** `j` and `k` move the focus from row to row; the link in a row opens it with Enter. Rows have `data-index`. */
export function useRowFocus(virtualizer: Virtualizer<Window, HTMLTableRowElement>, count: number): void {
  const move = (step: number) => () => {
    const current = focusedRow()
    const index = Math.min(count - 1, Math.max(0, current === undefined ? 0 : current + step))
    virtualizer.scrollToIndex(index, { align: 'auto' })
    // The row may be drawn only after the window has scrolled.
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(index)))
  }
  useHotkeys({ j: move(1), k: move(-1) })
}

function focusedRow(): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  return row ? Number(row.dataset.index) : undefined
}

function focusRow(index: number): void {
  document.querySelector<HTMLElement>(`[data-index="${index}"] a`)?.focus({ preventScroll: true })
}
