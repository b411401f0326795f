/** Every table and view that a person may ask, with its columns: name, kind, column, type of the column. */
export const SCHEMA_LISTING = `
  SELECT t.name, t.type, c.name, c.type
  FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
  WHERE t.schema = 'main' AND t.type IN ('table', 'view', 'virtual') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.hidden <> 1
  ORDER BY t.type <> 'view', t.name, c.cid`

/** Version of the schema, and SQLite's word on the file: `ok`, or its first faults. */
export const SCHEMA_VERSION = 'PRAGMA user_version'
export const QUICK_CHECK = 'PRAGMA quick_check(3)'

/** What tables and views hold, in one line each. SQLite keeps no comments of views. */
export const TABLE_SUMMARIES: Readonly<Record<string, string>> = {
  actions: 'tool calls, commands and file operations',
  ai_usage_log: 'model calls, for programs that speak of workflow builders',
  artifacts: 'files and other deliverables',
  call_partners: 'which span tells what was said in a call',
  call_texts: 'what was said in a call, as text or path',
  content_texts: 'long texts, whole',
  decisions: 'choices and their reasons',
  events: 'what else spans report',
  ingest_log: 'requests and what became of them',
  issue_fixes: 'which fixes name an issue',
  issues: 'problems of quality',
  logs: 'log records, with the session that they belong to',
  metric_values: 'points of metrics, with what each metric is',
  metrics: 'custom measurements that spans report',
  phases: 'steps of sessions; tokens and cost without nested ones',
  prompts: 'what models were asked',
  raw_resources: 'resources of spans as received',
  raw_scopes: 'instrumentation scopes of spans as received',
  raw_span_events: 'events of spans as received',
  raw_span_links: 'links of spans as received',
  raw_spans: 'spans as received',
  responses: 'what models answered, with tokens and cost',
  sessions: 'one row per execution of a workflow',
  task_logs: 'phases with their tool calls as JSON, for programs that speak of agentic workflows',
  tool_calls: 'tool calls, for programs that speak of agentic workflows',
  workflow_events: 'one stream of what happened, for programs that follow a job by its events',
  workflow_executions: 'executions, for programs that speak of workflow builders',
  workflow_history: 'executions, for programs that speak of agentic workflows',
  workflow_step_executions: 'steps, for programs that speak of workflow builders',
  workflows: 'types of workflow, as sessions name them',
  action_rows: 'physical table of actions',
  calls: 'physical table of prompts and responses',
  contents: 'pieces of long texts',
  facts: 'physical table of artifacts, issues, fixes, metrics, decisions and events',
  item_counts: 'how many logs and points of metrics there are',
  jobs: 'work left for later',
  log_records: 'physical table of log records',
  metric_descriptors: 'physical table of what metrics are',
  metric_points: 'physical table of points of metrics',
  metric_series: 'metrics with one set of attributes each',
  paths: 'chains of pieces of long texts',
  pins: 'sessions that retention does not remove',
  phase_rows: 'physical table of phases',
  receipts: 'physical table of requests and what became of them',
  removals: 'sessions that are being removed',
  removed_traces: 'their traces',
  resources: 'physical table of resources',
  rollups: 'usage by quarter of an hour, phase, model and dialect',
  scopes: 'physical table of instrumentation scopes',
  search: 'full-text index of what was said and done',
  search_changes: 'what the full-text index has still to take up',
  session_aliases: 'former integers of joined sessions',
  session_rows: 'physical table of sessions',
  settings: 'what the store remembers about itself',
  span_variants: 'copies of spans that lost against the one that counts',
  spans: 'physical table of spans',
  tombstones: 'what was removed and is not stored again',
  content_rules: 'what items were redacted with, by the time of their arrival',
  traces: 'one row per trace, with its sums',
  workspaces: 'workspaces',
}
