import type { Phase } from '@ai-tracker/collector/contract'

/** A phase as people name it: with the round of a review that is done over, and the attempt of a step that is tried again. */
export function phaseName({ name, iteration, attempt }: Pick<Phase, 'name' | 'iteration' | 'attempt'>): string {
  const round = iteration !== null && iteration > 1 ? ` #${iteration}` : ''
  return attempt !== null && attempt > 1 ? `${name}${round}, attempt ${attempt}` : `${name}${round}`
}
