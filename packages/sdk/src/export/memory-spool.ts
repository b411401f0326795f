import type { Spool } from './spool.ts'

/** Requests that wait in memory, where no file may be written. They do not outlive the process. */
export function memorySpool(maxBytes: number): Spool {
  const waiting: string[] = []
  /** Claimed, and not known to have arrived. */
  const claimed = new Set<readonly string[]>()
  let bytes = 0
  let droppedCount = 0
  return {
    place: 'in memory',
    append(body) {
      waiting.push(body)
      bytes += body.length
      while (bytes > maxBytes && waiting.length > 1) {
        bytes -= waiting.shift()?.length ?? 0
        droppedCount++
      }
    },
    claim() {
      const bodies = waiting.splice(0)
      bytes = 0
      if (bodies.length === 0) return undefined
      claimed.add(bodies)
      const remove = (): void => void claimed.delete(bodies)
      const release = (from: number) => {
        remove()
        waiting.unshift(...bodies.slice(from))
        bytes = waiting.reduce((sum, body) => sum + body.length, 0)
      }
      return { bodies, remove, release }
    },
    isEmpty: () => waiting.length === 0,
    handOver: () => [],
    reject: () => {
      droppedCount++
    },
    dropped: () => droppedCount,
    mortal: () => [...[...claimed].flat(), ...waiting],
  }
}
