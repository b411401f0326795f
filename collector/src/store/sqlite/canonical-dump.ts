/**
 * Every table and column with surrogate ids replaced by natural keys, rows sorted, and what depends on arrival left out: two stores
 * that received the same items, in whatever order and grouping, have the same dump.
 */
import { hash } from 'node:crypto'
import type { SqliteDatabase } from './database.ts'
import { createTextReader } from './long-texts.ts'

/**
 * How a column is dumped: `value` as it is; `text` a text or path, `json` stored JSON with paths in it; the others refer to a row and
 * give its natural key. `id` and `arrival` are left out: surrogates, and facts about when and how something came.
 */
type ColumnKind =
  | 'value'
  | 'text'
  | 'json'
  | 'trace'
  | 'span'
  | 'session'
  | 'resource'
  | 'scope'
  | 'descriptor'
  | 'series'
  | 'path'
  | 'content'
  | 'id'
  | 'arrival'

/** Columns that are not plain values, by table. */
const SPECIAL_COLUMNS: Readonly<Record<string, Readonly<Record<string, ColumnKind>>>> = {
  traces: {
    id: 'id',
    session_id: 'session',
    root_span: 'span',
    received_ns: 'arrival',
    inputs: 'text',
    outputs: 'text',
    metadata: 'text',
    error_message: 'text',
  },
  session_rows: { id: 'id', first_trace: 'trace', last_trace: 'trace', received_ns: 'arrival' },
  spans: {
    id: 'id',
    trace: 'trace',
    resource_id: 'resource',
    scope_id: 'scope',
    phase_id: 'span',
    received_ns: 'arrival',
    attributes: 'json',
    events: 'json',
    links: 'json',
    hints: 'json',
    status_message: 'text',
    error_message: 'text',
  },
  span_variants: { span: 'span' },
  calls: {
    id: 'span',
    trace: 'trace',
    phase_id: 'span',
    input_text: 'text',
    output_text: 'text',
    system_text: 'text',
    input_messages: 'text',
    output_messages: 'text',
    metadata: 'text',
  },
  phase_rows: { id: 'span', trace: 'trace', parent_id: 'span', metadata: 'text' },
  action_rows: { id: 'span', trace: 'trace', phase_id: 'span', arguments: 'text', result: 'text', text: 'text', metadata: 'text' },
  facts: { id: 'id', span: 'span', trace: 'trace', phase_id: 'span' },
  rollups: { trace: 'trace', phase_id: 'span' },
  log_records: {
    id: 'id',
    resource_id: 'resource',
    scope_id: 'scope',
    received_ns: 'arrival',
    at_ns: 'arrival',
    body: 'json',
    attributes: 'json',
  },
  metric_descriptors: { id: 'id', hash: 'id', resource_id: 'resource', scope_id: 'scope' },
  metric_series: { id: 'id', hash: 'id', descriptor: 'descriptor', attributes: 'json' },
  metric_points: { id: 'id', series: 'series', exemplars: 'json', received_ns: 'arrival' },
  item_counts: {},
  contents: { id: 'id', text: 'id' },
  paths: { id: 'path', parent_id: 'path', content_id: 'content' },
  workspaces: {},
  pins: {},
}

/** Tables that are not dumped, with the reason. */
const NOT_DUMPED: Readonly<Record<string, string>> = {
  settings: 'facts about the file',
  jobs: 'work in progress: a dump is taken when there is none',
  receipts: 'facts about arrival',
  session_aliases: 'which integers a session had depends on arrival',
  resources: 'dumped with the items that refer to them; an unused one may remain until the file is compacted',
  scopes: 'as resources',
  removals: 'work in progress, like the next',
  removed_traces: 'as removals',
  tombstones: 'what is not there any more',
  content_rules: 'facts about arrival',
  search: 'made of the rows above in pauses of the writer, like the next five',
  search_data: 'as search',
  search_idx: 'as search',
  search_docsize: 'as search',
  search_config: 'as search',
  search_changes: 'as search',
}

type Row = Readonly<Record<string, unknown>>

