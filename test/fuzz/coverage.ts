import { Session } from 'node:inspector/promises'

/** Which characters of the decoders' sources ran. */
export interface Coverage {
  /** Runs something; gives the places that ran for the first time. */
  ran(work: () => void): Promise<ReadonlySet<string>>
  /** Forgets that they ran, so that they are found again. */
  forget(places: ReadonlySet<string>): void
  readonly size: number
  close(): void
}

const DECODERS = /\/collector\/src\/(decode\/(?!testing)|domain\/json-)/

/** Watches which blocks of the decoders run. It costs them half of their speed. */
export async function watchCoverage(): Promise<Coverage> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const seen = new Set<string>()
  return {
    async ran(work) {
      work()
      const { result } = await session.post('Profiler.takePreciseCoverage')
      const fresh = new Set(
        result.filter(({ url }) => DECODERS.test(url)).flatMap((script) => placesOf(script).filter((place) => !seen.has(place))),
      )
      for (const place of fresh) seen.add(place)
      return fresh
    },
    forget(places) {
      for (const place of places) seen.delete(place)
    },
    get size() {
      return seen.size
    },
    close: () => session.disconnect(),
  }
}

interface ScriptCoverage {
  readonly scriptId: string
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[]
  }[]
}

/** Every fourth character that ran, each of which stands for the block around it; ranges themselves depend on how often each ran. */
function placesOf({ scriptId, functions }: ScriptCoverage): readonly string[] {
  const ranges = functions.flatMap((each) => each.ranges)
  const hits = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)))
  // Inner blocks come after the outer ones that they are an exception of.
  for (const { startOffset, endOffset, count } of ranges) hits.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  const places: string[] = []
  for (let at = 0; at < hits.length; at += 4) if (hits[at] === 1) places.push(`${scriptId}:${at}`)
  return places
}
