import type { Dice } from './dice.ts'
import { ODD_DOUBLES, ODD_INTEGERS, ODD_TEXTS } from './odd-values.ts'
import { cloneWire, varintField, type WireField, type WirePlace, wireField, wirePlaces, writeWire } from './wire-tree.ts'

/** What a change may use. */
interface Change {
  readonly dice: Dice
  readonly place: WirePlace
  /** How many times anything may be repeated. */
  readonly mostTimes: number
  /** A field of another message. */
  readonly stranger: WireField
}

type Mutate = (change: Change) => void

/** So that repeating what was repeated does not grow without end. */
const MAX_PLACES = 5000

const LENGTH_LIES = [-1, 1, -2, 2, 100, 2 ** 31, 2 ** 32, 2 ** 53 - 1]
const ID_LENGTHS = [0, 1, 7, 8, 9, 15, 16, 17, 32]
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 99, 2 ** 28, 2 ** 29 - 1]

/** Values within so many lists or maps; the last is far beyond what is read. */
const DEPTHS = [2, 62, 63, 64, 65, 66, 130]
const VERY_DEEP = 10_000

const MUTATIONS: readonly Mutate[] = [
  function repeat({ dice, mostTimes, place: { list, index, field } }) {
    const times = Math.min(mostTimes, dice.chance(0.05) ? 300 : 1 + dice.below(3))
    list.splice(index, 0, ...Array.from({ length: times }, () => field))
  },
  function drop({ place: { list, index } }) {
    list.splice(index, 1)
  },
  function swap({ dice, place: { list, index, field } }) {
    list.splice(index, 1)
    list.splice(dice.below(list.length + 1), 0, field)
  },
  function splice({ dice, place: { list }, stranger }) {
    list.splice(dice.below(list.length + 1), 0, stranger)
  },
  function replace({ place: { list, index }, stranger }) {
    list[index] = stranger
  },
  function renumber({ dice, place: { field } }) {
    field.number = dice.pick(NUMBERS)
  },
  function wrongWireType({ dice, place: { field } }) {
    field.wire = dice.below(8)
  },
  function lie({ dice, place: { field } }) {
    field.lie = dice.pick(LENGTH_LIES)
  },
  function hugeVarint({ dice, place: { list, index, field } }) {
    list[index] = varintField(field.number, dice.pick(ODD_INTEGERS), dice.chance(0.3) ? dice.below(12) : 0)
  },
  function oddText({ dice, place: { field } }) {
    const text = dice.pick(ODD_TEXTS)
    field.value = dice.chance(0.5) ? text : Buffer.concat([Buffer.alloc(dice.below(80), 'a'), text])
    field.wire = 2
  },
  function otherLength({ dice, place: { field } }) {
    field.value = Buffer.alloc(dice.pick(ID_LENGTHS), dice.below(3))
    field.wire = 2
  },
  function oddDouble({ dice, place: { field } }) {
    field.value = dice.pick(ODD_DOUBLES)
    field.wire = dice.chance(0.8) ? 1 : 2
  },
  function truncate({ dice, place: { field } }) {
    if (field.value instanceof Uint8Array) field.value = field.value.subarray(0, dice.below(field.value.length + 1))
    else if (Array.isArray(field.value)) field.value = field.value.slice(0, dice.below(field.value.length + 1))
  },
  function nest({ dice, place: { field } }) {
    field.value = nested(dice.chance(0.02) ? VERY_DEEP : dice.pick(DEPTHS), dice.chance(0.5))
    field.wire = 2
  },
  function wrap({ dice, place: { list, index, field } }) {
    list[index] = wireField(dice.pick(NUMBERS), [field])
  },
  function group({ dice, place: { list, index, field } }) {
    const [number, levels] = [dice.pick(NUMBERS), dice.chance(0.05) ? 200 : 1]
    const edge = (wire: number): WireField => ({ number, wire, value: new Uint8Array(0), lie: 0 })
    list.splice(index, 1, ...Array.from({ length: levels }, () => edge(3)), field)
    if (dice.chance(0.8)) list.splice(index + levels + 1, 0, ...Array.from({ length: levels }, () => edge(4)))
  },
]

/** An AnyValue of lists, or of maps, within each other. */
function nested(levels: number, isMap: boolean): Uint8Array {
  const pieces: Uint8Array[] = []
  let length = 0
  for (let level = 0; level < levels; level++) {
    const tags = isMap ? [0x12, 0x0a, 0x32] : [0x0a, 0x2a]
    for (const tag of tags) {
      const head = writeWire([{ number: tag >> 3, wire: 0, value: { varint: BigInt(length), extra: 0 }, lie: 0 }])
      head[0] = tag
      pieces.push(head)
      length += head.length
    }
  }
  return Buffer.concat(pieces.toReversed())
}

/** A message like another one, with one to four changes; `stranger` is a message whose fields may come in. */
export function mutateWire(fields: readonly WireField[], stranger: WireField[], dice: Dice): Buffer {
  const tree = cloneWire(fields)
  const strangers = wirePlaces(stranger)
  for (let changes = 1 + dice.below(4); changes > 0; changes--) {
    const places = wirePlaces(tree)
    if (places.length === 0) break
    const place = dice.pick(places)
    const [copy = place.field] = cloneWire([strangers.length > 0 ? dice.pick(strangers).field : place.field])
    dice.pick(MUTATIONS)({ dice, place, mostTimes: Math.floor(MAX_PLACES / places.length), stranger: copy })
  }
  return writeWire(tree)
}
