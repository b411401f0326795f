import { useHotkeys } from './hotkeys.ts'

/** What the head of the page and its tabs cover. */
const COVERED_PX = 80

/**
 * `j` and `k` move the focus from row to row, through all lists of the page. What takes the focus for a row has `data-row`: the row, or the
 * link in it. The rows beside one that is in view are always there, also where lists draw only what is in view.
 */
export function useRowKeys(): void {
  useHotkeys({ j: () => moveFocus(1), k: () => moveFocus(-1) })
}

function moveFocus(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const current = rows.findIndex((row) => row.contains(document.activeElement))
  const next = current < 0 ? firstInView(rows) : rows[current + by]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
}

function firstInView(rows: readonly HTMLElement[]): HTMLElement | undefined {
  return rows.find((row) => row.getBoundingClientRect().top >= COVERED_PX) ?? rows.at(-1)
}
