import type { Source } from './source.ts'
import { isTest, isTypeScript, violation } from './source.ts'
import { field, importsOf, nodesOf, textOf } from './syntax.ts'

/** Files outside of the store that may hold SQL or open SQLite, each with its reason. */
const SQL_EXCEPTIONS: Readonly<Record<string, string>> = {}

/** Files besides `main.ts` that may end the process, each with its reason. */
const EXIT_EXCEPTIONS: Readonly<Record<string, string>> = {}

const STORE = 'collector/src/store/'
const SQL =
  /^\s*(SELECT\b[\s\S]*\bFROM\b|INSERT (OR \w+ )?INTO\b|UPDATE \w+ SET\b|DELETE FROM\b|CREATE (TEMP |UNIQUE |VIRTUAL )?(TABLE|VIEW|INDEX|TRIGGER)\b|ALTER TABLE\b|DROP (TABLE|VIEW|INDEX)\b|PRAGMA \w|BEGIN (IMMEDIATE|EXCLUSIVE)\b|VACUUM\b)/

/** SQL, prepared statements and the SQLite package belong to the store alone. */
export function sqlOutsideOfStore(sources: readonly Source[]): readonly string[] {
  return code(sources)
    .filter(({ path }) => !path.startsWith(STORE) && !(path in SQL_EXCEPTIONS))
    .flatMap((source) => [
      ...importsOf(source)
        .filter(({ specifier }) => specifier === 'better-sqlite3' || specifier === 'node:sqlite')
        .map(({ specifier, offset }) => violation(source, offset, `${specifier} belongs to ${STORE}`)),
      ...nodesOf(source).flatMap((node) => {
        const call = node.type === 'CallExpression' ? methodOf(node) : undefined
        if (call === 'prepare') return [violation(source, node.start, `prepared statements belong to ${STORE}`)]
        return SQL.test(textOf(node) ?? '') ? [violation(source, node.start, `SQL belongs to ${STORE}`)] : []
      }),
    ])
}

/** Only `main.ts` ends the process: everything else can be called by a test or by another program. */
export function exitsOutsideOfMain(sources: readonly Source[]): readonly string[] {
  return code(sources)
    .filter(({ path }) => !path.endsWith('/src/main.ts') && !(path in EXIT_EXCEPTIONS))
    .flatMap((source) =>
      nodesOf(source)
        .filter((node) => node.type === 'CallExpression' && methodOf(node) === 'exit')
        .filter((node) => field(field(field(node, 'callee'), 'object'), 'name') === 'process')
        .map((node) => violation(source, node.start, 'only main.ts ends the process: throw, or return an exit code')),
    )
}

/** The vocabulary is data: a function there would be logic that every workspace depends on. */
export function functionsInSemconv(sources: readonly Source[]): readonly string[] {
  return code(sources)
    .filter(({ path }) => path.startsWith('semconv/'))
    .flatMap((source) =>
      nodesOf(source)
        .filter(({ type }) =>
          /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ClassDeclaration|ClassExpression)$/.test(type),
        )
        .map((node) =>
          violation(source, node.start, 'semconv holds names and values only: move the function to the workspace that needs it'),
        ),
    )
}

/** An export has one name, which is the same everywhere. Tools that want a default export read `*.config.ts`. */
export function defaultExports(sources: readonly Source[]): readonly string[] {
  return sources
    .filter((source) => isTypeScript(source) && !source.path.endsWith('.config.ts'))
    .flatMap((source) =>
      nodesOf(source)
        .filter(({ type }) => type === 'ExportDefaultDeclaration')
        .map((node) => violation(source, node.start, 'default export: give it a name')),
    )
}

function code(sources: readonly Source[]): readonly Source[] {
  return sources.filter((source) => isTypeScript(source) && !isTest(source))
}

/** The name of the method in a call such as `db.prepare(…)`. */
function methodOf(call: unknown): unknown {
  return field(field(field(call, 'callee'), 'property'), 'name')
}