/** The dump as one line per row: the table, then the columns by name. */
export function canonicalDump(db: SqliteDatabase): readonly string[] {
  const keys = naturalKeys(db)
  return Object.keys(SPECIAL_COLUMNS).flatMap((table) => {
    const rows = db.prepare(`SELECT * FROM ${table}`).safeIntegers().all() as Row[]
    return rows.map((row) => `${table} ${JSON.stringify(dumpRow(table, row, keys))}`).sort()
  })
}

/** Tables of the schema that neither a dump shows nor `NOT_DUMPED` names. */
export function forgottenTables(db: SqliteDatabase): readonly string[] {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all() as string[]
  return tables.filter((table) => !(table in SPECIAL_COLUMNS) && !(table in NOT_DUMPED))
}

function dumpRow(table: string, row: Row, keys: NaturalKeys): readonly [string, unknown][] {
  const special = SPECIAL_COLUMNS[table] ?? {}
  return Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
    const kind = special[column] ?? 'value'
    return kind === 'id' || kind === 'arrival' ? [] : [[column, plain(value === null ? null : keys[kind](value))]]
  })
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}

type NaturalKeys = Readonly<Record<Exclude<ColumnKind, 'id' | 'arrival'>, (value: unknown) => unknown>>

/** What tells metrics apart, short of their description. */
const DESCRIPTOR_KEY = `d.name || ' ' || d.kind || ' ' || coalesce(d.temporality, '') || ' ' || d.unit || ' ' ||
  (SELECT attributes || hex(hash) FROM resources WHERE id = d.resource_id) || ' ' || (SELECT name || hex(hash) FROM scopes WHERE id = d.scope_id)`

function naturalKeys(db: SqliteDatabase): NaturalKeys {
  const readText = createTextReader(db)
  const textOf = (path: bigint) => shortened(readText(path))
  const lookUp = (sql: string) => {
    const keys = new Map(db.prepare(sql).safeIntegers().raw().all() as [bigint, string][])
    return (id: unknown) => (id === 0n ? '' : (keys.get(id as bigint) ?? `missing ${id}`))
  }
  const withTexts = (json: unknown) =>
    String(json).replaceAll(/\{"\$ref":(\d+)\}/g, (_match, id: string) => `{"$ref":${JSON.stringify(textOf(BigInt(id)))}}`)
  const series = lookUp(`SELECT s.id, s.workspace_id || ' ' || ${DESCRIPTOR_KEY} || ' ' || coalesce(s.attributes, '')
      FROM metric_series s JOIN metric_descriptors d ON d.id = s.descriptor`)
  const path = (id: unknown) => (id === 0n ? '' : textOf(id as bigint))
  return {
    value: (value) => value,
    text: (value) => (typeof value === 'bigint' ? path(value) : value),
    json: withTexts,
    trace: lookUp("SELECT id, workspace_id || ' ' || hex(trace_id) FROM traces"),
    span: lookUp("SELECT s.id, hex(t.trace_id) || ' ' || s.span_id FROM spans s JOIN traces t ON t.id = s.trace"),
    session: lookUp("SELECT id, workspace_id || ' ' || key_scope || ' ' || key FROM session_rows"),
    resource: lookUp(
      "SELECT id, attributes || ' ' || dropped_attributes_count || ' ' || coalesce(entity_refs, '') || ' ' || schema_url || ' ' || hex(hash) FROM resources",
    ),
    scope: lookUp(
      "SELECT id, name || ' ' || version || ' ' || attributes || ' ' || dropped_attributes_count || ' ' || schema_url || ' ' || hex(hash) FROM scopes",
    ),
    descriptor: lookUp(`SELECT id, ${DESCRIPTOR_KEY} FROM metric_descriptors d`),
    series: (id) => withTexts(series(id)),
    path,
    content: lookUp("SELECT id, hex(hash) FROM contents UNION ALL SELECT -id, 'escaped ' || hex(hash) FROM contents"),
  }
}

/** A long text by its length and digest. */
function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 40)}… ${text.length} ${hash('sha256', text)}`
}
