import type { ContentRules } from '../contract.ts'
import type { StoredContentRules } from '../domain/redaction.ts'
import { iso } from './values.ts'

/** What items of some time were redacted with. */
export function contentRulesView({ sinceNs, untilNs, version, redone = '' }: StoredContentRules): ContentRules {
  return {
    since: sinceNs === 0n ? null : iso(sinceNs),
    until: untilNs === undefined ? null : iso(untilNs),
    rules: version ?? null,
    redactedAgain: redone.split(' ').filter((each) => each !== ''),
  }
}
