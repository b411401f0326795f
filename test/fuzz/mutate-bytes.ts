import type { Dice } from './dice.ts'

type Mutate = (bytes: Buffer, at: number, dice: Dice) => Buffer

const INSERTS = [[0], [0xff], [0x80, 0x80, 0x80], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x0a], [0xef, 0xbb, 0xbf]]
const MAX_RUN = 16

const MUTATIONS: readonly Mutate[] = [
  function flip(bytes, at, dice) {
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ (1 << dice.below(8))
    return copy
  },
  function set(bytes, at, dice) {
    const copy = Buffer.from(bytes)
    copy[at] = dice.below(256)
    return copy
  },
  function cut(bytes, at) {
    return bytes.subarray(0, at)
  },
  function remove(bytes, at, dice) {
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(MAX_RUN))])
  },
  function repeat(bytes, at, dice) {
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 1 - dice.below(MAX_RUN)))])
  },
  function insert(bytes, at, dice) {
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(dice.pick(INSERTS)), bytes.subarray(at)])
  },
]

/** Bytes with one to four changes that know nothing of their form. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Buffer {
  let result: Buffer = Buffer.from(bytes)
  for (let changes = 1 + dice.below(4); changes > 0; changes--) result = dice.pick(MUTATIONS)(result, dice.below(result.length + 1), dice)
  return result
}

/** Bytes of no form at all. */
export function randomBytes(dice: Dice): Buffer {
  return Buffer.from(Array.from({ length: dice.below(200) }, () => dice.below(256)))
}
