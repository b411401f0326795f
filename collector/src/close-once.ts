/** What is open, in the order in which it was opened; whoever opens more adds to it. */
export type Closers = (() => unknown)[]

/**
 * Runs the closers once, last opened first; later calls wait for the same end. A closer that fails does not keep the others from closing:
 * the end fails with what it threw, or with an AggregateError where several failed.
 * @param what is closed, for the message
 */
export function closeOnce(what: string, closers: Closers): () => Promise<void> {
  let closing: Promise<void> | undefined
  return () => {
    closing ??= closeAll(what, closers)
    return closing
  }
}

async function closeAll(what: string, closers: Closers): Promise<void> {
  const faults: unknown[] = []
  for (const closer of closers.toReversed()) {
    try {
      await closer()
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length === 1) throw faults[0]
  if (faults.length > 1) throw new AggregateError(faults, `closing ${what} failed`)
}
