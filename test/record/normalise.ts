import type { Json } from './otlp-json.ts'
import { mapStrings } from './otlp-json.ts'
import { retime } from './retime.ts'

/** Values that differ from run to run and mean nothing to a reader, by attribute key. */
const STEADY_VALUES: Readonly<Record<string, Json>> = {
  'gen_ai.response.time_to_first_chunk': { doubleValue: 0.25 },
  'server.port': { intValue: '8089' },
  'service.instance.id': { stringValue: '00000000-0000-4000-8000-000000000000' },
}

/**
 * Makes two recordings of the same program equal: ids become counters in the order of their first use, times steps of a
 * walk through the tree, and what `replacements` names (addresses, folders of this machine) its replacement; stack traces lose what changes with the runtime or with an edit of the programs.
 */
export function normalise(requests: readonly Json[], replacements: ReadonlyMap<string, string>): readonly Json[] {
  const ids = new Map<string, string>()
  return retime(requests).map((request) =>
    mapStrings(steady(request), (text, key) => {
      if (key === 'traceId') return counted(ids, text, 32)
      if (key === 'spanId' || key === 'parentSpanId') return counted(ids, text, 16)
      return steadyFrames(replaceAll(text, replacements))
    }),
  )
}

/** Stack frames of the runtime change with its version, and lines of our own programs with every edit. */
function steadyFrames(text: string): string {
  return text
    .replace(/\n\s+at [^\n]*node:internal[^\n]*/g, '')
    .replace(/(\/app\/test\/[^\s"):]+):\d+:\d+/g, '$1')
    .replace(/(File "\/app\/test\/[^"]+"), line \d+/g, '$1')
}

/** The first digit keeps ids of traces and spans apart and from being zero, which is invalid. */
function counted(ids: Map<string, string>, id: string, length: number): string {
  if (id === '') return id
  const known = ids.get(id)
  if (known) return known
  const made = `${length === 32 ? 'a' : 'b'}${(ids.size + 1).toString(16).padStart(length - 1, '0')}`
  ids.set(id, made)
  return made
}

function steady(value: Json): Json {
  if (Array.isArray(value)) return value.map(steady)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const key = entries.find(([name]) => name === 'key')?.[1]
  const fixed = typeof key === 'string' ? STEADY_VALUES[key] : undefined
  return Object.fromEntries(entries.map(([name, item]) => [name, fixed !== undefined && name === 'value' ? fixed : steady(item)]))
}

function replaceAll(text: string, replacements: ReadonlyMap<string, string>): string {
  let replaced = text
  for (const [from, to] of replacements) replaced = replaced.replaceAll(from, to)
  return replaced
}
