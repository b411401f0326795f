import type { ContentRules } from '@ai-tracker/collector'
import { longTime } from './format.ts'

/** What items were redacted with when they came, and since: `redacted-1 since 2026-01-04 10:00:00`. */
export function rulesLine({ since, rules, redactedAgain }: ContentRules): string {
  const when = since === null ? '' : ` since ${longTime(since)}`
  const again = redactedAgain.length === 0 ? '' : `, redacted again with ${redactedAgain.join(' and ')}`
  return `${rules === null ? 'nobody knows how' : rules === '' ? 'as sent' : rules}${when}${again}`
}
