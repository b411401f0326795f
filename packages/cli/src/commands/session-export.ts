import { AppError, type SessionDetail } from '@ai-tracker/collector'
import type { Arguments, Call, Command } from '../command.ts'
import { checkRaw, rawOption } from '../csv-argument.ts'
import { SUCCESS } from '../exit-codes.ts'
import { csvRows, rawCsvRows } from '../export/csv-export.ts'
import { jsonDocument, jsonLines } from '../export/json-export.ts'
import { openOutputFile, type Sink } from '../export/output-file.ts'
import { type SessionContent, sessionContent } from '../export/session-content.ts'
import type { Progress } from '../output/progress.ts'
import { safeDocument } from '../output/safe-text.ts'
import { readSession, sessionIdOf, sessionOption } from '../session-argument.ts'
import { dbOption, type Source, withSource } from '../source.ts'
import type { Terminal } from '../terminal.ts'

/** Makes a document from the content of a session. */
type Maker = (content: SessionContent) => AsyncIterable<string>

const FORMATS: Readonly<Record<string, Maker>> = {
  json: jsonDocument,
  jsonl: jsonLines,
  csv: csvRows,
}
const OTLP = 'otlp'

/** Everything of one session as a file. */
export const sessionExport: Command = {
  name: 'session export',
  summary: 'writes all of one session as JSON, JSON lines, CSV or OTLP',
  words: ['ID'],
  options: {
    ...sessionOption,
    format: {
      value: 'FORMAT',
      summary:
        'json (if left out), jsonl, csv: a row for each thing that happened, or otlp: spans, logs and metrics as they were sent, which "tracker import" takes',
      values: [...Object.keys(FORMATS), OTLP],
    },
    raw: rawOption,
    output: { value: 'FILE', short: 'o', summary: 'file to write, in place of standard output', isPath: true },
    force: { summary: 'replaces the file when there is one already' },
    json: { summary: 'the same as --format json' },
    ...dbOption,
  },
  examples: [
    'session export 3 > session-3.json',
    'session export 3 --format csv -o session-3.csv',
    'session export key:nightly --format otlp -o nightly.jsonl',
  ],
  run: async (call) => {
    const id = sessionIdOf(call, 'session export')
    checkRaw(call.args)
    const format = formatOf(call)
    return await withSource(call, async (source) => {
      const session = await readSession(source, id)
      const progress = call.terminal.startProgress(`session ${session.id}`)
      try {
        const pieces =
          format === OTLP ? otlpPieces(source, session, progress) : contentPieces(makerOf(call.args, format), { source, session, progress })
        await writeAll(pieces, await sinkOf(call))
      } finally {
        progress.end()
      }
      return SUCCESS
    })
  },
}

function formatOf({ args }: Call): string {
  const format = args.text('format')
  if (args.isSet('json') && format !== undefined && format !== 'json')
    throw new AppError('invalid', `both --json and --format ${format} name a format; give one`)
  return format ?? 'json'
}

interface Work {
  readonly source: Source
  readonly session: SessionDetail
  readonly progress: Progress
}

function makerOf(args: Arguments, format: string): Maker {
  return args.isSet('raw') ? rawCsvRows : (FORMATS[format] ?? jsonDocument)
}

function contentPieces(make: Maker, { source, session, progress }: Work): AsyncIterable<string> {
  const { phaseCount, responseCount, actionCount, issueCount } = session
  // A prompt for each response; artifacts, events, logs and points are not counted anywhere.
  const expected = phaseCount + 2 * responseCount + actionCount + issueCount
  let taken = 0
  const content = sessionContent(source, session, () => progress.update(++taken, expected))
  return make(content)
}

async function* otlpPieces(source: Source, { id }: SessionDetail, progress: Progress): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of source.exportOtlp(String(id))) {
    bytes += piece.length
    progress.update(bytes)
    yield piece
  }
}

async function sinkOf({ args, terminal }: Call): Promise<Sink> {
  const path = args.text('output')
  return path === undefined ? standardOutput(terminal) : await openOutputFile(path, args.isSet('force'))
}

/** A file or a pipe gets what is stored, a person what is safe to look at. */
function standardOutput({ isInteractive, write }: Terminal): Sink {
  const safe = isInteractive ? safeDocument() : undefined
  return {
    write: (piece) => write(safe ? safe(piece) : piece),
    finish: async () => undefined,
    abandon: async () => undefined,
  }
}

/** Small pieces are collected: each write waits until it is done. */
const WRITE_LENGTH = 64 * 1024

async function writeAll(pieces: AsyncIterable<string | Uint8Array>, sink: Sink): Promise<void> {
  try {
    let waiting = ''
    for await (const piece of pieces) {
      if (typeof piece !== 'string') await sink.write(piece)
      else waiting += piece
      if (waiting.length < WRITE_LENGTH) continue
      await sink.write(waiting)
      waiting = ''
    }
    if (waiting !== '') await sink.write(waiting)
    await sink.finish()
  } catch (error) {
    await sink.abandon()
    throw error
  }
}
