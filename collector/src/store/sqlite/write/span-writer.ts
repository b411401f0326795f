/** Writes one span with everything that is derived from it; and takes it away again before a better copy takes its place. */
import type { SettleNode } from '../../../domain/settling.ts'
import type { SpanItem } from '../../../domain/span.ts'
import type { PricedRecord } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase, Statement } from '../database.ts'
import type { Contents } from '../long-texts.ts'
import type { Interned } from '../resources-and-scopes.ts'
import { SPAN_COLUMNS, toSpanColumns } from '../span-row.ts'
import { actionColumns, type Bindable, type Columns, callColumns, factColumns, phaseColumns } from './record-rows.ts'
import { createRowTexts, pathsIn, type RowTexts } from './row-texts.ts'
import { SETTLED, settledBits } from './settle-node-row.ts'
import type { ContributingCall, ContributingRow } from './sums-and-rollups.ts'
import { toHintsJson } from './trace-row.ts'

/** A span to write: its record, where it stands, and when it came. */
export interface SpanWrite {
  readonly priced: PricedRecord
  readonly node: SettleNode
  readonly trace: number
  readonly workspaceId: number
  readonly receivedNs: bigint
}

/** What writing a span came to. */
export interface WrittenSpan {
  /** What it adds to the sums of its trace. */
  readonly contribution: ContributingRow
  /** Its columns of these names. */
  readonly error_message: string | bigint | null
  readonly hints: string | null
}

const DERIVED_SPAN_COLUMNS = [
  'record_kind',
  'dialects',
  'failed',
  'error_type',
  'error_message',
  'warnings',
  'hints',
  'issue_count',
  'phase_id',
  'settled',
]

/** Opens the writer of spans over the writing connection. */
export function createSpanWriter(db: SqliteDatabase, contents: Contents, interned: Interned) {
  const received = [...SPAN_COLUMNS, 'resource_id', 'scope_id', 'received_ns']
  const all = ['id', 'trace', ...received, ...DERIVED_SPAN_COLUMNS]
  const insertSpan = db.prepare(`INSERT INTO spans (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`)
  const updateSpan = db.prepare(
    `UPDATE spans SET ${all
      .slice(2)
      .map((column) => `${column} = ?`)
      .join(', ')} WHERE id = ?`,
  )
  const tables = createDerivedTables(db)
  const usedPaths = createPathReader(db)

  function receivedValues(item: SpanItem, receivedNs: bigint, texts: RowTexts): Bindable[] {
    const columns = toSpanColumns(item.span, texts)
    return [...SPAN_COLUMNS.map((column) => columns[column]), interned.resource(item.resource), interned.scope(item.scope), receivedNs]
  }

  /** Rows in `calls`, `phase_rows`, `action_rows` and `facts`. @returns what the span contributes */
  function writeDerived({ priced, node, trace }: SpanWrite, texts: RowTexts): ContributingRow {
    const { record } = priced
    const phaseId = node.phaseRow || null
    const call = callColumns(priced, texts)
    if (call) tables.calls(node.row, trace, { phase_id: phaseId, repeated: Number(node.repeated), ...call })
    const phase = phaseColumns(record, texts)
    if (phase) tables.phase_rows(node.row, trace, { parent_id: phaseId, ...phase })
    const action = actionColumns(record, texts)
    if (action) tables.action_rows(node.row, trace, { phase_id: phaseId, ...action })
    for (const fact of record.facts) tables.facts(null, trace, { span: node.row, phase_id: phaseOfFacts(node), ...factColumns(fact) })
    return {
      end_ns: record.item.span.endNs,
      failed: Number(record.error !== undefined),
      issue_count: issueCount(priced),
      settled: settledBits(node) | (action ? SETTLED.action : 0) | (record.facts.length > 0 ? SETTLED.facts : 0),
      phase_id: phaseId,
      call: call as ContributingCall | undefined,
    }
  }

  /** Its derived rows, and the values of `DERIVED_SPAN_COLUMNS`. */
  function derive(write: SpanWrite, texts: RowTexts): { readonly written: WrittenSpan; readonly values: readonly Bindable[] } {
    const { record } = write.priced
    const contribution = writeDerived(write, texts)
    const written = { contribution, error_message: texts.column(record.error?.message), hints: toHintsJson(record.session, texts) }
    const values = [
      record.kind,
      record.dialects.join(','),
      contribution.failed,
      record.error?.type ?? null,
      written.error_message,
      record.warnings.length === 0 ? null : record.warnings.join(','),
      written.hints,
      contribution.issue_count,
      contribution.phase_id,
      contribution.settled,
    ]
    return { written, values }
  }

  return {
    /** Writes a span that has no row yet. */
    insert(write: SpanWrite): WrittenSpan {
      const texts = createRowTexts(contents, write.workspaceId)
      const { written, values } = derive(write, texts)
      const received = receivedValues(write.priced.record.item, write.receivedNs, texts)
      insertSpan.run(write.node.row, write.trace, ...received, ...values)
      return written
    },
    /** Puts a span in the place of the copy, or of the interpretation, that its row holds. */
    replace(write: SpanWrite): WrittenSpan {
      const texts = createRowTexts(contents, write.workspaceId)
      const released = usedPaths(write.node.row)
      tables.remove(write.node.row)
      const { written, values } = derive(write, texts)
      const received = receivedValues(write.priced.record.item, write.receivedNs, texts)
      updateSpan.run(...received, ...values, write.node.row)
      for (const path of released) contents.retain(path, -1)
      return written
    },
    /** Writes what settling changed of a span that is stored already. @returns what of its contribution is new */
    resettle: tables.resettle,
  }
}

