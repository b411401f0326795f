import { extname } from 'node:path'
import { createApi } from './api/app.ts'
import { errorResponse } from './api/error-response.ts'
import { type Closers, closeOnce } from './close-once.ts'
import { type Config, retentionPolicy } from './config.ts'
import { codecFor, jsonCodec } from './decode/codec.ts'
import type { WriteOutcome } from './domain/telemetry-writer.ts'
import { otlpJson } from './otlp-json.ts'
import { pageApp } from './page/page-app.ts'
import { isPagePath } from './page/page-paths.ts'
import type { PageSource } from './page/page-source.ts'
import type { readFunctions } from './reads.ts'
import { createAdmission, MAX_HELD_BYTES } from './receive/admission.ts'
import { edge } from './receive/edge.ts'
import type { GrpcServer } from './receive/grpc/grpc-server.ts'
import { openGrpc } from './receive/grpc/open-grpc.ts'
import { http2Hint, httpPortTlsHint, onceEach } from './receive/hints.ts'
import { ownAuthorities } from './receive/host-guard.ts'
import { listen } from './receive/http-server.ts'
import { createMetrics } from './receive/metrics.ts'
import { createTokenCheck } from './receive/token-guard.ts'
import { reportLine } from './report-line.ts'
import { takeOwnership } from './store/sqlite/owner.ts'
import { startCheckpointThread } from './threads/checkpoint-thread.ts'
import { createReaderPool, readerPort } from './threads/reader-pool.ts'
import { createSessionChanges } from './threads/session-changes.ts'
import { startWriterThread } from './threads/writer-thread.ts'

/** A collector that runs. */
export interface Collector {
  /** Where this machine reaches it. */
  readonly url: string
  /** The same as it was asked for, which shows whether other machines reach it, too: `http://0.0.0.0:4318`. */
  readonly listensAt: string
  /** Where OTLP/gRPC is received: `127.0.0.1:4317`; `undefined` where it is not. */
  readonly grpcListensAt: string | undefined
  /** The database. */
  readonly file: string
  /** Resolves when it cannot go on (the writer thread died); what was acknowledged is safe. Call `close` then. */
  readonly died: Promise<Error>
  /** Stops accepting, answers what is in flight, commits, closes. Safe twice. */
  close(): Promise<void>
}

/** What a program passes besides the configuration. */
export interface CollectorOptions {
  /** Takes one line for the operator. */
  readonly log?: (line: string) => void
  /** The page to serve; without one the collector has none. */
  readonly page?: PageSource | undefined
}

/** How long requests in flight may take when the process stops. */
const DRAIN_MS = 10_000
const READY_CHECK_MS = 2_000
const READ_REGISTRY = new URL(`./reads${extname(new URL(import.meta.url).pathname)}`, import.meta.url).href
const codecs = { codecFor, json: jsonCodec }

/**
 * Opens everything in the order of dependency, and closes it in reverse.
 * @throws AppError whose message says what to change: the file has an owner, the port is in use, the database is newer …
 */
export async function startCollector(config: Config, { log = console.error, page }: CollectorOptions = {}): Promise<Collector> {
  const closers: Closers = []
  const close = closeOnce('the collector', closers)
  try {
    return { ...(await open(config, { log, page, closers })), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface OpenNeeds {
  readonly log: (line: string) => void
  readonly page: PageSource | undefined
  readonly closers: Closers
}

async function open(config: Config, { log, page, closers }: OpenNeeds): Promise<Omit<Collector, 'close'>> {
  const ownership = takeOwnership(config.db)
  closers.push(ownership.release)
  const { file } = ownership
  const died = Promise.withResolvers<Error>()
  const admission = createAdmission(MAX_HELD_BYTES)
  const metrics = createMetrics({ bytesHeld: () => admission.usedBytes, requestsWaiting: () => writer.waitingRequests })
  const changes = createSessionChanges()
  const written = ({ acceptedOf, changedSessions }: WriteOutcome): void => {
    metrics.countAccepted(acceptedOf)
    changes.publish(changedSessions)
  }

  const writer = await startWriterThread(
    {
      file,
      content: config.content,
      redactionRulesFile: config.redactionRulesFile,
      retention: retentionPolicy(config),
      ...(config.pricesFile !== undefined && { pricesFile: config.pricesFile }),
    },
    { log, died: died.resolve, written },
  )
  closers.push(writer.close)
  closers.push(startCheckpointThread(file, log).close)
  const readers = createReaderPool({ file, registry: READ_REGISTRY })
  // Before the writer, whose connection empties the log when it is the last one. A statement that runs delays the commit for a
  // moment only: `readers.close` does not wait for its end.
  closers.push(readers.close)

  const stopping = new AbortController()
  const report = (error: unknown): void => log(reportLine('an answer was broken off', error))
  const reportPage = (error: unknown): void => log(reportLine('the page cannot be read', error))
  const reader = readerPort<typeof readFunctions>(readers)
  const restError = (error: unknown): Response => errorResponse(error, report)
  const api = createApi({ reader, keeper: writer, otlpJson, subscribe: changes.subscribe, stopping: stopping.signal, report })
  const ports: number[] = []
  const isOwnAuthority = ownAuthorities({ host: config.host, ports: () => ports, allowedHosts: config.allowedHosts })
  const limits = { maxBodyBytes: config.maxBodyBytes, admission }
  const app = edge({
    ingest: writer,
    codecs,
    limits,
    report,
    checkReady: async () => {
      await Promise.all([writer.check(READY_CHECK_MS), readers.check(READY_CHECK_MS)])
    },
    metrics,
    isOwnAuthority,
    token: config.token,
    isPagePath,
    stopping: stopping.signal,
    apps: [api, pageApp({ source: page, stopping: stopping.signal, report: reportPage })],
    restError,
  })
  const hint = onceEach(log)
  let grpc: GrpcServer | undefined
  const http = await listen({
    host: config.host,
    port: config.httpPort,
    fetch: app.fetch,
    codecs,
    restError,
    onHttp2: () => hint(http2Hint({ http: http.url, grpc: grpc?.listensAt })),
    onTls: () => hint(httpPortTlsHint(http.url)),
  })
  ports.push(http.port)
  closers.push(() => Promise.all([http.close(DRAIN_MS), grpc?.close(DRAIN_MS)]))
  closers.push(() => stopping.abort())
  grpc = await openGrpc({
    ingest: writer,
    codecs,
    limits,
    isOwnAuthority,
    checkToken: createTokenCheck(config.token),
    report,
    countCall: metrics.countCall,
    host: config.host,
    port: config.grpcPort,
    isPortNamed: config.isGrpcPortNamed,
    httpUrl: http.url,
    log,
    hint,
  })
  if (grpc) ports.push(grpc.port)
  ownership.announce(http.url)
  return { url: http.url, listensAt: http.listensAt, grpcListensAt: grpc?.listensAt, file, died: died.promise }
}
