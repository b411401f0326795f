/** Rows to show, and how many newer ones wait above them. */
export interface HeldBack<T> {
  readonly rows: readonly T[]
  readonly newCount: number
}

/**
 * Keeps what a person reads where it is: rows that came in above the row that was the first one wait until they are asked for. Without
 * an anchor, or when that row is gone, everything is shown.
 * @param anchorId the row that was the first one when the person scrolled away from the top
 */
export function holdBack<T extends { readonly id: number }>(rows: readonly T[], anchorId: number | undefined): HeldBack<T> {
  const newCount =
    anchorId === undefined
      ? 0
      : Math.max(
          0,
          rows.findIndex(({ id }) => id === anchorId),
        )
  return { rows: newCount === 0 ? rows : rows.slice(newCount), newCount }
}
