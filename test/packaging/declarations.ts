import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** A file beside in `from './x.ts'` or `import('./x.ts')`: the compiler names sources in declarations, too. */
const BESIDE = /((?:from|import\()\s*['"])(\.{1,2}\/[^'"]+)\.ts(?=['"])/g

/** Where declarations come from and go to. */
interface Copying {
  readonly from: string
  readonly to: string
  /** Extension of the modules that they belong to. */
  readonly modules: 'js' | 'cjs'
}

/**
 * Copies the declarations that entries reach and no other: those of inner files may name packages that a user does not have.
 * @param entries paths of the entries without extension
 */
export function copyDeclarations(entries: Iterable<string>, { from, to, modules }: Copying): void {
  const paths = new Set(entries)
  // A set hands out what is added while it is walked.
  for (const path of paths) {
    const text = readFileSync(join(from, `${path}.d.ts`), 'utf8')
    for (const [, , beside = ''] of text.matchAll(BESIDE)) paths.add(posix.join(posix.dirname(path), beside))
    const copy = join(to, `${path}.d.${modules === 'js' ? 'ts' : 'cts'}`)
    mkdirSync(dirname(copy), { recursive: true })
    writeFileSync(copy, text.replace(BESIDE, `$1$2.${modules}`))
  }
}
