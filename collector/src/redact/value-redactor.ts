import { type Attributes, type AttributeValue, isKeyValueList, type KeyValue } from '../domain/attribute.ts'
import { contentKind, isContentEvent, isIdentity } from './content-keys.ts'
import { CREDENTIAL_MARKER, CREDENTIAL_RULE, isSecretKey, isSecretValue } from './credential-pairs.ts'
import { type Mask, maskContent } from './mask-content.ts'

/** What values are redacted with. */
export interface ValueNeeds {
  readonly text: (text: string) => string
  readonly count: (rule: string, times: number) => void
  /** For content; `undefined` = it is kept. */
  readonly mask: Mask | undefined
  /** For names of sessions and people in which a rule finds something: they must stay apart. `undefined` = they are changed like any text. */
  readonly identify: Mask | undefined
  /** Whether attributes are looked at by their names alone. */
  readonly looksAtNames: boolean
}

/** Redacts values and attributes; what has nothing to redact comes back as the same object. */
export interface ValueRedactor {
  /** @param event name of the span event or log record that the attributes stand in */
  attributes(attributes: Attributes, event?: string): Attributes
  /** Attributes that tell rows of numbers apart: no content, so that rules are applied and no masks. */
  labels(attributes: Attributes): Attributes
  /** The body of a log record. */
  body(value: AttributeValue, event: string): AttributeValue
}

/** Known names of attributes: they are few and short, and repeat with each item. */
const MAX_NAMES = 4096
const MAX_NAME_UNITS = 256

/** Ties the ways of changing texts to the attributes that call for them. */
export function createValueRedactor({ text, count, mask, identify, looksAtNames }: ValueNeeds): ValueRedactor {
  const names = new Map<string, { readonly name: string; readonly isSecret: boolean }>()
  const nameOf = (key: string): { readonly name: string; readonly isSecret: boolean } => {
    const known = names.get(key)
    if (known) return known
    const found = { name: text(key), isSecret: looksAtNames && isSecretKey(key) }
    if (names.size >= MAX_NAMES) names.clear()
    if (found.name === key && key.length <= MAX_NAME_UNITS) names.set(key, found)
    return found
  }
  const secret = (sent: string): string => {
    if (!isSecretValue(sent)) return sent
    count(CREDENTIAL_RULE, 1)
    return CREDENTIAL_MARKER
  }
  const identity = (sent: string): string => {
    const changed = text(sent)
    return identify && changed !== sent ? identify(sent) : changed
  }
  const changeOf = (key: string, isSecret: boolean): Mask => (isSecret ? secret : isIdentity(key) ? identity : text)
  const masked = ({ key, value }: KeyValue, event: string | undefined): AttributeValue => {
    const kind = mask && contentKind(key, event)
    return mask && kind ? maskContent(value, kind, mask) : value
  }
  const attribute = (sent: KeyValue, shown: AttributeValue): KeyValue => {
    const { name, isSecret } = nameOf(sent.key)
    const value = mapTexts(shown, changeOf(sent.key, isSecret), attributes)
    return name === sent.key && value === sent.value ? sent : { key: name, value }
  }
  const attributes = (sent: Attributes, event?: string): Attributes => mapSame(sent, (each) => attribute(each, masked(each, event)))
  return {
    attributes,
    labels: (sent) => mapSame(sent, (each) => attribute(each, each.value)),
    body: (value, event) => mapTexts(mask && isContentEvent(event) ? maskContent(value, 'messages', mask) : value, text, attributes),
  }
}

/** A value with every text in it changed. Bytes are taken for a text of Latin-1, which any bytes are. */
function mapTexts(value: AttributeValue, change: (text: string) => string, attributes: (sent: Attributes) => Attributes): AttributeValue {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return mapBytes(value, change)
  if (!isKeyValueList(value)) return mapSame(value, (item) => mapTexts(item, change, attributes))
  const entries = attributes(value.entries)
  return entries === value.entries ? value : { entries }
}

function mapBytes(bytes: Uint8Array, change: (text: string) => string): Uint8Array {
  const sent = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const changed = change(sent)
  return changed === sent ? bytes : new Uint8Array(Buffer.from(changed, 'latin1'))
}

/** `map`, but the same list when nothing in it changed. */
export function mapSame<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as T
    const result = change(item)
    if (result !== item) changed ??= list.slice()
    if (changed) changed[index] = result
  }
  return changed ?? list
}