/** What a phase reports belongs to it, and not to the phase around it. */
function phaseOfFacts({ isPhase, row, phaseRow }: SettleNode): number | null {
  return isPhase ? row : phaseRow || null
}

function issueCount({ record }: PricedRecord): number {
  return record.facts.reduce((count, fact) => count + Number(fact.kind === 'issue'), 0)
}

/** Statements of the tables that hang on a span's row. */
function createDerivedTables(db: SqliteDatabase) {
  const keyed = ['calls', 'phase_rows', 'action_rows'] as const
  const removals = [
    ...keyed.map((table) => db.prepare(`DELETE FROM ${table} WHERE id = ?`)),
    db.prepare('DELETE FROM facts WHERE span = ?'),
  ]
  const settleSpan = db.prepare('UPDATE spans SET phase_id = ?, settled = ? WHERE id = ?')
  const settleCall = db.prepare('UPDATE calls SET phase_id = ?, repeated = ? WHERE id = ?')
  const settlePhase = db.prepare('UPDATE phase_rows SET parent_id = ? WHERE id = ?')
  const settleAction = db.prepare('UPDATE action_rows SET phase_id = ? WHERE id = ?')
  const settleFacts = db.prepare('UPDATE facts SET phase_id = ? WHERE span = ?')
  return {
    calls: inserter(db, 'calls'),
    phase_rows: inserter(db, 'phase_rows'),
    action_rows: inserter(db, 'action_rows'),
    facts: inserter(db, 'facts'),
    remove(row: number): void {
      for (const statement of removals) statement.run(row)
    },
    resettle(node: SettleNode, storedBits: number): Pick<ContributingRow, 'phase_id' | 'settled'> {
      const phaseId = node.phaseRow || null
      const settled = settledBits(node) | (storedBits & (SETTLED.action | SETTLED.facts))
      settleSpan.run(phaseId, settled, node.row)
      if (node.isCall) settleCall.run(phaseId, Number(node.repeated), node.row)
      if (node.isPhase) settlePhase.run(phaseId, node.row)
      if (settled & SETTLED.action) settleAction.run(phaseId, node.row)
      if (settled & SETTLED.facts) settleFacts.run(phaseOfFacts(node), node.row)
      return { phase_id: phaseId, settled }
    },
  }
}

/** An INSERT that is prepared at its first row, whose columns every further row has. */
function inserter(db: SqliteDatabase, table: string): (id: number | null, trace: number, columns: Columns) => void {
  let statement: Statement<unknown[]> | undefined
  return (id, trace, columns) => {
    const names = statement ? [] : Object.keys(columns)
    statement ??= db.prepare(`INSERT INTO ${table} (id, trace, ${names.join(', ')}) VALUES (?, ?${', ?'.repeat(names.length)})`)
    statement.run(id, trace, ...Object.values(columns))
  }
}

/** Finds every use that a stored span makes of long texts. */
export function createPathReader(db: SqliteDatabase): (row: number) => readonly number[] {
  const span = db.prepare('SELECT attributes, events, links, hints, status_message, error_message FROM spans WHERE id = ?').raw()
  const derived = [
    db.prepare('SELECT input_text, output_text, system_text, input_messages, output_messages, metadata FROM calls WHERE id = ?').raw(),
    db.prepare('SELECT metadata FROM phase_rows WHERE id = ?').raw(),
    db.prepare('SELECT arguments, result, text, metadata FROM action_rows WHERE id = ?').raw(),
  ]
  return (row) => {
    const [attributes, events, links, hints, ...texts] = span.get(row) as (string | null)[]
    const json = [attributes, events, links, hints].map((value) => value ?? null)
    return pathsIn({ json, texts: [...texts, ...derived.flatMap((statement) => (statement.get(row) as unknown[] | undefined) ?? [])] })
  }
}
