import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { AppError, type Config, type DbInfo, loadConfig } from '@ai-tracker/collector'
import type { Call, Command } from '../command.ts'
import { FAILED, outsideOfTheCall, SUCCESS } from '../exit-codes.ts'
import { createDelivery, PATIENCE_MS } from '../import/deliver.ts'
import { type ImportReport, importFiles } from '../import/import-files.ts'
import { countReceipts } from '../import/receipts.ts'
import { findSources, type SourceFile } from '../import/source-files.ts'
import { problemLines, summaryDocument, summaryLines } from '../import/summary.ts'
import { getJson, openTarget, type Target } from '../import/target.ts'
import type { Progress } from '../output/progress.ts'
import { safeJson } from '../output/safe-text.ts'
import { checkFlags } from '../setting-flags.ts'
import { dbOption } from '../source.ts'

/** Files of OTLP into the database, by the way of everything that is received. */
export const importCommand: Command = {
  name: 'import',
  summary: 'stores files of OTLP, as a Collector, "session export" or an SDK wrote them',
  words: ['FILE…'],
  takesManyWords: true,
  options: { ...dbOption, json: { summary: 'one JSON document that says what was done' } },
  examples: ['import traces.jsonl', 'import rotated-*.json.gz', 'import - < spool.jsonl'],
  notes: [
    'A file has one request in each line, of spans, logs or metrics (OTLP/JSON); or the protobuf and zstd of the file exporter of the OpenTelemetry Collector. It may be compressed with gzip or zstd. "-" is standard input.',
    'Nothing is stored twice, so a file may be imported again, while it still grows, too. Without a collector that runs, the settings of "tracker serve" are read from the environment and its file.',
  ],
  run: async (call) => {
    const files = await findSources(namesOf(call), process.stdin)
    const config = configOf(call)
    const target = openTarget(config, (line) => call.terminal.err(line))
    const progress = call.terminal.startProgress('import')
    try {
      const report = await imported(files, { target, config, progress })
      progress.end()
      await indexed(target, call.terminal.startProgress('index'))
      print(report, call)
      return report.refused + report.rejectedItems === 0 ? SUCCESS : FAILED
    } finally {
      progress.end()
      await target.close()
    }
  },
}

function namesOf({ args }: Call): readonly string[] {
  if (args.words.length > 0) return args.words
  throw new AppError('invalid', '"tracker import" needs a file: tracker import FILE… (- is standard input)')
}

/** Everything that a collector would work with, but for its address: nothing listens here. */
function configOf({ args, env }: Call): Config {
  checkFlags(args)
  const db = args.text('db')
  return outsideOfTheCall(() => loadConfig({ argv: ['--host=localhost', ...(db === undefined ? [] : [`--db=${db}`])], env }))
}

interface ImportNeeds {
  readonly target: Target
  readonly config: Config
  readonly progress: Progress
}

async function imported(files: readonly SourceFile[], { target, config, progress }: ImportNeeds): Promise<ImportReport> {
  const userAgent = `tracker-import ${randomBytes(4).toString('hex')}`
  const sizes = files.map(({ bytes }) => bytes)
  const totalBytes = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, bytes = 0) => sum + bytes, 0)
  return await importFiles(files, {
    delivery: createDelivery({ target, userAgent, patienceMs: PATIENCE_MS }),
    receipts: await countReceipts(target, userAgent),
    maxBytes: config.maxBodyBytes,
    progress: (bytes, requests) => (totalBytes === undefined ? progress.update(requests) : progress.update(bytes, totalBytes)),
  })
}

const LOOK_MS = 50

/** A collector goes on indexing; without one, nothing would be found until the next one runs. */
async function indexed(target: Target, progress: Progress): Promise<void> {
  let most = 0
  const pending = async (): Promise<number> => {
    if (!target.isOurs) return 0
    const { searchPending } = await getJson<DbInfo>(target, '/api/v1/info')
    most = Math.max(most, searchPending)
    progress.update(most - searchPending, most)
    return searchPending
  }
  while ((await pending()) > 0) await setTimeout(LOOK_MS)
  progress.end()
}

function print(report: ImportReport, { args, terminal }: Call): void {
  terminal.err(...problemLines(report))
  if (args.isSet('json')) terminal.out(safeJson(summaryDocument(report)))
  else terminal.out(...summaryLines(report, terminal))
}
