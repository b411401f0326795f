import type { Source } from './source.ts'
import { isTest, violation } from './source.ts'

const MAX_LINES = 300

/** Tests are tables of cases, which the formatter makes long. */
const MAX_TEST_LINES = 500

/** Longer files, each with the reason why splitting it would make it harder to read. */
const LONG_FILES: Readonly<Record<string, string>> = {}

/** Names that say nothing about what is inside. */
const EMPTY_NAMES = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'shared',
  'misc',
  'manager',
  'managers',
  'service',
  'services',
  'lib',
  'core',
])

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
const COMPONENT = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/
/** Python's own rule: a module is a name. */
const SNAKE = /^[a-z0-9_]+\.py$/

/** Folders and files whose name says nothing, or is written in another way than all others. */
export function wrongNames(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => {
    const parts = source.path.split('/')
    const file = parts.at(-1) ?? ''
    const empty = [...parts.slice(0, -1), file.split('.')[0] ?? ''].find((part) => EMPTY_NAMES.has(part))
    if (empty !== undefined) return [violation(source, 0, `"${empty}" says nothing: name the thing`)]
    // SQL files may be numbered with `_`: `0001_start.sql`.
    const isFine = KEBAB.test(file) || COMPONENT.test(file) || SNAKE.test(file) || file.endsWith('.sql')
    return isFine ? [] : [violation(source, 0, `"${file}" is not kebab-case`)]
  })
}

/** Files over the limit without a reason, and reasons that are no longer needed. */
export function longFiles(sources: readonly Source[], reasons: Readonly<Record<string, string>> = LONG_FILES): readonly string[] {
  const long = sources.filter((source) => !source.path.endsWith('.sql') && linesOf(source) > limitOf(source))
  const unexplained = long.filter(({ path }) => !(path in reasons))
  const stale = Object.keys(reasons).filter((path) => !long.some((source) => source.path === path))
  return [
    ...unexplained.map(
      (source) => `${source.path}:${linesOf(source)}: over ${limitOf(source)} lines: split it, or give the reason in LONG_FILES`,
    ),
    ...stale.map((path) => `${path}:1: no longer over its limit: take it out of LONG_FILES`),
  ]
}

/** One `index.ts` per workspace states its public API; an inner one would hide where a thing is. */
export function innerIndexes(sources: readonly Source[]): readonly string[] {
  return sources
    .filter(({ path }) => /\/index\.tsx?$/.test(path) && !/^(semconv|collector|packages\/[^/]+)\/src\/index\.tsx?$/.test(path))
    .map((source) => violation(source, 0, 'an inner index: import from the real file'))
}

/** Migrations of a folder are numbered 1, 2, 3 … without a gap or a number used twice. */
export function wrongMigrations(sources: readonly Source[]): readonly string[] {
  const folders = Map.groupBy(
    sources.filter(({ path }) => /\/migrations\/[^/]+\.sql$/.test(path)),
    ({ path }) => path.slice(0, path.lastIndexOf('/')),
  )
  return [...folders.values()].flatMap((files) =>
    files
      .toSorted((a, b) => numberOf(a.path) - numberOf(b.path))
      .flatMap((source, index) =>
        numberOf(source.path) === index + 1 ? [] : [violation(source, 0, `migration number ${index + 1} was expected here`)],
      ),
  )
}

function numberOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf('/') + 1), 10)
}

function limitOf(source: Source): number {
  return isTest(source) ? MAX_TEST_LINES : MAX_LINES
}

function linesOf({ text }: Source): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
