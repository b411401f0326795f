/** JSON to be changed and written again; names may repeat, and a leaf may be no JSON. */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: JsonEntry[] }
  | { readonly kind: 'array'; readonly entries: JsonEntry[] }
  | { readonly kind: 'leaf'; readonly text: string }

/** A value; in an object, with the text of its name, quotes included. */
export interface JsonEntry {
  name: string
  value: JsonNode
}

/** The tree of what `JSON.parse` gave. */
export function jsonTree(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'array', entries: value.map((item) => ({ name: '', value: jsonTree(item) })) }
  if (typeof value !== 'object' || value === null) return { kind: 'leaf', text: JSON.stringify(value) }
  return { kind: 'object', entries: Object.entries(value).map(([name, item]) => ({ name: JSON.stringify(name), value: jsonTree(item) })) }
}

/** Its text. */
export function writeJson(node: JsonNode): string {
  if (node.kind === 'leaf') return node.text
  if (node.kind === 'array') return `[${node.entries.map(({ value }) => writeJson(value)).join()}]`
  return `{${node.entries.map(({ name, value }) => `${name}:${writeJson(value)}`).join()}}`
}

/** A copy that can be changed. */
export function cloneJson(node: JsonNode): JsonNode {
  if (node.kind === 'leaf') return node
  return { kind: node.kind, entries: node.entries.map(({ name, value }) => ({ name, value: cloneJson(value) })) }
}

/** The place of a value within an object or a list. */
export interface JsonPlace {
  readonly list: JsonEntry[]
  readonly index: number
  readonly entry: JsonEntry
}

/** The places of all values but the outermost. */
export function jsonPlaces(node: JsonNode): readonly JsonPlace[] {
  if (node.kind === 'leaf') return []
  const list = node.entries
  return list.flatMap((entry, index) => [{ list, index, entry }, ...jsonPlaces(entry.value)])
}
