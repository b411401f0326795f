import type { Dice } from './dice.ts'
import { cloneJson, type JsonEntry, type JsonNode, type JsonPlace, jsonPlaces, writeJson } from './json-tree.ts'
import { ODD_JSON, ODD_NAMES } from './odd-values.ts'

/** What a change may use. */
interface Change {
  readonly dice: Dice
  readonly place: JsonPlace
  /** How many times anything may be repeated. */
  readonly mostTimes: number
  /** A value of another document. */
  readonly stranger: JsonEntry
}

type Mutate = (change: Change) => void

/** So that repeating what was repeated does not grow without end. */
const MAX_PLACES = 5000

const DEPTHS = [2, 63, 64, 65, 130]
const VERY_DEEP = 10_000
const WRAPS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{"arrayValue":{"values":[', ']}}'],
  ['{"kvlistValue":{"values":[{"key":"k","value":', '}]}}'],
  ['{"a":', '}'],
]
const leaf = (text: string): JsonNode => ({ kind: 'leaf', text })

const MUTATIONS: readonly Mutate[] = [
  function oddValue({ dice, place: { entry } }) {
    entry.value = leaf(dice.pick(ODD_JSON))
  },
  function oddName({ dice, place: { entry } }) {
    entry.name = dice.pick(ODD_NAMES)
  },
  function nameOfAnother({ place: { entry }, stranger }) {
    entry.name = stranger.name
  },
  function snakeCase({ place: { entry } }) {
    entry.name = entry.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  },
  function repeat({ dice, mostTimes, place: { list, index, entry } }) {
    const times = Math.min(mostTimes, dice.chance(0.05) ? 300 : 1 + dice.below(3))
    list.splice(index, 0, ...Array.from({ length: times }, () => entry))
  },
  function drop({ place: { list, index } }) {
    list.splice(index, 1)
  },
  function swap({ dice, place: { list, index, entry } }) {
    list.splice(index, 1)
    list.splice(dice.below(list.length + 1), 0, entry)
  },
  function splice({ dice, place: { list }, stranger }) {
    list.splice(dice.below(list.length + 1), 0, stranger)
  },
  function replace({ place: { entry }, stranger }) {
    entry.value = stranger.value
  },
  function nest({ dice, place: { entry } }) {
    const [before, after] = dice.pick(WRAPS)
    const levels = dice.chance(0.02) ? VERY_DEEP : dice.pick(DEPTHS)
    entry.value = leaf(before.repeat(levels) + writeJson(entry.value) + after.repeat(levels))
  },
  function quote({ place: { entry } }) {
    if (entry.value.kind === 'leaf') entry.value = leaf(JSON.stringify(entry.value.text))
  },
  function unquote({ place: { entry } }) {
    if (entry.value.kind === 'leaf') entry.value = leaf(entry.value.text.replace(/^"|"$/g, ''))
  },
  function longText({ dice, place: { entry } }) {
    entry.value = leaf(`"${'x'.repeat(dice.below(3000))}\\ud83d${dice.chance(0.5) ? '\\ude00' : ''}"`)
  },
]

/** A document like another one, with one to four changes; `stranger` is a document whose values may come in. */
export function mutateJson(document: JsonNode, stranger: JsonNode, dice: Dice): Buffer {
  const tree = cloneJson(document)
  const strangers = jsonPlaces(stranger)
  for (let changes = 1 + dice.below(4); changes > 0; changes--) {
    const places = jsonPlaces(tree)
    if (places.length === 0) break
    const place = dice.pick(places)
    const { name, value } = strangers.length > 0 ? dice.pick(strangers).entry : place.entry
    dice.pick(MUTATIONS)({ dice, place, mostTimes: Math.floor(MAX_PLACES / places.length), stranger: { name, value: cloneJson(value) } })
  }
  return Buffer.from(writeJson(tree))
}
