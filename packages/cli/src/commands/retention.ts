import { AppError, findOwner, type Retention, sizeText } from '@ai-tracker/collector'
import { collectorConfig } from '../collector-config.ts'
import type { Call, Command } from '../command.ts'
import { SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { count, counted, longTime, percent } from '../output/format.ts'
import { FULL, KEEP, nextText, removingText, UNPIN } from '../output/retention-text.ts'
import { safeJson } from '../output/safe-text.ts'
import { readConfig, readOptions, withSource } from '../source.ts'

/** How long things are kept. */
export const retention: Command = {
  name: 'retention',
  summary: 'shows how long sessions are kept, how large the database is and what goes next',
  options: readOptions,
  examples: ['retention', 'retention --json'],
  notes: [
    '"tracker serve" takes the limits: --retention-days and --retention-size, or TRACKER_RETENTION_DAYS and TRACKER_RETENTION_SIZE. "tracker session pin ID" keeps a session from both.',
    'Where no collector runs, it shows the limits of the last one, and those that the settings give to the next one where they are others. --json prints what is in force.',
  ],
  run: (call) =>
    withSource(call, async (source) => {
      const found = await source.readRetention()
      const facts = (): readonly Fact[] => [
        ...retentionFacts(found),
        { name: 'settings', value: settingsText(found, call), tone: 'warning' },
      ]
      call.terminal.out(...(call.args.isSet('json') ? [safeJson(found)] : factLines(facts(), call.terminal)))
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
    { name: 'full', value: stuck ? `${FULL}: ${UNPIN}` : undefined, tone: 'bad' },
    { name: 'removing', value: removingText(removing), tone: 'busy' },
    { name: 'last', value: last ? `${longTime(last.at)}: ${lastText(last)}` : undefined },
    { name: 'to keep', value: notice ? KEEP : undefined },
  ]
}

function ageText({ policy: { maxAgeDays } }: Retention): string {
  return maxAgeDays === null ? 'no limit' : `sessions go ${counted(maxAgeDays, 'day')} after the last of them came`
}

function sizeLine({ policy: { maxBytes }, database: { usedBytes, fileBytes, shrinks } }: Retention): string {
  const file = `the file has ${sizeText(fileBytes)}${shrinks ? '' : ', and only "tracker db compact" makes it smaller'}`
  if (maxBytes === null) return `no limit; ${sizeText(usedBytes)} in use, ${file}`
  return `${sizeText(usedBytes)} in use, ${percent(usedBytes / maxBytes)} of ${sizeText(maxBytes)}; ${file}`
}

function lastText({ sessions, looseItems, freedBytes, reason }: NonNullable<Retention['last']>): string {
  const loose = looseItems === 0 ? '' : ` and ${count(looseItems)} logs and points of no session`
  const freed = freedBytes === 0 ? '' : `, ${sizeText(freedBytes)} freed`
  return `${counted(sessions, 'session')}${loose} went for ${reason === 'age' ? 'their age' : 'size'}${freed}`
}

type Policy = Retention['policy']

/** What the next collector would do otherwise; `undefined` where one runs, or would do the same. */
function settingsText({ policy }: Retention, call: Call): string | undefined {
  if (findOwner(readConfig(call).db)) return undefined
  const next = settingsPolicy(call)
  if (typeof next === 'string') return `the next collector would not start: ${next}`
  if (next.maxAgeDays === policy.maxAgeDays && next.maxBytes === policy.maxBytes) return undefined
  const hasNone = policy.maxAgeDays === null && policy.maxBytes === null
  return `${hasNone ? 'no collector has run on this file with a limit yet' : 'no collector runs'}; its settings give ${limitsText(next)}`
}

/** @returns the limits, or what is wrong with the settings: who only reads is not kept from it */
function settingsPolicy(call: Call): Policy | string {
  try {
    const { retentionDays, retentionSize } = collectorConfig(call)
    return { maxAgeDays: retentionDays === 'off' ? null : retentionDays, maxBytes: retentionSize === 'off' ? null : retentionSize }
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

function limitsText({ maxAgeDays, maxBytes }: Policy): string {
  const limits = [...(maxBytes === null ? [] : [sizeText(maxBytes)]), ...(maxAgeDays === null ? [] : [counted(maxAgeDays, 'day')])]
  return limits.length === 0 ? 'no limit' : limits.join(' and ')
}
