import { querySql } from './sql/query-sql.ts'
import { SCHEMA_LISTING, TABLE_SUMMARIES } from './store/sqlite/schema-listing.ts'

/** A table or view that can be asked. */
export interface SqlTable {
  readonly name: string
  /** `view` is what is meant for people; `table` and `virtual` are how it is stored. */
  readonly kind: string
  /** What it holds, in a line. */
  readonly summary: string | null
  /** Its columns in their order; the type is empty where SQLite has none. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** Every table and view, views first. @throws AppError as `querySql` */
export async function listSqlTables(file: string, options: { readonly timeoutMs: number }): Promise<readonly SqlTable[]> {
  const rows: (readonly string[])[] = []
  const { rows: groups } = await querySql(file, SCHEMA_LISTING, options)
  for await (const group of groups) rows.push(...group.map((row) => row.map(String)))
  return [...Map.groupBy(rows, ([name = '']) => name)].map(([name, columns]) => ({
    name,
    kind: columns[0]?.[1] ?? '',
    summary: TABLE_SUMMARIES[name] ?? null,
    columns: columns.map(([, , column = '', type = '']) => ({ name: column, type })),
  }))
}
