import type { Phase, TranscriptItem } from '@ai-tracker/collector/contract'
import { phasePaths } from './phase-paths.ts'

/** Reasons of failures that a reader of a transcript has met, by where they were met. */
export interface ToldReasons {
  /** An item told a reason. An empty one is none. */
  readonly add: (reason: string, item: TranscriptItem) => void
  /** Whether a reason was told by an item in the branch of this one, or deeper in it: an exception goes up from there. */
  readonly has: (reason: string, item: TranscriptItem) => boolean
  /** An item succeeded. What was told before it began, where its work goes on, was overcome: the same reason is a new one afterwards. */
  readonly overcome: (item: TranscriptItem) => void
}

/** Where in a session something happened, and what was told there: when its teller ended, by reason. */
interface Branch {
  /** Spans of the agents around it, outermost first. */
  readonly agents: readonly string[]
  /** The phases around it as far as they are known. */
  readonly phases: readonly Phase[]
  readonly endsUs: Map<string, number>
}

/** Remembers reasons. Agents and phases beside each other are branches: success in one says nothing of another that still runs. */
export function createToldReasons(phases: readonly Phase[]): ToldReasons {
  const pathOf = phasePaths(phases)
  const byId = new Map(phases.map((phase) => [phase.id, phase]))
  const branches = new Map<string, Branch>()

  function placeOf(item: TranscriptItem): Omit<Branch, 'endsUs'> {
    return { agents: item.agents.map(({ spanId }) => spanId), phases: pathOf(item).flatMap(({ id }) => byId.get(id) ?? []) }
  }
  return {
    add(reason, item) {
      if (reason === '') return
      const key = `${item.agents.map(({ spanId }) => spanId).join('>')} ${item.phaseId}`
      const branch = branches.get(key) ?? { ...placeOf(item), endsUs: new Map() }
      branches.set(key, branch)
      branch.endsUs.set(reason, startUs(item) + Math.floor((item.durationMs ?? 0) * 1_000))
    },
    has(reason, item) {
      const place = placeOf(item)
      const isAbove = ({ agents, phases: around }: Branch): boolean =>
        isBeginning(place.agents, agents) && place.phases.every((phase) => around.includes(phase))
      return [...branches.values()].some((branch) => branch.endsUs.has(reason) && isAbove(branch))
    },
    overcome(item) {
      const place = placeOf(item)
      const atUs = startUs(item)
      for (const { agents, phases: around, endsUs } of branches.values()) {
        const isSameWork = isBeginning(place.agents, agents) || isBeginning(agents, place.agents)
        if (!isSameWork || !around.every((phase) => place.phases.includes(phase) || endUs(phase) <= atUs)) continue
        for (const [reason, toldUs] of endsUs) if (toldUs <= atUs) endsUs.delete(reason)
      }
    },
  }
}

function isBeginning(short: readonly string[], long: readonly string[]): boolean {
  return short.every((each, index) => each === long[index])
}

function startUs({ atNs }: TranscriptItem): number {
  return Number(BigInt(atNs) / 1_000n)
}

/** A phase that runs has not ended yet. */
function endUs({ completedAt }: Phase): number {
  return completedAt === null ? Number.POSITIVE_INFINITY : Date.parse(completedAt) * 1_000
}
