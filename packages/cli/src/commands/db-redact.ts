import { AppError, findOwner, type RedactReport, redactDatabase, sizeText } from '@ai-tracker/collector'
import { collectorConfig } from '../collector-config.ts'
import type { Call, Command } from '../command.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { FAILED, SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { count, counted } from '../output/format.ts'
import { rulesLine } from '../output/rules-line.ts'
import { safeJson, safeLine } from '../output/safe-text.ts'
import { dbOption, withSource } from '../source.ts'

/** Modes that take something out. */
const MODES = ['redacted', 'hashed', 'off'] as const
type Mode = (typeof MODES)[number]

/** What was stored before there were rules, or under other ones. */
export const dbRedact: Command = {
  name: 'db redact',
  summary: 'takes secrets out of what is stored already, as if it arrived now',
  options: {
    content: { value: 'MODE', values: MODES, summary: 'what stays of prompts, answers, arguments and results (TRACKER_CONTENT)' },
    'redaction-rules': { value: 'FILE', summary: 'JSON file with own redaction rules (TRACKER_REDACTION_RULES)', isPath: true },
    prices: { value: 'FILE', summary: 'JSON file with own prices (TRACKER_PRICES)', isPath: true },
    'dry-run': { summary: 'only says what would change' },
    yes: { short: 'y', summary: 'does not ask' },
    ...dbOption,
    json: { summary: 'one JSON document that says what was done' },
  },
  examples: ['db redact --dry-run', 'db redact', 'db redact --content off', 'db redact --redaction-rules rules.json --json --yes'],
  notes: [
    'It says what it is about to change, and asks. Without a terminal it wants --yes, but for --dry-run.',
    'No collector may run on the database, but for --dry-run. It needs as much room again while it runs. Interrupted, it can be begun again.',
    'What is taken out cannot be brought back: "tracker db backup" keeps a copy, which holds all of it.',
  ],
  run: async (call) => {
    const { args, terminal, nowMs } = call
    const { db, content, redactionRulesFile: rulesFile, pricesFile } = collectorConfig(call)
    checkDatabaseFile(db)
    // Who stores all of it from now on means something else here.
    const mode = content === 'full' ? 'redacted' : content
    const isDry = args.isSet('dry-run')
    if (!isDry && !args.isSet('yes') && !(await isMeant(call, db, mode))) {
      terminal.err('nothing was redacted')
      return FAILED
    }
    const progress = terminal.startProgress('db redact')
    try {
      const report = await redactDatabase(db, { mode, rulesFile, pricesFile, isDry, progress: progress.update, nowMs })
      progress.end()
      terminal.out(...(args.isSet('json') ? [safeJson(report)] : factLines(facts(report), terminal)))
      return SUCCESS
    } finally {
      progress.end()
    }
  },
}

const CHANGES: Readonly<Record<Mode, string>> = {
  redacted: 'what looks like a secret is replaced, and cannot be brought back',
  hashed: 'prompts, answers, arguments and results become hashes, and cannot be brought back',
  off: 'prompts, answers, arguments and results are taken out, and cannot be brought back',
}

/**
 * Nobody has the file while a person thinks.
 * @throws AppError `unavailable` where a collector has it, which nobody need be asked about, and `invalid` where there is nobody to ask
 */
async function isMeant(call: Call, file: string, mode: Mode): Promise<boolean> {
  const owner = findOwner(file)
  if (owner)
    throw new AppError('unavailable', `${file} is in use by the collector at ${owner.url} (pid ${owner.pid}); stop it, or use --dry-run`)
  const { spans, logs, metricPoints } = (await withSource(call, (source) => source.readInfo())).counts
  call.terminal.err(
    safeLine(`${file}: ${counted(spans, 'span')}, ${counted(logs, 'log')}, ${counted(metricPoints, 'point')} of metrics`),
    `  ${CHANGES[mode]}`,
  )
  const answer = await call.terminal.confirm(`Redact these ${counted(spans + logs + metricPoints, 'item')} for good (--content ${mode})?`)
  if (answer !== undefined) return answer
  throw new AppError('invalid', 'there is no terminal to ask on; add --yes to redact what is listed above')
}

function facts(report: RedactReport): readonly Fact[] {
  const { file, version, isDry, counts, before, after, copies } = report
  const { spans, logs, equalLogs, series, exemplars, receipts } = counts
  const sizes = `${sizeText(before.fileBytes)} before, ${sizeText(after.fileBytes)} after`
  return [
    { name: 'file', value: isDry ? `${file}, as it was: only looked at` : file },
    { name: 'rules', value: version },
    { name: 'spans', value: looked(spans) },
    { name: 'copies', value: counts.copies.items === 0 ? undefined : `${looked(counts.copies)}, kept beside the spans` },
    { name: 'logs', value: `${looked(logs)}${equalLogs === 0 ? '' : `, ${count(equalLogs)} of them the same as another one now`}` },
    { name: 'series', value: `${looked(series)}, of metrics with their attributes` },
    { name: 'points', value: exemplars.items === 0 ? undefined : `${looked(exemplars)}, those with examples` },
    { name: 'receipts', value: looked(receipts) },
    { name: 'matches', value: matches(report) },
    { name: 'size', value: isDry ? sizeText(before.fileBytes) : sizes },
    ...report.stored.map((rules, at): Fact => ({ name: at === 0 ? 'arrived' : '', value: arrived(rules) })),
    ...copies.map((copy, at): Fact => ({ name: at === 0 ? 'beside it' : '', value: `${copy} still holds what was here`, tone: 'bad' })),
  ]
}

function looked({ items, changed }: { readonly items: number; readonly changed: number }): string {
  return `${count(items)}, ${changed === 0 ? 'none' : count(changed)} changed`
}

function matches({ matches: byRule }: RedactReport): string {
  const rules = Object.entries(byRule).toSorted(([, a], [, b]) => b - a)
  return rules.length === 0 ? 'none' : rules.map(([rule, times]) => `${rule} ${count(times)}`).join(', ')
}

function arrived({ spans, logs, points, ...rules }: RedactReport['stored'][number]): string {
  return `${rulesLine(rules)}: ${counted(spans, 'span')}, ${counted(logs, 'log')}, ${counted(points, 'point')}`
}
