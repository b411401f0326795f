/** What one stored span adds to the sums of its trace and to the rollups. One definition, for rows to write and for stored rows. */
import { addSums, type Sums, zeroSums } from '../../../domain/sums.ts'
import { bucketOf } from '../../../domain/time.ts'
import type { SqliteDatabase } from '../database.ts'
import { ownCopy } from './own-copy.ts'
import { SETTLED } from './settle-node-row.ts'

/** The columns that contributions are made from. */
export interface ContributingRow {
  readonly end_ns: bigint
  readonly failed: number | bigint
  readonly issue_count: number | bigint
  readonly settled: number | bigint
  readonly phase_id: number | bigint | null
  readonly call: ContributingCall | undefined
}

export interface ContributingCall {
  readonly start_ns: bigint
  readonly provider: string | null
  readonly request_model: string | null
  readonly response_model: string | null
  readonly source: string
  readonly input_uncached: number | bigint
  readonly cache_read: number | bigint
  readonly cache_write_5m: number | bigint
  readonly cache_write_1h: number | bigint
  readonly input_audio: number | bigint
  readonly output: number | bigint
  readonly reasoning: number | bigint
  readonly output_audio: number | bigint
  readonly cost_nanos: bigint | null
}

const CALL_COLUMNS = [
  'start_ns',
  'provider',
  'request_model',
  'response_model',
  'source',
  'input_uncached',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'input_audio',
  'output',
  'reasoning',
  'output_audio',
  'cost_nanos',
] as const satisfies readonly (keyof ContributingCall)[]

/** Collects the differences that a transaction makes to one trace. */
export interface Deltas {
  add(row: ContributingRow): void
  subtract(row: ContributingRow): void
}

/** A difference of one row of `rollups`. */
export interface RollupDelta {
  readonly key: readonly [bucketS: number, phaseId: number, provider: string, model: string, source: string]
  readonly sums: Sums
  reasoning: number
}

/** Opens the deltas of a trace: changes `sums` in place and `rollups` by key. */
export function createDeltas(sums: Sums, rollups: Map<string, RollupDelta>): Deltas {
  const apply = (row: ContributingRow, sign: 1 | -1) => {
    const delta = sumsOf(row)
    addSums(sums, delta, sign)
    if (row.call && delta.responses > 0) addRollup(rollups, { call: row.call, phaseId: Number(row.phase_id ?? 0), delta, sign })
  }
  return { add: (row) => apply(row, 1), subtract: (row) => apply(row, -1) }
}

function sumsOf(row: ContributingRow): Sums {
  const settled = Number(row.settled)
  const sums = zeroSums()
  sums.spans = 1
  sums.running = row.end_ns === 0n ? 1 : 0
  sums.errors = Number(row.failed)
  sums.issues = Number(row.issue_count)
  sums.actions = settled & SETTLED.action ? 1 : 0
  if (row.call && !(settled & SETTLED.repeated)) addCall(sums, row.call)
  return sums
}

function addCall(sums: Sums, call: ContributingCall): void {
  sums.responses = 1
  sums.priced = call.cost_nanos === null ? 0 : 1
  sums.tokensCacheRead = Number(call.cache_read)
  sums.tokensCacheWrite = Number(call.cache_write_5m) + Number(call.cache_write_1h)
  sums.tokensInput = Number(call.input_uncached) + sums.tokensCacheRead + sums.tokensCacheWrite + Number(call.input_audio)
  sums.tokensOutput = Number(call.output) + Number(call.reasoning) + Number(call.output_audio)
  sums.costNanos = call.cost_nanos ?? 0n
}

function addRollup(
  rollups: Map<string, RollupDelta>,
  { call, phaseId, delta, sign }: { call: ContributingCall; phaseId: number; delta: Sums; sign: 1 | -1 },
): void {
  const key = [bucketOf(call.start_ns), phaseId, call.provider ?? '', call.response_model ?? call.request_model ?? '', call.source] as const
  const id = JSON.stringify(key)
  let rollup = rollups.get(id)
  if (!rollup) {
    rollup = { key, sums: zeroSums(), reasoning: 0 }
    rollups.set(id, rollup)
  }
  addSums(rollup.sums, delta, sign)
  rollup.reasoning += sign * Number(call.reasoning)
}

/** Contributions that are remembered, about 300 bytes each: those of spans whose relatives are still to come. */
const REMEMBERED = 50_000

