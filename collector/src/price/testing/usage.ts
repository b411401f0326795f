import type { Usage } from '../../domain/record.ts'

/** Usage for tests: the given parts, no tokens in the others. */
export function usageOf(parts: Partial<Usage>): Usage {
  const none = { inputUncached: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, inputAudio: 0, output: 0, reasoning: 0, outputAudio: 0 }
  return { ...none, rule: 'disjoint', estimated: false, ...parts }
}
