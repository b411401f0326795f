import fc from 'fast-check'
import { LOGS, METRICS, type SignalCase, TRACES } from '../../collector/src/decode/testing/signal-cases.ts'
import type { Signal } from '../../collector/src/domain/signal.ts'
import type { Dice } from './dice.ts'
import { type JsonNode, jsonTree } from './json-tree.ts'
import type { DecoderInput, Encoding } from './judge.ts'
import { mutateBytes, randomBytes } from './mutate-bytes.ts'
import { mutateJson } from './mutate-json.ts'
import { mutateWire } from './mutate-protobuf.ts'
import { parseWire, type WireField } from './wire-tree.ts'

/** Inputs to make others of. */
export interface Corpus {
  /** An input that is like one of those here. */
  next(dice: Dice): DecoderInput
  /** Adds an input that is worth changing further. */
  add(input: DecoderInput): void
  readonly size: number
}

interface Entry<Tree> {
  readonly input: DecoderInput
  readonly tree: Tree | undefined
}

/** How often bytes are changed that were changed in their form before, and how often instead; and how often they have no form at all. */
const BYTES_TOO = 0.15
const BYTES_ONLY = 0.25
const NO_FORM = 0.01
/** Sent to the path of another signal. */
const WRONG_PATH = 0.03
const MAX_ENTRIES = 5_000
const MAX_ENTRY_BYTES = 20_000
const SEEDS_PER_SIGNAL = 150

/** A corpus of generated telemetry that is valid. */
export function createCorpus(encoding: Encoding, seed: number): Corpus {
  return encoding === 'protobuf'
    ? corpusOf<WireField[]>({ encoding, seed, parse: parseWire, mutate: mutateWire })
    : corpusOf<JsonNode>({ encoding, seed, parse: parseJson, mutate: mutateJson })
}

interface Form<Tree> {
  readonly encoding: Encoding
  readonly seed: number
  parse(bytes: Uint8Array): Tree | undefined
  mutate(tree: Tree, stranger: Tree, dice: Dice): Buffer
}

function corpusOf<Tree extends WireField[] | JsonNode>({ encoding, seed, parse, mutate }: Form<Tree>): Corpus {
  const entries: Entry<Tree>[] = []
  const add = (input: DecoderInput): void => {
    if (entries.length < MAX_ENTRIES && input.bytes.length <= MAX_ENTRY_BYTES) entries.push({ input, tree: parse(input.bytes) })
  }
  for (const input of [...seeds(TRACES, encoding, seed), ...seeds(LOGS, encoding, seed), ...seeds(METRICS, encoding, seed)]) add(input)
  const mutated = (dice: Dice, { input, tree }: Entry<Tree>): Buffer => {
    const stranger = dice.pick(entries).tree
    if (tree === undefined || stranger === undefined || dice.chance(BYTES_ONLY)) return mutateBytes(input.bytes, dice)
    const bytes = mutate(tree, stranger, dice)
    return dice.chance(BYTES_TOO) ? mutateBytes(bytes, dice) : bytes
  }
  return {
    add,
    get size() {
      return entries.length
    },
    next(dice) {
      const entry = dice.pick(entries)
      const signal: Signal = dice.chance(WRONG_PATH) ? dice.pick(['traces', 'logs', 'metrics']) : entry.input.signal
      return { encoding, signal, bytes: dice.chance(NO_FORM) ? randomBytes(dice) : mutated(dice, entry) }
    },
  }
}

function seeds<S extends Signal>(
  { signal, any, encode, toJson }: SignalCase<S>,
  encoding: Encoding,
  seed: number,
): readonly DecoderInput[] {
  return fc.sample(any, { seed, numRuns: SEEDS_PER_SIGNAL }).map((data) => ({
    encoding,
    signal,
    bytes: encoding === 'protobuf' ? encode(data) : Buffer.from(toJson(data)),
  }))
}

function parseJson(bytes: Uint8Array): JsonNode | undefined {
  try {
    return jsonTree(JSON.parse(Buffer.from(bytes).toString()))
  } catch {
    // No JSON any more: its bytes are still worth changing.
    return undefined
  }
}
