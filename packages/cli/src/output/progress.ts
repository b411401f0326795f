/** Shows how far a long work is. */
export interface Progress {
  /** @param total how much there will be in all; without it only what is done is shown */
  update(done: number, total?: number): void
  /** Takes the bar away. Safe twice. */
  end(): void
}

/** Where a bar is drawn. */
export interface ProgressLine {
  readonly write: (text: string) => void
  /** Cells in a line; 0 = nobody sees it. */
  readonly columns: number
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number
}

/** What is done within this time needs no bar. */
const PATIENCE_MS = 1_000
const REDRAW_MS = 100
const BAR_WIDTH = 24
const ERASE_LINE = '\r\u001b[2K'

/** A bar that appears when the work takes more than a second, and is redrawn ten times a second at most. */
export function createProgress(label: string, { write, columns, now = performance.now.bind(performance) }: ProgressLine): Progress {
  const startMs = now()
  let drawnMs = startMs + PATIENCE_MS - REDRAW_MS
  let isShown = false
  return {
    update(done, total) {
      if (columns === 0 || now() - drawnMs < REDRAW_MS) return
      drawnMs = now()
      isShown = true
      // The last cell stays free: some terminals break the line there.
      write(ERASE_LINE + lineOf(label, done, total).slice(0, columns - 1))
    },
    end() {
      if (isShown) write(ERASE_LINE)
      isShown = false
    },
  }
}

function lineOf(label: string, done: number, total: number | undefined): string {
  if (total === undefined || total <= 0) return `${label} ${done.toLocaleString('en-US')}`
  const share = Math.min(1, done / total)
  const full = Math.floor(share * BAR_WIDTH)
  return `${label} [${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${String(Math.floor(share * 100)).padStart(3)}%`
}
