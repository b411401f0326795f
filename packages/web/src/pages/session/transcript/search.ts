import { defined, oneOf } from '../../../data/search-params.ts'

/** View state of the transcript screen, in the address. */
export interface TranscriptSearch {
  /** `talk`: only what was asked and answered, without tools and what else happened. */
  readonly show?: 'talk' | undefined
}

export function transcriptSearch(search: Readonly<Record<string, unknown>>): TranscriptSearch {
  return defined({ show: oneOf(search.show, ['talk'] as const) })
}
