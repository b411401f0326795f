import { AppError } from '../../domain/app-error.ts'
import type { Signal } from '../../domain/signal.ts'
import { acceptResource, acceptScope } from '../accept.ts'
import type { DecodedOf } from '../decoded.ts'
import { emptyResource, emptyScope } from '../drafts.ts'
import type { Envelope, ResourceGroup, ScopeGroup } from '../envelope.ts'
import { refuseSpansWithoutIds } from '../other-signal.ts'
import { createTally, type Tally, tallyResult } from '../tally.ts'
import { refuseOtherSignal } from './other-signal.ts'
import { readResource, readScope } from './read-resource.ts'
import { readString } from './text.ts'
import { countObjects, createWireReader, enter, leave, readTag, skip, takeProblem, type WireReader } from './wire-reader.ts'

/** What reading a request needs besides the reader. */
interface Reading<S extends Signal, Item> {
  readonly envelope: Envelope<S, Item>
  readonly tally: Tally
  readonly readItem: ReadItem<Item>
}

/** Reads the item that comes next and counts it; `undefined` when it is left out. */
export type ReadItem<Item> = (reader: WireReader, tally: Tally) => Item | undefined

/**
 * A request of one signal: 1 resource groups (repeated).
 * @throws AppError `invalid` when the bytes are no such message, or hold another signal; `too_large` when they hold more objects than
 * a request may
 */
export function decodeEnvelope<S extends Signal, Item>(
  bytes: Uint8Array,
  envelope: Envelope<S, Item>,
  readItem: ReadItem<Item>,
): DecodedOf<S> {
  const reader = createWireReader(bytes)
  const tally = createTally()
  const groups = readRequest(reader, { envelope, tally, readItem })
  if (tally.items > 0 && tally.recognised === 0) refuseOtherSignal(bytes, envelope.signal)
  refuseSpansWithoutIds(tally)
  return { signal: envelope.signal, data: envelope.pack(groups), repairedStrings: reader.repairedStrings, ...tallyResult(tally) }
}

function readRequest<S extends Signal, Item>(reader: WireReader, reading: Reading<S, Item>): readonly ResourceGroup<Item>[] {
  const groups: ResourceGroup<Item>[] = []
  try {
    while (reader.pos < reader.end) {
      const tag = readTag(reader)
      if (tag === 0x0a) groups.push(readResourceGroup(reader, reading))
      else skip(reader, tag)
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') refuseOtherSignal(reader.bytes, reading.envelope.signal)
    throw error
  }
  return groups
}

/** ResourceSpans, ResourceLogs, ResourceMetrics: 1 resource (Resource), 2 scope groups (repeated), 3 schema_url. In any order. */
function readResourceGroup<S extends Signal, Item>(reader: WireReader, reading: Reading<S, Item>): ResourceGroup<Item> {
  countObjects(reader)
  const outerEnd = enter(reader)
  const resource = emptyResource()
  const scopes: ScopeGroup<Item>[] = []
  let problem: string | undefined
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x0a) {
      readResource(reader, resource)
      problem ??= takeProblem(reader)
    } else if (tag === 0x12) scopes.push(readScopeGroup(reader, reading))
    else if (tag === 0x1a) resource.schemaUrl = readString(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return acceptResource(reading, { resource, scopes }, problem)
}

/** ScopeSpans, ScopeLogs, ScopeMetrics: 1 scope (InstrumentationScope), 2 items (repeated), 3 schema_url. In any order. */
function readScopeGroup<S extends Signal, Item>(reader: WireReader, reading: Reading<S, Item>): ScopeGroup<Item> {
  const { tally, readItem } = reading
  countObjects(reader)
  const outerEnd = enter(reader)
  const scope = emptyScope()
  const items: Item[] = []
  let problem: string | undefined
  while (reader.pos < reader.end) {
    const tag = readTag(reader)
    if (tag === 0x12) {
      const item = readItem(reader, tally)
      if (item !== undefined) items.push(item)
    } else if (tag === 0x0a) {
      readScope(reader, scope)
      problem ??= takeProblem(reader)
    } else if (tag === 0x1a) scope.schemaUrl = readString(reader)
    else skip(reader, tag)
  }
  leave(reader, outerEnd)
  return acceptScope(reading, { scope, items }, problem)
}
