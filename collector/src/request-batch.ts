import { codecFor } from './decode/codec.ts'
import type { Decoded } from './decode/decoded.ts'
import { partialSuccess } from './decode/partial-success.ts'
import { AppError } from './domain/app-error.ts'
import { type AttributeValue, attributeMap } from './domain/attribute.ts'
import type { IngestRequest, RefusedRequest } from './domain/ingest.ts'
import { logItems } from './domain/log.ts'
import { metricItems } from './domain/metric.ts'
import { NO_CONTENT, type ReceiptContent, type SdkName } from './domain/receipt.ts'
import { type Resource, type SpanItem, serviceName, spanItems } from './domain/span.ts'
import type { PricedRecord, RecordBatch } from './domain/telemetry-writer.ts'
import type { Redactor } from './redact/redactor.ts'
import type { DecodedRequest } from './threads/write-loop.ts'

/** Requests of clients that have no name of their own: there is one workspace yet. */
const DEFAULT_WORKSPACE = 1
/** A receipt names so many services and SDKs of a request, by so many characters: whoever forwards for many can send any number. */
const MAX_NAMES = 20
const MAX_NAME_UNITS = 200
const MAX_MESSAGE_UNITS = 1_000
/** Why items were left out and put right: our own words, of which there are few. */
const MAX_REASONS = 20

/** From bytes to what the store takes. */
export interface RequestReader {
  /** @throws AppError `invalid` for bytes that are no export request, `unsupported` for an encoding that is not OTLP */
  decode(request: IngestRequest): DecodedRequest
  /** The receipt of a request of which nothing is stored. @param bodyBytes inflated, 0 when the body was not read */
  refused(request: RefusedRequest, bodyBytes: number): RecordBatch
}

/** What requests are read with. */
export interface RequestReaderNeeds {
  /** Says what a span means and what its call cost. */
  readonly read: (item: SpanItem) => PricedRecord
  /** Takes out what must not be stored, before anything else looks at it. */
  readonly redactor: Redactor
  /** When a request comes, never the same twice. */
  readonly nowNs?: () => bigint
}

/** Opens the reader. */
export function createRequestReader({ read, redactor, nowNs = arrivalClock() }: RequestReaderNeeds): RequestReader {
  return {
    decode({ signal, mediaType, body, workspaceId, origin }) {
      const codec = codecFor(mediaType)
      if (!codec) throw new AppError('unsupported', 'this Content-Type is not OTLP')
      const bodyBytes = body.length
      const decoded = redacted(codec.decode(signal, body), redactor)
      const redactions = redactor.takeCounts()
      const items = itemsOf(decoded, read)
      const { rejected = 0, message = '' } = partialSuccess(decoded) ?? {}
      const receipt = { signal, origin, bodyBytes, ...contentOf(decoded, items.records), redactions }
      return { batch: { ...items, arrival: { receivedNs: nowNs(), workspaceId }, receipt }, rejectedItems: rejected, message }
    },
    refused: ({ signal, origin, code, message }, bodyBytes) => ({
      records: [],
      arrival: { receivedNs: nowNs(), workspaceId: DEFAULT_WORKSPACE },
      receipt: { ...NO_CONTENT, signal, origin, bodyBytes, refusal: { code, message: message.slice(0, MAX_MESSAGE_UNITS) } },
    }),
  }
}

function redacted(decoded: Decoded, redactor: Redactor): Decoded {
  switch (decoded.signal) {
    case 'traces':
      return { ...decoded, data: redactor.traces(decoded.data) }
    case 'logs':
      return { ...decoded, data: redactor.logs(decoded.data) }
    case 'metrics':
      return { ...decoded, data: redactor.metrics(decoded.data) }
  }
}

type Items = Pick<RecordBatch, 'records' | 'logs' | 'metrics'>

function itemsOf(decoded: Decoded, read: (item: SpanItem) => PricedRecord): Items {
  switch (decoded.signal) {
    case 'traces':
      return { records: [...spanItems(decoded.data)].map(read) }
    case 'logs':
      return { records: [], logs: [...logItems(decoded.data)] }
    case 'metrics':
      return { records: [], metrics: [...metricItems(decoded.data)] }
  }
}

function contentOf(decoded: Decoded, records: readonly PricedRecord[]): Omit<ReceiptContent, 'redactions'> {
  const resources = resourcesOf(decoded)
  const services = new Set(resources.map(serviceName).filter((name) => name !== ''))
  const sdks = new Map(resources.flatMap(sdkOf).map((sdk) => [JSON.stringify(sdk), sdk]))
  return {
    services: [...services].slice(0, MAX_NAMES).map(cut),
    sdks: [...sdks.values()].slice(0, MAX_NAMES),
    rejected: decoded.rejected.slice(0, MAX_REASONS),
    warnings: decoded.warnings.slice(0, MAX_REASONS),
    repairedStrings: decoded.repairedStrings,
    base64Ids: decoded.base64Ids,
    dialects: dialectCounts(records),
  }
}

function resourcesOf({ signal, data }: Decoded): readonly Resource[] {
  const groups = signal === 'traces' ? data.resourceSpans : signal === 'logs' ? data.resourceLogs : data.resourceMetrics
  return groups.map(({ resource }) => resource)
}

function sdkOf({ attributes }: Resource): readonly SdkName[] {
  const values = attributeMap(attributes)
  const [name, language, version] = ['name', 'language', 'version'].map((part) => textOf(values.get(`telemetry.sdk.${part}`)))
  return name || language || version ? [{ name: name ?? '', language: language ?? '', version: version ?? '' }] : []
}

function textOf(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? cut(value) : ''
}

function cut(text: string): string {
  return text.length > MAX_NAME_UNITS ? text.slice(0, MAX_NAME_UNITS).toWellFormed() : text
}

function dialectCounts(records: readonly PricedRecord[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { record } of records) {
    const dialect = record.dialects[0] ?? 'plain'
    counts[dialect] = (counts[dialect] ?? 0) + 1
  }
  return counts
}

/** Nanoseconds since 1970, never the same twice: items and the receipt of their request find each other by them. */
function arrivalClock(): () => bigint {
  let last = 0n
  return () => {
    const now = BigInt(Date.now()) * 1_000_000n
    last = now > last ? now : last + 1n
    return last
  }
}
