import type { Source } from './source.ts'
import { isTest, isTypeScript, violation } from './source.ts'
import type { Import } from './syntax.ts'
import { importsOf, packageOf } from './syntax.ts'

/** What the files of one folder of the collector may import, besides each other. */
interface Layer {
  /** Other layers, and files beside them. */
  readonly own: readonly string[]
  /** The same, but with `import type` only. */
  readonly types?: readonly string[]
  /** Packages, and modules of Node; `'any'` for layers that are effects. */
  readonly packages: readonly string[] | 'any'
}

/** Modules of Node that compute and touch nothing. */
const PURE = ['node:buffer', 'node:crypto', 'node:path', 'node:util']

/** The arrows point inwards. A new folder of the collector needs a line here. */
const LAYERS: Readonly<Record<string, Layer>> = {
  domain: { own: [], packages: [] },
  contract: { own: [], types: ['domain'], packages: [] },
  decode: { own: ['domain'], packages: PURE },
  interpret: { own: ['domain'], packages: [...PURE, '@ai-tracker/semconv'] },
  // node:module finds the version of the price data, which the package does not export.
  price: { own: ['domain'], packages: [...PURE, 'node:module', '@pydantic/genai-prices'] },
  // re2js runs the patterns of others in linear time.
  redact: { own: ['domain'], packages: [...PURE, '@ai-tracker/semconv', 're2js'] },
  settle: { own: ['domain'], packages: PURE },
  enrich: { own: ['domain'], packages: PURE },
  query: { own: ['domain'], types: ['contract.ts', 'contract'], packages: PURE },
  store: { own: ['domain'], packages: 'any' },
  receive: { own: ['domain'], packages: 'any' },
  forward: { own: ['domain'], packages: 'any' },
  page: { own: ['domain'], packages: 'any' },
  // A root opens the connection that the statements of a person run on.
  sql: { own: ['domain', 'worker-url.ts'], types: ['store'], packages: 'any' },
  api: { own: ['domain', 'query'], types: ['contract.ts', 'contract'], packages: 'any' },
  // How the roots talk to each other; it carries a connection to the functions that a root gives it.
  threads: { own: ['domain', 'worker-url.ts'], types: ['store'], packages: 'any' },
}

/** Files beside the layers that wire nothing. The other ones are roots and may import everything. */
const STATEMENTS: Readonly<Record<string, Layer>> = {
  'contract.ts': { own: [], types: ['contract', 'domain'], packages: [] },
  'config.ts': { own: ['domain', 'default-paths.ts', 'settings.ts'], packages: 'any' },
  'settings.ts': { own: ['domain'], packages: 'any' },
  'default-paths.ts': { own: [], packages: [...PURE, 'node:os'] },
  'worker-url.ts': { own: [], packages: PURE },
}

const COLLECTOR = 'collector/src/'

/** Imports of the collector that go against the arrows. */
export function wrongArrows(sources: readonly Source[]): readonly string[] {
  return sources
    .filter((source) => source.path.startsWith(COLLECTOR) && isTypeScript(source) && !isTest(source))
    .flatMap((source) => {
      const place = placeOf(source.path)
      const layer = LAYERS[place] ?? STATEMENTS[place]
      if (!layer) return isRoot(place) ? [] : [violation(source, 0, `${place} is no known layer: add it to LAYERS in arrows.ts`)]
      return importsOf(source).flatMap((found) => {
        const problem = problemOf(source, layer, found)
        return problem === undefined ? [] : [violation(source, found.offset, problem)]
      })
    })
}

function problemOf(source: Source, layer: Layer, found: Import): string | undefined {
  const place = placeOf(source.path)
  if (found.target === undefined) {
    if (layer.packages === 'any' || layer.packages.includes(packageOf(found.specifier) ?? found.specifier)) return undefined
    return `${place} may not import ${found.specifier}; it may import ${list([...layer.own, ...layer.packages])}`
  }
  if (!found.target.startsWith(COLLECTOR)) return `${place} may not import ${found.target}: name the package`
  const other = placeOf(found.target)
  if (layer.types?.includes(other)) return found.isTypeOnly ? undefined : `${place} may import only types of ${other}: use import type`
  if (other !== place && !layer.own.includes(other)) {
    return `${place} may not import ${other}; it may import ${list([...layer.own, ...(layer.types ?? [])])}`
  }
  return place === 'store' ? backendProblem(source.path, found.target) : undefined
}

/** A backend of the store is one folder that knows nothing of the others. */
function backendProblem(from: string, to: string): string | undefined {
  const [own, other] = [from, to].map((path) => path.slice(COLLECTOR.length).split('/').slice(1, -1)[0])
  if (own === undefined || other === undefined || own === other) return undefined
  return `store/${own} may not import store/${other}: move what they share to store or domain`
}

/** The folder or file right below `src`. */
function placeOf(path: string): string {
  return path.slice(COLLECTOR.length).split('/')[0] ?? ''
}

function isRoot(place: string): boolean {
  return place.endsWith('.ts')
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ')
}
