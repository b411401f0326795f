import type { Source } from './source.ts'
import { isTest, isTypeScript, violation } from './source.ts'
import { field, importsOf, nodesOf } from './syntax.ts'

const WEB = 'packages/web/src/'

/** What the folders of the page may import besides themselves: primitives know nothing of us, pages compose everything. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  ui: [],
  data: [],
  styles: [],
  trace: ['ui', 'data'],
  pages: ['ui', 'data', 'trace'],
}

/** Imports of the page that go against its arrows, and requests outside of `data`. */
export function wrongWebArrows(sources: readonly Source[]): readonly string[] {
  return sources
    .filter((source) => source.path.startsWith(WEB) && isTypeScript(source) && !isTest(source))
    .flatMap((source) => [...wrongImports(source), ...requests(source)])
}

function wrongImports(source: Source): readonly string[] {
  const folder = folderOf(source.path)
  if (folder === undefined) return []
  const allowed = FOLDERS[folder]
  if (!allowed) return [violation(source, 0, `${folder} is no known folder of the page: add it to FOLDERS in web-arrows.ts`)]
  return importsOf(source).flatMap(({ target, offset }) => {
    if (target === undefined) return []
    const other = folderOf(target)
    if (other === undefined) return [violation(source, offset, `${folder} may not import ${target}, which wires everything`)]
    if (other !== folder && !allowed.includes(other)) return [violation(source, offset, `${folder} may not import ${other}`)]
    const [from, to] = [pageOf(source.path), pageOf(target)]
    if (folder === 'pages' && other === 'pages' && from !== to) {
      return [violation(source, offset, `pages/${from} may not import pages/${to}: move what they share to trace or ui`)]
    }
    return []
  })
}

/** One file asks the server, so that tokens, errors and cancelling are in one place. */
function requests(source: Source): readonly string[] {
  if (folderOf(source.path) === 'data') return []
  return nodesOf(source)
    .filter((node) => ['fetch', 'EventSource', 'XMLHttpRequest', 'WebSocket'].includes(String(field(field(node, 'callee'), 'name'))))
    .map((node) => violation(source, node.start, 'only data asks the server: add a query definition there'))
}

/** The folder below `src`; `undefined` for the files beside the folders, which wire everything. */
function folderOf(path: string): string | undefined {
  const [folder, ...rest] = path.slice(WEB.length).split('/')
  return rest.length === 0 ? undefined : folder
}

function pageOf(path: string): string | undefined {
  return path.slice(WEB.length).split('/')[1]
}
