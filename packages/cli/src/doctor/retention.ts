import { type Retention, sizeText } from '@ai-tracker/collector'
import { FULL, KEEP, nextText, removingText, UNPIN } from '../output/retention-text.ts'
import { type Finding, ok, warning } from './finding.ts'

const NAME = 'retention'

/** Whether sessions are about to go or go now, and whether the limits can be kept at all. */
export function retentionFinding({ policy, database, notice, stuck, removing }: Retention): Finding {
  const next = nextText(notice?.next ?? null)
  const work = removingText(removing)
  const parts = [
    ...(stuck ? [FULL] : []),
    ...(notice ? [next === undefined ? 'a limit is near' : `next go ${next}`] : []),
    ...(work === undefined ? [] : [`being removed: ${work}`]),
  ]
  if (stuck) return warning(NAME, parts.join('; '), UNPIN)
  if (notice) return warning(NAME, parts.join('; '), KEEP)
  if (parts.length > 0) return ok(NAME, parts.join('; '))
  const used = `${sizeText(database.usedBytes)} in use${policy.maxBytes === null ? '' : ` of ${sizeText(policy.maxBytes)}`}`
  return ok(NAME, `nothing goes: ${used}`)
}
