import { constants, isUtf8 } from 'node:buffer'
import { AppError } from '../../domain/app-error.ts'
import { createJsonReader } from '../../domain/json-reader.ts'
import type { Signal } from '../../domain/signal.ts'
import type { Resource, Scope } from '../../domain/span.ts'
import { acceptResource, acceptScope } from '../accept.ts'
import type { DecodedOf } from '../decoded.ts'
import { emptyResource, emptyScope } from '../drafts.ts'
import { type Envelope, LOGS, METRICS, type ResourceGroup, type ScopeGroup, SPANS } from '../envelope.ts'
import { refuseSpansWithoutIds, wrongSignal } from '../other-signal.ts'
import { count, createTally, type Tally, tallyResult } from '../tally.ts'
import { type JsonContext, nextField, openMessage, readList, takeProblem } from './context.ts'
import { readResource, readScope } from './read-resource.ts'
import { readText } from './scalar.ts'

/** What reading a request needs besides its text. */
interface Reading<S extends Signal, Item> {
  readonly envelope: Envelope<S, Item>
  readonly tally: Tally
  readonly readItem: ReadItem<Item>
}

/** Reads the item that comes next and counts it; `undefined` when it is left out. */
export type ReadItem<Item> = (context: JsonContext) => Item | undefined

/**
 * A request of one signal in OTLP/JSON.
 * @throws AppError `invalid` when the bytes are no such message, or hold another signal; the message names path and offset.
 * `too_large` when they hold more objects than a request may
 */
export function decodeEnvelopeJson<S extends Signal, Item>(
  bytes: Uint8Array,
  envelope: Envelope<S, Item>,
  readItem: ReadItem<Item>,
): DecodedOf<S> {
  const context = createContext(bytes)
  const { json, tally } = context
  const groups = readRequest(context, { envelope, tally, readItem })
  refuseSpansWithoutIds(tally)
  const repairedStrings = context.repairedStrings + json.repairedStrings()
  return { signal: envelope.signal, data: envelope.pack(groups), repairedStrings, ...tallyResult(tally) }
}

function createContext(bytes: Uint8Array): JsonContext {
  if (bytes.length > constants.MAX_STRING_LENGTH) throw new AppError('too_large', `${bytes.length} bytes are too much for one JSON text`)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const isDamaged = text.includes('\ufffd') && !isUtf8(bytes)
  return { json: createJsonReader(text), tally: createTally(), isDamaged, repairedStrings: 0, objects: 0, problem: undefined }
}

/** The signal of each field that a request can have. */
const SIGNAL_OF_FIELD: ReadonlyMap<string, Signal> = new Map([SPANS, LOGS, METRICS].map(({ resources, signal }) => [resources, signal]))

/** The request's one field; one of another signal beside it is passed over with a warning. */
function readRequest<S extends Signal, Item>(context: JsonContext, reading: Reading<S, Item>): readonly ResourceGroup<Item>[] {
  const { json, tally } = context
  const { signal, resources } = reading.envelope
  let groups: readonly ResourceGroup<Item>[] = []
  let other: Signal | undefined
  json.openObject()
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === resources) groups = readList(context, () => readResourceGroup(context, reading))
    else other ??= SIGNAL_OF_FIELD.get(field)
  }
  json.end()
  if (other && groups.length === 0) wrongSignal(signal, other)
  if (other) count(tally.warnings, `the request holds ${other} as well, which go to /v1/${other}: passed over`)
  return groups
}

/** ResourceSpans, ResourceLogs, ResourceMetrics: resource, scope groups, schemaUrl, in any order. */
function readResourceGroup<S extends Signal, Item>(context: JsonContext, reading: Reading<S, Item>): ResourceGroup<Item> {
  const { scopes: scopesField } = reading.envelope
  let resource: Resource = emptyResource()
  let scopes: readonly ScopeGroup<Item>[] = []
  let schemaUrl = ''
  let problem: string | undefined
  if (!openMessage(context)) return { resource, scopes }
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'resource') resource = readResource(context)
    else if (field === scopesField) scopes = readList(context, () => readScopeGroup(context, reading))
    else if (field === 'schemaUrl') schemaUrl = readText(context, field)
    problem ??= takeProblem(context)
  }
  return acceptResource(reading, { resource: { ...resource, schemaUrl }, scopes }, problem)
}

/** ScopeSpans, ScopeLogs, ScopeMetrics: scope, items, schemaUrl, in any order. */
function readScopeGroup<S extends Signal, Item>(context: JsonContext, reading: Reading<S, Item>): ScopeGroup<Item> {
  const { items: itemsField } = reading.envelope
  let scope: Scope = emptyScope()
  let items: readonly Item[] = []
  let schemaUrl = ''
  let problem: string | undefined
  if (!openMessage(context)) return { scope, items }
  for (let field = nextField(context); field; field = nextField(context)) {
    if (field === 'scope') scope = readScope(context)
    else if (field === itemsField) items = readList(context, reading.readItem).filter((item) => item !== undefined)
    else if (field === 'schemaUrl') schemaUrl = readText(context, field)
    problem ??= takeProblem(context)
  }
  return acceptScope(reading, { scope: { ...scope, schemaUrl }, items }, problem)
}
