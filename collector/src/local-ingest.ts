import { Hono } from 'hono'
import { createApi } from './api/app.ts'
import { type Closers, closeOnce } from './close-once.ts'
import type { Config } from './config.ts'
import { codecFor, jsonCodec } from './decode/codec.ts'
import { localReader } from './local-reader.ts'
import { otlpJson } from './otlp-json.ts'
import { createAdmission, MAX_HELD_BYTES } from './receive/admission.ts'
import { otlpHttp } from './receive/otlp-http.ts'
import { reportLine } from './report-line.ts'
import { openDatabase } from './store/sqlite/database.ts'
import { takeOwnership } from './store/sqlite/owner.ts'
import { startCheckpointThread } from './threads/checkpoint-thread.ts'
import { startWriterThread } from './threads/writer-thread.ts'

/** A collector without a port: it takes OTLP/HTTP and answers REST in this process only. */
export interface LocalIngest {
  /** Answers a request, such as `POST /v1/traces`, exactly as a server would. @throws Error when the writer died */
  request(path: string, init?: RequestInit): Promise<Response>
  /** Commits what waits and gives the file free again. Safe twice. */
  close(): Promise<void>
}

/** What the writer works with, and the bounds of the receiver. */
export type IngestConfig = Pick<Config, 'db' | 'maxBodyBytes' | 'pricesFile' | 'content' | 'redactionRulesFile'>

/**
 * Takes ownership of a database until `close`, and makes it when there is none. What is sent goes through the same receiver, writer
 * thread and settings as in a server.
 * @param log takes one line for the operator
 * @throws AppError as `startCollector` for what concerns the file and its settings
 */
export async function openLocalIngest(config: IngestConfig, log: (line: string) => void): Promise<LocalIngest> {
  const ownership = takeOwnership(config.db)
  const closers: Closers = [ownership.release]
  const close = closeOnce('the database', closers)
  try {
    return { request: await openApp({ ...config, db: ownership.file }, { log, closers }), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface AppNeeds {
  readonly log: (line: string) => void
  readonly closers: Closers
}

async function openApp(config: IngestConfig, { log, closers }: AppNeeds): Promise<LocalIngest['request']> {
  const { db: file, content, redactionRulesFile, pricesFile, maxBodyBytes } = config
  let fault: Error | undefined
  const died = (error: Error): void => {
    fault = error
  }
  const start = { file, content, redactionRulesFile, ...(pricesFile !== undefined && { pricesFile }) }
  const ingest = await startWriterThread(start, { log, died, written: () => undefined })
  closers.push(ingest.close)
  closers.push(startCheckpointThread(file, log).close)
  const db = openDatabase(file, { readonly: true })
  closers.push(() => db.close())
  const report = (error: unknown): void => log(reportLine('an answer was broken off', error))
  const limits = { maxBodyBytes, admission: createAdmission(MAX_HELD_BYTES) }
  const app = new Hono()
    .route('/', otlpHttp({ ingest, codecs: { codecFor, json: jsonCodec }, limits, report }))
    .route('/', createApi({ reader: localReader(db), otlpJson, report }))
  return async (path, init) => {
    if (fault) throw fault
    return await app.request(path, init)
  }
}
