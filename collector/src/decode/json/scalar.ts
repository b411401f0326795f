import { type JsonContext, refuse, warn } from './context.ts'
import { parseInteger } from './integer.ts'

/** A string field; null stands for an empty one. */
export function readText(context: JsonContext, field: string): string {
  const { json } = context
  const kind = json.peek()
  if (kind === 'string') {
    const text = json.string()
    if (context.isDamaged && text.includes('\ufffd')) context.repairedStrings += 1
    return text
  }
  if (kind === 'null') json.skip()
  else refuse(context, `${field} is not a string`)
  return ''
}

/** bool; null stands for false. */
export function readBool(context: JsonContext, field: string): boolean {
  const { json } = context
  const kind = json.peek()
  if (kind === 'boolean') return json.boolean()
  if (kind === 'null') json.skip()
  else refuse(context, `${field} is not a boolean`)
  return false
}

/** uint32 as a number or as digits in a string. */
export function readUint32(context: JsonContext, field: string): number {
  const value = readInteger(context, field)
  if (value >= 0n && value < 2n ** 32n) return Number(value)
  context.problem ??= `${field} is out of the range of uint32`
  return 0
}

/** fixed64, unsigned. */
export function readFixed64(context: JsonContext, field: string): bigint {
  const value = readInteger(context, field)
  if (value >= 0n && value < 2n ** 64n) return value
  context.problem ??= `${field} is out of the range of uint64`
  return 0n
}

/** int64. The unsigned value of a `{low, high}` pair stands for the signed one with the same bits. */
export function readInt64(context: JsonContext, field: string): bigint {
  const isPair = context.json.peek() === 'object'
  const value = readInteger(context, field)
  const signed = isPair ? BigInt.asIntN(64, value) : value
  if (BigInt.asIntN(64, signed) === signed) return signed
  context.problem ??= `${field} is out of the range of int64`
  return 0n
}

/** An integer as a number, as digits in a string, or as `{low, high}`; null stands for 0. */
function readInteger(context: JsonContext, field: string): bigint {
  const { json } = context
  const kind = json.peek()
  if (kind === 'object') return readPair(context, field)
  if (kind !== 'number' && kind !== 'string') {
    if (kind === 'null') json.skip()
    else refuse(context, `${field} is not a number`)
    return 0n
  }
  const value = parseInteger(kind === 'number' ? json.numberText() : json.string())
  if (value === undefined) context.problem ??= `${field} is not an integer`
  return value ?? 0n
}

/** The 64-bit integer of old OpenTelemetry JS exporters: `{"low":…,"high":…}`, two signed halves. */
function readPair(context: JsonContext, field: string): bigint {
  const halves = new Map<string, bigint | undefined>()
  context.json.object((key) => {
    if (context.json.peek() === 'number') halves.set(key, parseInteger(context.json.numberText()))
  })
  const low = halves.get('low')
  const high = halves.get('high')
  if (low !== undefined && high !== undefined) return (BigInt.asUintN(32, high) << 32n) | BigInt.asUintN(32, low)
  context.problem ??= `${field} is not a number`
  return 0n
}

/** An enum: its number, kept even when unknown, or one of `names`; an unknown name becomes 0 with a warning. */
export function readEnum(context: JsonContext, field: string, names: readonly string[]): number {
  const { json } = context
  if (json.peek() !== 'string') return readInt32(context, field)
  const name = json.string()
  const known = names.indexOf(name)
  if (known >= 0) return known
  const number = parseInteger(name)
  if (number !== undefined && BigInt.asIntN(32, number) === number) return Number(number)
  warn(context, `${field} has an unknown name: taken as 0`)
  return 0
}

/** int32 and sint32. */
export function readInt32(context: JsonContext, field: string): number {
  const value = readInteger(context, field)
  if (BigInt.asIntN(32, value) === value) return Number(value)
  context.problem ??= `${field} is out of the range of int32`
  return 0
}

const NUMBER_TEXT = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

/** double of which null is the default: 0. */
export function readDoubleOrZero(context: JsonContext, field: string): number {
  return readOptionalDouble(context, field) ?? 0
}

/** double whose absence means something; null stands for it. */
export function readOptionalDouble(context: JsonContext, field: string): number | undefined {
  return context.json.nullValue() ? undefined : readDouble(context, field)
}

/** double as a number, a number in a string, or one of `NaN`, `Infinity`, `-Infinity`. Not for null: that is no value. */
export function readDouble(context: JsonContext, field: string): number {
  const { json } = context
  const kind = json.peek()
  if (kind !== 'number' && kind !== 'string') {
    refuse(context, `${field} is not a number`)
    return 0
  }
  const text = kind === 'number' ? json.numberText() : json.string()
  const special = kind === 'string' ? NOT_FINITE.get(text) : undefined
  if (special !== undefined) return special
  const value = NUMBER_TEXT.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(value)) return value
  context.problem ??= `${field} is not a number in the range of double`
  return 0
}
