import { parentPort, workerData } from 'node:worker_threads'
import type { AppError } from './domain/app-error.ts'
import { openDeriver } from './open-deriver.ts'
import { openRedactor } from './open-redactor.ts'
import { reportLine } from './report-line.ts'
import { createRequestReader } from './request-batch.ts'
import { beginContentRules } from './store/sqlite/content-rules.ts'
import { asStartError, openDatabase } from './store/sqlite/database.ts'
import { limitWal, restartLargeWal } from './store/sqlite/wal.ts'
import { createSqliteWriter } from './store/sqlite/write/writer.ts'
import { createFileGuard } from './threads/file-guard.ts'
import { toWireError } from './threads/wire-error.ts'
import { createWriteLoop } from './threads/write-loop.ts'
import { obey } from './threads/writer-commands.ts'
import type { FromWriter, ToWriter, WriterStart } from './threads/writer-messages.ts'
import { WRITER_LAYERS } from './writer-layers.ts'

/** Entry and composition root of the writer thread: the only writing connection, and everything between bytes and rows. */
const start: WriterStart = workerData
const send = (message: FromWriter): void => parentPort?.postMessage(message)

/** How often, at most, the size of the write-ahead log is looked at. */
const WAL_LOOK_MS = 1_000
/** How often it is looked, while no requests come, whether the database is still at its path. */
const FILE_LOOK_MS = 1_000
/** How often it is looked, while no requests come, for work that becomes due with time. */
const WORK_LOOK_MS = 1_000

try {
  await run()
} catch (error) {
  send({ type: 'failed', error: toWireError(asStartError(start.file, error)) })
}

async function run(): Promise<void> {
  const db = openDatabase(start.file)
  limitWal(db)
  const log = (line: string): void => send({ type: 'log', line })
  const guard = createFileGuard({ file: start.file, lost: ({ message }) => log(message) })
  setInterval(guard.fault, FILE_LOOK_MS).unref()
  const { derive, version } = await openDeriver(start.pricesFile)
  const writer = createSqliteWriter(db, { ...WRITER_LAYERS, log })
  writer.rederive(version, derive)

  if (start.retention) writer.retain(start.retention)

  const redactor = openRedactor({ mode: start.content, db: start.file, rulesFile: start.redactionRulesFile })
  beginContentRules(db, { version: redactor.version, nowNs: BigInt(Date.now()) * 1_000_000n })
  const requests = createRequestReader({ read: derive, redactor })
  const loop = createWriteLoop({
    writer,
    decode: requests.decode,
    refused: requests.refused,
    fault: guard.fault,
    reply: (replies) => send({ type: 'replies', replies }),
    written: (outcome) => send({ type: 'written', ...outcome }),
    afterWrite: atMostEvery(WAL_LOOK_MS, () => restartLargeWal(db)),
    report: (what, error) => log(reportLine(what, error)),
  })
  setInterval(loop.nudge, WORK_LOOK_MS).unref()
  parentPort?.on('message', async (message: ToWriter) => {
    if (message.type === 'ingest') return loop.push(message.id, message.request)
    if (message.type === 'refused') return loop.refuse(message.request)
    if (message.type === 'command') return obey(message, { loop, keeper: writer, send })
    if (message.type === 'check') return send(checked(guard.fault()))
    await loop.drain()
    await writer.close()
    parentPort?.close()
  })
  send({ type: 'ready' })
}

function atMostEvery(intervalMs: number, action: () => void): () => void {
  let lastMs = -intervalMs
  return () => {
    // Not the time of day: a clock that is set back would put it off for as long.
    const nowMs = performance.now()
    if (nowMs - lastMs < intervalMs) return
    lastMs = nowMs
    action()
  }
}

function checked(fault: AppError | undefined): FromWriter {
  return { type: 'checked', ...(fault && { fault: toWireError(fault) }) }
}
