import type { AttributeValue } from '../domain/attribute.ts'
import type { AttributeView } from './typed-value.ts'

/** More elements than any conversation has: an index beyond it is an attack on memory, not a message. */
const MAX_SLOTS = 10_000

/** Elements of a flattened list, by index. */
export interface Slots {
  /** In the order of the indexes, numerically; each with its keys after the index. */
  readonly slots: readonly (readonly [index: number, fields: AttributeView])[]
  /** Whether an index was beyond the limit, so that elements are missing. */
  readonly isCut: boolean
}

/** The elements of the list that was flattened under `prefix`: `llm.input_messages.0.message.role` → slot 0, `message.role`. */
export function flatSlots(attributes: AttributeView, prefix: string): Slots {
  const slots = new Map<number, Map<string, AttributeValue>>()
  let isCut = false
  for (const [key, value] of attributes) {
    if (!key.startsWith(prefix)) continue
    const dot = key.indexOf('.', prefix.length)
    const index = dot < 0 ? undefined : indexOf(key.slice(prefix.length, dot))
    if (index === undefined) continue
    if (index >= MAX_SLOTS) isCut = true
    else slotOf(slots, index).set(key.slice(dot + 1), value)
  }
  return { slots: [...slots].sort(([a], [b]) => a - b), isCut }
}

function indexOf(digits: string): number | undefined {
  return /^\d+$/.test(digits) ? Number(digits) : undefined
}

function slotOf(slots: Map<number, Map<string, AttributeValue>>, index: number): Map<string, AttributeValue> {
  const known = slots.get(index)
  if (known) return known
  const created = new Map<string, AttributeValue>()
  slots.set(index, created)
  return created
}
