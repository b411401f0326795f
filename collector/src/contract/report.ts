/** What sessions can be grouped by. */
export type StatsGroup = 'status' | 'outcome' | 'workflow' | 'source'

/** What can be measured of sessions. */
export type StatsMetric =
  | 'tokens_total'
  | 'tokens_input'
  | 'tokens_output'
  | 'cost_usd'
  | 'duration_ms'
  | 'responses'
  | 'actions'
  | 'issues'
  | 'errors'

/** A measured value: a decimal string for `cost_usd`, else a number; null where no session has one. */
export type StatsValue = number | string | null

/** Sessions of one group, or of all. */
export interface StatsLine {
  /** Status, outcome, workflow or dialect by name; null = none, and for the total. */
  readonly name: string | null
  readonly sessionCount: number
  /** Sessions whose value is known: an unpriced session has no cost, a running one no duration. */
  readonly valueCount: number
  readonly sum: StatsValue
  readonly average: StatsValue
  readonly min: StatsValue
  readonly max: StatsValue
}

/** One measure of sessions by group, most sessions first. */
export interface StatsReport {
  readonly by: StatsGroup
  readonly metric: StatsMetric
  readonly items: readonly StatsLine[]
  readonly total: StatsLine
}

/** What the items that arrived in some time were redacted with. */
export interface ContentRules {
  /** Of the first arrival; null = since the beginning. */
  readonly since: string | null
  /** Of the last arrival; null = they go on. */
  readonly until: string | null
  /** Content mode and version of the rules, such as `redacted-1`; empty = stored as sent, null = nobody knows. */
  readonly rules: string | null
  /** The modes and rules by which all of them were redacted again since, the last one last. */
  readonly redactedAgain: readonly string[]
}

/** What the store holds and how large it is. */
export interface DbInfo {
  /** null for a store in memory. */
  readonly file: string | null
  readonly fileBytes: number
  readonly walBytes: number
  readonly pageSize: number
  readonly pageCount: number
  readonly freePages: number
  readonly schemaVersion: number
  /** Version of the rules by which the rows were derived; null before the first write. */
  readonly rulesVersion: string | null
  /** Version of the price list that they were priced with. */
  readonly priceVersion: string | null
  /** Whether history is being derived again under newer rules or prices. */
  readonly rederiving: boolean
  readonly sqliteVersion: string
  /** Spans that wait to be indexed for `q`: it does not find them yet. */
  readonly searchPending: number
  /** Whether there are more than that: of spans that changed 10,000 are counted. */
  readonly searchPendingIsMore: boolean
  /** What items were redacted with, by the time of their arrival, in the order in which collectors started. */
  readonly contentRules: readonly ContentRules[]
  readonly counts: {
    readonly sessions: number
    readonly traces: number
    readonly spans: number
    readonly responses: number
    readonly actions: number
    readonly issues: number
    readonly logs: number
    readonly metricPoints: number
    /** Requests whose receipts are kept. */
    readonly receipts: number
  }
  /** Start of the first session. */
  readonly oldest: string | null
  /** Start of the last session. */
  readonly newest: string | null
}