/** What stored spans contribute. */
export interface Contributions {
  /** What the span of a row contributes, as it is stored. */
  of(row: number): ContributingRow
  /** Takes note of what was written. */
  remember(row: number, contribution: ContributingRow): void
  /** Forgets what a failed transaction wrote. */
  rollback(): void
}

/** Opens the contributions over the writing connection. The latest are in memory: settling asks for them when a parent arrives. */
export function createContributions(db: SqliteDatabase): Contributions {
  const read = createContributionReader(db)
  const latest = new Map<number, ContributingRow>()
  const names = createNames()
  /** Only what contributes, with names that do not keep the text of a request alive. */
  const compact = (call: ContributingCall): ContributingCall => ({
    start_ns: call.start_ns,
    provider: names(call.provider),
    request_model: names(call.request_model),
    response_model: names(call.response_model),
    source: call.source,
    input_uncached: call.input_uncached,
    cache_read: call.cache_read,
    cache_write_5m: call.cache_write_5m,
    cache_write_1h: call.cache_write_1h,
    input_audio: call.input_audio,
    output: call.output,
    reasoning: call.reasoning,
    output_audio: call.output_audio,
    cost_nanos: call.cost_nanos,
  })
  return {
    of: (row) => latest.get(row) ?? read(row),
    remember(row, contribution) {
      latest.delete(row)
      latest.set(row, { ...contribution, call: contribution.call && compact(contribution.call) })
      if (latest.size > REMEMBERED) latest.delete(latest.keys().next().value as number)
    },
    rollback: () => latest.clear(),
  }
}

/** Programs use a few dozen names of models and providers; a sender that invents names must not fill the memory. */
const REMEMBERED_NAMES = 2_000

/** Own copies of names, one for all that are equal. */
function createNames(): (name: string | null) => string | null {
  const known = new Map<string, string>()
  return (name) => {
    if (name === null) return null
    const seen = known.get(name)
    if (seen !== undefined) return seen
    if (known.size >= REMEMBERED_NAMES) known.clear()
    const copy = ownCopy(name)
    known.set(copy, copy)
    return copy
  }
}

/** Reads what a stored span contributes. */
export function createContributionReader(db: SqliteDatabase): (row: number) => ContributingRow {
  const read = db
    .prepare(
      `SELECT s.end_ns, s.failed, s.issue_count, s.settled, s.phase_id, c.id AS call_id, ${CALL_COLUMNS.map((column) => `c.${column}`).join(', ')}
      FROM spans s LEFT JOIN calls c ON c.id = s.id WHERE s.id = +?`,
    )
    .safeIntegers()
  return (row) => {
    const found = read.get(row) as Omit<ContributingRow, 'call'> & ContributingCall & { call_id: bigint | null }
    return { ...found, call: found.call_id === null ? undefined : found }
  }
}

/** Writes the differences of one trace's rollups; a row that counts nothing any more goes. */
export function createRollupWriter(db: SqliteDatabase): (trace: number, rollups: Iterable<RollupDelta>) => void {
  const sums = [
    'response_count',
    'priced_count',
    'error_count',
    'tokens_input',
    'tokens_output',
    'tokens_cache_read',
    'tokens_cache_write',
    'tokens_reasoning',
    'cost_nanos',
  ]
  const key = ['trace', 'bucket_s', 'phase_id', 'provider', 'model', 'source']
  const upsert = db.prepare(`INSERT INTO rollups (${[...key, ...sums].join(', ')}) VALUES (${[...key, ...sums].map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET ${sums.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`)
  const removeEmpty = db.prepare(`DELETE FROM rollups WHERE ${key.map((column) => `${column} = ?`).join(' AND ')} AND response_count = 0`)
  return (trace, rollups) => {
    for (const {
      key: [bucketS, phaseId, provider, model, source],
      sums: s,
      reasoning,
    } of rollups) {
      upsert.run(
        trace,
        bucketS,
        phaseId,
        provider,
        model,
        source,
        s.responses,
        s.priced,
        s.errors,
        s.tokensInput,
        s.tokensOutput,
        s.tokensCacheRead,
        s.tokensCacheWrite,
        reasoning,
        s.costNanos,
      )
      if (s.responses <= 0) removeEmpty.run(trace, bucketS, phaseId, provider, model, source)
    }
  }
}
