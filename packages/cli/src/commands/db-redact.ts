import { type Config, loadConfig, type RedactReport, redactDatabase } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { checkDatabaseFile } from '../database-file.ts'
import { outsideOfTheCall, SUCCESS } from '../exit-codes.ts'
import { type Fact, factLines } from '../output/facts.ts'
import { bytes, count, counted } from '../output/format.ts'
import { rulesLine } from '../output/rules-line.ts'
import { safeJson } from '../output/safe-text.ts'
import { checkFlags } from '../setting-flags.ts'
import { dbOption } from '../source.ts'

/** Modes that take something out. */
const MODES = ['redacted', 'hashed', 'off'] as const

/** What was stored before there were rules, or under other ones. */
export const dbRedact: Command = {
  name: 'db redact',
  summary: 'takes secrets out of what is stored already, as if it arrived now',
  options: {
    content: { value: 'MODE', values: MODES, summary: 'what stays of prompts, answers, arguments and results (TRACKER_CONTENT)' },
    'redaction-rules': { value: 'FILE', summary: 'JSON file with own redaction rules (TRACKER_REDACTION_RULES)', isPath: true },
    prices: { value: 'FILE', summary: 'JSON file with own prices (TRACKER_PRICES)', isPath: true },
    'dry-run': { summary: 'only says what would change' },
    ...dbOption,
    json: { summary: 'one JSON document that says what was done' },
  },
  examples: ['db redact --dry-run', 'db redact', 'db redact --content off', 'db redact --redaction-rules rules.json --json'],
  notes: [
    'No collector may run on the database, but for --dry-run. It needs as much room again while it runs. Interrupted, it can be begun again.',
    'What is taken out cannot be brought back: "tracker db backup" keeps a copy, which holds all of it.',
  ],
  run: async (call) => {
    const { args, terminal, nowMs } = call
    const { db, content, redactionRulesFile: rulesFile, pricesFile } = configOf(call)
    checkDatabaseFile(db)
    const progress = terminal.startProgress('db redact')
    try {
      // Who stores all of it from now on means something else here.
      const mode = content === 'full' ? 'redacted' : content
      const isDry = args.isSet('dry-run')
      const report = await redactDatabase(db, { mode, rulesFile, pricesFile, isDry, progress: progress.update, nowMs })
      progress.end()
      terminal.out(...(args.isSet('json') ? [safeJson(report)] : factLines(facts(report), terminal)))
      return SUCCESS
    } finally {
      progress.end()
    }
  },
}

/** What a collector on this database would work with. */
function configOf({ args, env }: Call): Config {
  checkFlags(args)
  const flags = ['db', 'content', 'redaction-rules', 'prices'].flatMap((name) => {
    const value = args.text(name)
    return value === undefined ? [] : [`--${name}=${value}`]
  })
  return outsideOfTheCall(() => loadConfig({ argv: ['--host=localhost', ...flags], env }))
}

function facts(report: RedactReport): readonly Fact[] {
  const { file, version, isDry, counts, before, after, copies } = report
  const { spans, logs, equalLogs, series, exemplars, receipts } = counts
  const sizes = `${bytes(before.fileBytes)} before, ${bytes(after.fileBytes)} after`
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
    { name: 'size', value: isDry ? bytes(before.fileBytes) : sizes },
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
