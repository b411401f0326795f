import { type Retention, type RetentionNext, sizeText } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { count, counted, longTime, percent } from '../output/format.ts'
import { safeJson } from '../output/safe-text.ts'
import { readOptions, withSource } from '../source.ts'

/** How long things are kept. */
export const retention: Command = {
  name: 'retention',
  summary: 'shows how long sessions are kept, how large the database is and what goes next',
  options: readOptions,
  examples: ['retention', 'retention --json'],
  notes: [
    '"tracker serve" takes the limits: --retention-days and --retention-size, or TRACKER_RETENTION_DAYS and TRACKER_RETENTION_SIZE. "tracker session pin ID" keeps a session from both.',
  ],
  run: (call) =>
    withSource(call, async (source) => {
      const found = await source.readRetention()
      call.terminal.out(...(call.args.isSet('json') ? [safeJson(found)] : factLines(retentionFacts(found), call.terminal)))
      return SUCCESS
    }),
}

/** How things stand with the limits, in words. */
function retentionFacts(found: Retention): readonly Fact[] {
  const { notice, last, removing, pinnedSessions, stuck } = found
  return [
    { name: 'age', value: ageText(found) },
    { name: 'size', value: sizeLine(found) },
    { name: 'pinned', value: pinnedSessions === 0 ? 'none' : counted(pinnedSessions, 'session') },
    { name: 'notice', value: notice ? `since ${longTime(notice.since)}` : undefined, tone: 'warning' },
    { name: 'next', value: nextText(notice?.next ?? null), tone: 'warning' },
    { name: 'full', value: stuck ? STUCK : undefined, tone: 'bad' },
    { name: 'removing', value: removingText(removing), tone: 'busy' },
    { name: 'last', value: last ? `${longTime(last.at)}: ${lastText(last)}` : undefined },
    { name: 'to keep', value: notice ? KEEP : undefined },
  ]
}

const STUCK = 'the database is over its size, and only pinned and running sessions are left: unpin some, or raise --retention-size'
const KEEP = '"tracker session pin ID" keeps one, "tracker session export ID" writes it to a file, --retention-size raises the limit'

function ageText({ policy: { maxAgeDays } }: Retention): string {
  return maxAgeDays === null ? 'no limit' : `sessions go ${counted(maxAgeDays, 'day')} after the last of them came`
}

function sizeLine({ policy: { maxBytes }, database: { usedBytes, fileBytes, shrinks } }: Retention): string {
  const file = `the file has ${sizeText(fileBytes)}${shrinks ? '' : ', and only "tracker db compact" makes it smaller'}`
  if (maxBytes === null) return `no limit; ${sizeText(usedBytes)} in use, ${file}`
  return `${sizeText(usedBytes)} in use, ${percent(usedBytes / maxBytes)} of ${sizeText(maxBytes)}; ${file}`
}

function nextText(next: RetentionNext | null): string | undefined {
  if (next === null) return undefined
  const oldest = next.oldestReceivedAt === null ? '' : `, the oldest of ${longTime(next.oldestReceivedAt)}`
  const why = next.reason === 'age' ? 'for their age' : 'for the size of the database'
  return `${whatGoes(next.sessions)} ${why}, about ${sizeText(next.bytes)}${oldest}; not before ${longTime(next.at)}`
}

function whatGoes(sessions: number): string {
  return sessions === 0 ? 'logs and metrics of no session' : counted(sessions, 'session')
}

function lastText({ sessions, looseItems, freedBytes, reason }: NonNullable<Retention['last']>): string {
  const loose = looseItems === 0 ? '' : ` and ${count(looseItems)} logs and points of no session`
  const freed = freedBytes === 0 ? '' : `, ${sizeText(freedBytes)} freed`
  return `${counted(sessions, 'session')}${loose} went for ${reason === 'age' ? 'their age' : 'size'}${freed}`
}

function removingText({ sessions, purging, bytesToGiveBack }: Retention['removing']): string | undefined {
  const parts = [
    ...(sessions === 0 ? [] : [`rows of ${counted(sessions, 'session')}`]),
    ...(purging ? ['texts in the search index and free pages'] : []),
    ...(bytesToGiveBack === 0 ? [] : [`${sizeText(bytesToGiveBack)} go back to the disk`]),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}
