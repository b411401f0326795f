import { posix } from 'node:path'
import { parseAst } from 'vitest/node'
import type { Source } from './source.ts'

/** A node of the syntax tree (ESTree with TypeScript); its other fields are read with `field`. */
export interface Node {
  readonly type: string
  readonly start: number
}

/** One import, re-export or `import()` of a literal. */
export interface Import {
  /** What stands between the quotes. */
  readonly specifier: string
  /** For a relative import the path of the file from the top of the repository, else `undefined`. */
  readonly target: string | undefined
  /** Whether it vanishes when types are stripped. */
  readonly isTypeOnly: boolean
  readonly offset: number
}

const trees = new WeakMap<Source, readonly Node[]>()

/** Every node of a TypeScript file, parents first. */
export function nodesOf(source: Source): readonly Node[] {
  const known = trees.get(source)
  if (known) return known
  const lang = source.path.endsWith('x') ? 'tsx' : 'ts'
  const nodes = [...walk(parseAst(source.text, { lang, sourceType: 'module' }, source.path))]
  trees.set(source, nodes)
  return nodes
}

/** The imports of a file. */
export function importsOf(source: Source): readonly Import[] {
  return nodesOf(source).flatMap((node) => {
    if (!/^(Import|ExportAll|ExportNamed)(Declaration|Expression)$/.test(node.type) && node.type !== 'TSImportType') return []
    const specifier = textOf(field(node, 'source'))
    if (specifier === undefined) return []
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(source.path), specifier) : undefined
    const isTypeOnly = node.type === 'TSImportType' || field(node, 'importKind') === 'type' || field(node, 'exportKind') === 'type'
    return [{ specifier, target, isTypeOnly, offset: node.start }]
  })
}

/** The package that a specifier names (`@scope/name` or `name`); `undefined` for relative ones and for Node's own modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** A field of a node; `undefined` when it has none of that name. */
export function field(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Object.entries(node).find(([key]) => key === name)?.[1] : undefined
}

/** The text of a string literal or of a template's fixed parts; `undefined` for any other node. */
export function textOf(node: unknown): string | undefined {
  const value = field(node, 'value')
  if (field(node, 'type') === 'Literal') return typeof value === 'string' ? value : undefined
  const quasis = field(node, 'quasis')
  if (!Array.isArray(quasis)) return undefined
  return quasis.map((quasi) => field(field(quasi, 'value'), 'cooked')).join(' ')
}

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item)
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) yield value
    for (const child of Object.values(value)) yield* walk(child)
  }
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string' && 'start' in value && typeof value.start === 'number'
}
