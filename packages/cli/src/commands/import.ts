import { randomBytes } from 'node:crypto'
import { AppError, type Config } from '@ai-tracker/collector'
import { collectorConfig } from '../collector-config.ts'
import type { Call, Command } from '../command.ts'
import { FAILED, SUCCESS } from '../exit-codes.ts'
import { createDelivery, type Delivery, PATIENCE_MS } from '../import/deliver.ts'
import { type ImportReport, importFiles } from '../import/import-files.ts'
import { countReceipts } from '../import/receipts.ts'
import { tellResult } from '../import/result.ts'
import { findSources, type SourceFile } from '../import/source-files.ts'
import { openTarget, type Target } from '../import/target.ts'
import { counted } from '../output/format.ts'
import type { Progress } from '../output/progress.ts'
import { dbOption } from '../source.ts'
import { watchSignals } from '../watch-signals.ts'

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
    const config = collectorConfig(call)
    const target = openTarget(config, (line) => call.terminal.err(line))
    const progress = call.terminal.startProgress('import')
    const stored = { requests: 0 }
    const stopWatching = watchSignals(() => {
      progress.end()
      call.terminal.err(storedText(stored.requests))
    })
    try {
      const report = await imported(files, { target, config, progress, stored })
      stopWatching()
      progress.end()
      await tellResult(report, { target, terminal: call.terminal, isJson: call.args.isSet('json'), patienceMs: PATIENCE_MS })
      return report.refused + report.rejectedItems === 0 ? SUCCESS : FAILED
    } finally {
      stopWatching()
      progress.end()
      await target.close()
    }
  },
}

function namesOf({ args }: Call): readonly string[] {
  if (args.words.length > 0) return args.words
  throw new AppError('invalid', '"tracker import" needs a file: tracker import FILE… (- is standard input)')
}

interface ImportNeeds {
  readonly target: Target
  readonly config: Config
  readonly progress: Progress
  /** Counted while it goes on. */
  readonly stored: { requests: number }
}

async function imported(files: readonly SourceFile[], { target, config, progress, stored }: ImportNeeds): Promise<ImportReport> {
  const userAgent = `tracker-import ${randomBytes(4).toString('hex')}`
  const sizes = files.map(({ bytes }) => bytes)
  const totalBytes = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, bytes = 0) => sum + bytes, 0)
  const { deliver } = createDelivery({ target, userAgent, patienceMs: PATIENCE_MS })
  const counting: Delivery['deliver'] = async (request) => {
    const answer = await deliver(request)
    if (answer.status === 'stored') stored.requests++
    return answer
  }
  return await importFiles(files, {
    delivery: { deliver: counting },
    receipts: await countReceipts(target, userAgent),
    maxBytes: config.maxBodyBytes,
    progress: (bytes, requests) => (totalBytes === undefined ? progress.update(requests) : progress.update(bytes, totalBytes)),
  })
}

function storedText(requests: number): string {
  return `stopped: ${counted(requests, 'request')} ${requests === 1 ? 'is' : 'are'} stored; run it again, what is stored is known`
}
