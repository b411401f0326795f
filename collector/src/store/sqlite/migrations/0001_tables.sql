-- The physical tables. What people and other programs query by name are the views of 0002.
--
-- Rules of this schema
--   * ids of OTLP are stored as binary: a trace id once (traces), a span id as signed 64-bit integer. Hex is for views and edges.
--   * every derived row carries the integer of its trace. A session is a group of traces: to move a trace to another session
--     is one UPDATE of traces.session_id, however large the trace is.
--   * times are integer nanoseconds as sent (unsigned 64-bit, kept as the signed integer of the same bits), 0 = unknown.
--   * money is integer nano-dollars, NULL = unknown.
--   * a column without a type that holds text (marked "text or path") keeps a short text as TEXT and a long one as the INTEGER of
--     a row in paths; views give the text in both cases.
--   * no foreign key from a child span to its parent: children arrive first.

-- Marks the file as ours, for `file` and for our own check when it is opened.
PRAGMA application_id = 1095325524; -- 'AIWT'

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workspaces (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO workspaces (id, name) VALUES (1, 'default');

-- Resources and scopes are interned by the SHA-256 (first 16 bytes) of their content.
CREATE TABLE resources (
  id                       INTEGER PRIMARY KEY,
  hash                     BLOB NOT NULL UNIQUE,
  attributes               TEXT NOT NULL,
  dropped_attributes_count INTEGER NOT NULL,
  entity_refs              TEXT,
  schema_url               TEXT NOT NULL,
  service_name             TEXT GENERATED ALWAYS AS (
    CASE json_type(attributes, '$."service.name"') WHEN 'text' THEN attributes ->> '$."service.name"' END) VIRTUAL
) STRICT;

CREATE TABLE scopes (
  id                       INTEGER PRIMARY KEY,
  hash                     BLOB NOT NULL UNIQUE,
  name                     TEXT NOT NULL,
  version                  TEXT NOT NULL,
  attributes               TEXT NOT NULL,
  dropped_attributes_count INTEGER NOT NULL,
  schema_url               TEXT NOT NULL
) STRICT;

-- Long texts are stored once. A text is cut into pieces (contents); a path is a chain of pieces, so a conversation that grows by
-- one message costs one piece and one path row, and texts that begin alike share the beginning.
CREATE TABLE contents (
  id   INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,  -- SHA-256 (first 16 bytes) of workspace and text
  text TEXT NOT NULL,
  refs INTEGER NOT NULL       -- paths that end in this piece
) STRICT;

CREATE TABLE paths (
  id         INTEGER PRIMARY KEY,
  parent_id  INTEGER NOT NULL, -- 0 = the piece begins the text
  content_id INTEGER NOT NULL,
  refs       INTEGER NOT NULL, -- longer paths and stored values that use this path
  UNIQUE (parent_id, content_id)
) STRICT;

-- What a trace says as a whole, and the sums over its rows, changed by the difference in each transaction.
CREATE TABLE traces (
  id                 INTEGER PRIMARY KEY, -- sequential: the rows of a trace lie together, and pruning frees whole pages
  workspace_id       INTEGER NOT NULL,
  trace_id           BLOB NOT NULL,
  session_id         INTEGER NOT NULL,
  join_reason        TEXT NOT NULL,       -- why it is in its session: root key, item key or trace id
  root_span          INTEGER,             -- row of the earliest span without a parent; NULL = not received
  start_ns           INTEGER NOT NULL,
  end_ns             INTEGER NOT NULL,    -- latest end so far
  status             TEXT NOT NULL,
  source             TEXT NOT NULL,       -- strongest dialect
  workflow           TEXT,
  workflow_version   TEXT,
  title              TEXT,
  outcome            TEXT,
  conversation_id    TEXT,
  user_id            TEXT,
  inputs             ANY,                 -- text or path, like the next two
  outputs            ANY,
  metadata           ANY,
  error_type         TEXT,
  error_message      ANY,
  claims             TEXT NOT NULL,       -- JSON: which span each of key, workflow … was taken from
  span_count         INTEGER NOT NULL,
  running_count      INTEGER NOT NULL,
  error_count        INTEGER NOT NULL,
  issue_count        INTEGER NOT NULL,
  action_count       INTEGER NOT NULL,
  response_count     INTEGER NOT NULL,
  priced_count       INTEGER NOT NULL,
  tokens_input       INTEGER NOT NULL,
  tokens_output      INTEGER NOT NULL,
  tokens_cache_read  INTEGER NOT NULL,
  tokens_cache_write INTEGER NOT NULL,
  cost_nanos         INTEGER NOT NULL,    -- sum of what is priced
  received_ns        INTEGER NOT NULL,    -- last arrival, by our clock
  UNIQUE (workspace_id, trace_id)
) STRICT;
CREATE INDEX traces_by_start ON traces (session_id, start_ns, trace_id);
CREATE INDEX traces_by_end ON traces (session_id, end_ns);

-- A session: the traces that share a key. Sums are over its traces; the description is its first trace's, the result its last one's.
CREATE TABLE session_rows (
  id                 INTEGER PRIMARY KEY,
  workspace_id       INTEGER NOT NULL,
  key                TEXT NOT NULL,
  key_scope          TEXT NOT NULL,       -- service.name for short keys, which every tutorial repeats; else ''
  first_trace        INTEGER NOT NULL,
  last_trace         INTEGER NOT NULL,
  trace_count        INTEGER NOT NULL,
  running_traces     INTEGER NOT NULL,
  start_ns           INTEGER NOT NULL,
  end_ns             INTEGER NOT NULL,
  status             TEXT NOT NULL,       -- as sent; abandoned is computed when reading
  workflow           TEXT,
  workflow_version   TEXT,
  title              TEXT,
  outcome            TEXT,
  source             TEXT NOT NULL,       -- dialect of the first trace
  span_count         INTEGER NOT NULL,
  running_count      INTEGER NOT NULL,
  error_count        INTEGER NOT NULL,
  issue_count        INTEGER NOT NULL,
  action_count       INTEGER NOT NULL,
  response_count     INTEGER NOT NULL,
  priced_count       INTEGER NOT NULL,
  tokens_input       INTEGER NOT NULL,
  tokens_output      INTEGER NOT NULL,
  tokens_cache_read  INTEGER NOT NULL,
  tokens_cache_write INTEGER NOT NULL,
  cost_nanos         INTEGER NOT NULL,
  received_ns        INTEGER NOT NULL,
  UNIQUE (workspace_id, key, key_scope)
) STRICT;
CREATE INDEX session_rows_by_start ON session_rows (workspace_id, start_ns, id);
CREATE INDEX session_rows_by_cost ON session_rows (workspace_id, cost_nanos, id);
CREATE INDEX session_rows_by_workflow ON session_rows (workspace_id, workflow, start_ns, id);

-- A session that was joined to another one: its integer still answers.
CREATE TABLE session_aliases (
  old_id     INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL
) STRICT;
CREATE INDEX session_aliases_by_session ON session_aliases (session_id);

-- The winner of each span's copies, as received, and what depends on the span's relatives.
CREATE TABLE spans (
  id                       INTEGER PRIMARY KEY,
  trace                    INTEGER NOT NULL,
  span_id                  INTEGER NOT NULL,
  parent_span_id           INTEGER NOT NULL, -- 0 = none
  name                     TEXT NOT NULL,
  kind                     INTEGER NOT NULL,
  flags                    INTEGER NOT NULL,
  start_ns                 INTEGER NOT NULL,
  end_ns                   INTEGER NOT NULL, -- 0 = still running
  trace_state              TEXT,             -- NULL = empty, like the next five
  status_code              INTEGER NOT NULL,
  status_message           ANY,              -- text or path
  attributes               TEXT,
  events                   TEXT,
  links                    TEXT,
  dropped_attributes_count INTEGER NOT NULL,
  dropped_events_count     INTEGER NOT NULL,
  dropped_links_count      INTEGER NOT NULL,
  resource_id              INTEGER NOT NULL,
  scope_id                 INTEGER NOT NULL,
  received_ns              INTEGER NOT NULL,
  record_kind              TEXT NOT NULL,
  dialects                 TEXT NOT NULL,    -- comma-separated, strongest first
  failed                   INTEGER NOT NULL,
  error_type               TEXT,
  error_message            ANY,              -- text or path
  warnings                 TEXT,             -- comma-separated codes
  hints                    TEXT,             -- JSON: what the span says about its session
  issue_count              INTEGER NOT NULL, -- issues that its events report
  phase_id                 INTEGER,          -- row of the nearest ancestor that is a phase
  settled                  INTEGER NOT NULL, -- bits: 1 phase, 2 bears usage, 4 usage below, 8 on a parent cycle, 16 repeats usage, 32 call, 64 action,
                                             -- 128 facts, 256 model call, 512 model call below
  UNIQUE (trace, span_id)
) STRICT;
CREATE INDEX spans_by_parent ON spans (trace, parent_span_id, start_ns, span_id);

-- Copies that ended and lost against the winner. Kept, never counted.
CREATE TABLE span_variants (
  span     INTEGER NOT NULL,
  hash     BLOB NOT NULL,    -- SHA-256 of the canonical encoding
  payload  BLOB NOT NULL,    -- the canonical encoding: a TracesData with this one span
  PRIMARY KEY (span, hash)
) STRICT, WITHOUT ROWID;

-- Model calls and other spans that bear token usage, keyed by the span's row. Prompts and responses are views over it.
CREATE TABLE calls (
  id                  INTEGER PRIMARY KEY,
  trace               INTEGER NOT NULL,
  phase_id            INTEGER,
  start_ns            INTEGER NOT NULL,
  is_model_call       INTEGER NOT NULL,
  repeated            INTEGER NOT NULL, -- 1 = a wrapper or a twin: its usage is counted elsewhere
  provider            TEXT,
  request_model       TEXT,
  response_model      TEXT,
  model               TEXT GENERATED ALWAYS AS (coalesce(response_model, request_model)) VIRTUAL,
  response_id         TEXT,
  operation           TEXT,
  temperature         REAL,
  top_p               REAL,
  max_tokens          INTEGER,
  stream              INTEGER,
  finish_reason       TEXT,
  time_to_first_token_ns INTEGER,
  has_usage           INTEGER NOT NULL,
  input_uncached      INTEGER NOT NULL,
  cache_read          INTEGER NOT NULL,
  cache_write_5m      INTEGER NOT NULL,
  cache_write_1h      INTEGER NOT NULL,
  input_audio         INTEGER NOT NULL,
  output              INTEGER NOT NULL,
  reasoning           INTEGER NOT NULL,
  output_audio        INTEGER NOT NULL,
  tokens_input        INTEGER GENERATED ALWAYS AS (input_uncached + cache_read + cache_write_5m + cache_write_1h + input_audio) VIRTUAL,
  tokens_output       INTEGER GENERATED ALWAYS AS (output + reasoning + output_audio) VIRTUAL,
  tokens_cache_write  INTEGER GENERATED ALWAYS AS (cache_write_5m + cache_write_1h) VIRTUAL,
  usage_rule          TEXT,
  tokens_estimated    INTEGER NOT NULL,
  cost_nanos          INTEGER,
  cost_source         TEXT NOT NULL,
  cost_reported_nanos INTEGER,
  cost_computed_nanos INTEGER,
  cost_derivation     TEXT,             -- JSON: parts, unit prices, price id, reason
  cost_usd            REAL GENERATED ALWAYS AS (cost_nanos / 1e9) VIRTUAL,
  source              TEXT NOT NULL,    -- strongest dialect
  input_text          ANY,              -- text or path, like the next five
  output_text         ANY,
  system_text         ANY,
  input_messages      ANY,              -- the messages as sent; NULL for long ones that the sender spread over many keys
  output_messages     ANY,
  metadata            ANY,
  experiment          TEXT,
  variant             TEXT
) STRICT;
CREATE INDEX calls_by_trace ON calls (trace, start_ns);
CREATE INDEX calls_by_response ON calls (trace, response_id) WHERE response_id IS NOT NULL;

-- Spans that are a step of a session. Their usage is in rollups.
CREATE TABLE phase_rows (
  id             INTEGER PRIMARY KEY,
  trace          INTEGER NOT NULL,
  parent_id      INTEGER,
  start_ns       INTEGER NOT NULL,
  end_ns         INTEGER NOT NULL,
  name           TEXT NOT NULL,
  number         INTEGER,
  iteration      INTEGER,
  attempt        INTEGER,
  status         TEXT NOT NULL,
  metadata       ANY               -- text or path
) STRICT;
CREATE INDEX phase_rows_by_trace ON phase_rows (trace, start_ns);

-- Tool calls and commands, keyed by the span's row.
CREATE TABLE action_rows (
  id         INTEGER PRIMARY KEY,
  trace      INTEGER NOT NULL,
  phase_id   INTEGER,
  start_ns   INTEGER NOT NULL,
  type       TEXT NOT NULL,
  tool       TEXT,
  call_id    TEXT,
  arguments  ANY,                  -- text or path, like the next two
  result     ANY,
  text       ANY,
  exit_code  INTEGER,
  success    INTEGER,
  metadata   ANY                   -- text or path
) STRICT;
CREATE INDEX action_rows_by_trace ON action_rows (trace, start_ns);

-- What spans report through their events: artifacts, issues, metrics, decisions and other events.
CREATE TABLE facts (
  id       INTEGER PRIMARY KEY,
  span     INTEGER NOT NULL,
  position INTEGER NOT NULL,       -- of the event in its span
  trace    INTEGER NOT NULL,
  phase_id INTEGER,
  kind     TEXT NOT NULL,          -- artifact, issue, metric, decision, event, fix
  time_ns  INTEGER NOT NULL,
  data     TEXT NOT NULL,          -- JSON, fields by the names of the views
  UNIQUE (span, position)
) STRICT;
CREATE INDEX facts_by_trace ON facts (trace, kind, time_ns);

-- Usage by quarter of an hour, nearest phase, model and dialect. Days, weeks, phase names and workflows are sums over it when reading.
CREATE TABLE rollups (
  trace              INTEGER NOT NULL,
  bucket_s           INTEGER NOT NULL, -- start of the 15 minutes, seconds since 1970 UTC
  phase_id           INTEGER NOT NULL, -- row of the phase, 0 = none
  provider           TEXT NOT NULL,    -- '' = unknown
  model              TEXT NOT NULL,    -- '' = unknown
  source             TEXT NOT NULL,
  response_count     INTEGER NOT NULL,
  priced_count       INTEGER NOT NULL,
  error_count        INTEGER NOT NULL,
  tokens_input       INTEGER NOT NULL,
  tokens_output      INTEGER NOT NULL,
  tokens_cache_read  INTEGER NOT NULL,
  tokens_cache_write INTEGER NOT NULL,
  tokens_reasoning   INTEGER NOT NULL,
  cost_nanos         INTEGER NOT NULL,
  PRIMARY KEY (trace, phase_id, bucket_s, provider, model, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollups_by_time ON rollups (bucket_s);

-- Work that a transaction left for later, written in the same transaction.
CREATE TABLE jobs (
  id     INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,
  trace  INTEGER NOT NULL DEFAULT 0,
  cursor INTEGER NOT NULL DEFAULT 0,
  dirty  INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, trace)
) STRICT;
