-- Log records, metrics, and a receipt of every request. The rules are those of 0001.

-- A log record is what its content says: the hash, and its place among equal records of one request. A record that comes again, in
-- whatever grouping, is known by it. Which session it belongs to is found when reading: that of its trace, else the one with its key.
CREATE TABLE log_records (
  id                       INTEGER PRIMARY KEY,
  workspace_id             INTEGER NOT NULL,
  hash                     BLOB NOT NULL,    -- SHA-256 (first 16 bytes) of the canonical encoding; without any time, of the request's digest, too
  ordinal                  INTEGER NOT NULL, -- among equal records of one request, from 0
  time_ns                  INTEGER NOT NULL,
  observed_ns              INTEGER NOT NULL,
  severity_number          INTEGER NOT NULL, -- 0 = unspecified
  severity_text            TEXT,             -- NULL = empty, like the next three
  event_name               TEXT,
  body                     TEXT,             -- any value, as attributes hold it
  attributes               TEXT,
  dropped_attributes_count INTEGER NOT NULL,
  flags                    INTEGER NOT NULL,
  trace_id                 BLOB,             -- NULL = belongs to no trace
  span_id                  INTEGER,          -- NULL = belongs to no span
  session_key              TEXT,             -- the key that it names itself
  key_scope                TEXT,             -- as in session_rows
  resource_id              INTEGER NOT NULL,
  scope_id                 INTEGER NOT NULL,
  received_ns              INTEGER NOT NULL,
  at_ns                    INTEGER GENERATED ALWAYS AS (
    CASE WHEN time_ns <> 0 THEN time_ns WHEN observed_ns <> 0 THEN observed_ns ELSE received_ns END) VIRTUAL,
  UNIQUE (workspace_id, hash, ordinal)
) STRICT;
CREATE INDEX log_records_by_time ON log_records (workspace_id, at_ns);
CREATE INDEX log_records_by_trace ON log_records (workspace_id, trace_id, at_ns) WHERE trace_id IS NOT NULL;
CREATE INDEX log_records_by_session ON log_records (workspace_id, session_key, key_scope, at_ns) WHERE session_key IS NOT NULL;

-- What a metric is, written once: found by the hash of the other columns.
CREATE TABLE metric_descriptors (
  id           INTEGER PRIMARY KEY,
  hash         BLOB NOT NULL UNIQUE,
  resource_id  INTEGER NOT NULL,
  scope_id     INTEGER NOT NULL,
  name         TEXT NOT NULL,
  description  TEXT NOT NULL,
  unit         TEXT NOT NULL,
  kind         TEXT NOT NULL,  -- gauge, sum, histogram, exponential_histogram, summary
  temporality  INTEGER,        -- 1 = delta, 2 = cumulative; NULL where the kind has none
  is_monotonic INTEGER,        -- only sums
  metadata     TEXT            -- NULL = empty
) STRICT;
CREATE INDEX metric_descriptors_by_name ON metric_descriptors (name);

-- A metric with one set of attributes, sorted by key: that is what the points in time belong to.
CREATE TABLE metric_series (
  id           INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  hash         BLOB NOT NULL,  -- SHA-256 (first 16 bytes) of descriptor and attributes
  descriptor   INTEGER NOT NULL,
  attributes   TEXT,           -- NULL = empty
  session_key  TEXT,           -- the key that they name
  key_scope    TEXT,
  UNIQUE (workspace_id, hash)
) STRICT;
CREATE INDEX metric_series_by_descriptor ON metric_series (descriptor);
CREATE INDEX metric_series_by_session ON metric_series (workspace_id, session_key, key_scope) WHERE session_key IS NOT NULL;

-- Numbers that SQLite does not hold (NaN, -0.0) are text in the columns of type ANY.
CREATE TABLE metric_points (
  id           INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  series       INTEGER NOT NULL,
  start_ns     INTEGER NOT NULL,
  time_ns      INTEGER NOT NULL,
  flags        INTEGER NOT NULL,
  value        ANY,              -- of gauges and sums: INTEGER or REAL as sent; NULL = not recorded
  count        INTEGER,          -- of the other kinds; unsigned 64-bit, kept as the signed integer of the same bits
  sum          ANY,
  min          ANY,
  max          ANY,
  buckets      TEXT,             -- JSON: bounds and counts, or the scale and both sides, or the quantiles
  exemplars    TEXT,             -- JSON; NULL = none
  conflicted   INTEGER NOT NULL, -- 1 = different values came for this moment; this is the one that counts
  received_ns  INTEGER NOT NULL,
  UNIQUE (series, time_ns, start_ns)
) STRICT;
CREATE INDEX metric_points_by_time ON metric_points (workspace_id, time_ns);

-- How many there are, changed with them: counting ten million rows takes seconds.
CREATE TABLE item_counts (
  workspace_id INTEGER NOT NULL,
  name         TEXT NOT NULL,    -- logs, metric_points
  count        INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, name)
) STRICT, WITHOUT ROWID;

-- What came in each request and what became of it. The items of a request have its received_ns.
CREATE TABLE receipts (
  id               INTEGER PRIMARY KEY,
  workspace_id     INTEGER NOT NULL,
  received_ns      INTEGER NOT NULL,
  signal           TEXT,             -- traces, logs, metrics; NULL = sent to no path of ours
  transport        TEXT NOT NULL,
  user_agent       TEXT NOT NULL,
  services         TEXT NOT NULL,    -- JSON list of service.name
  sdks             TEXT NOT NULL,    -- JSON list of {name, language, version}
  wire_bytes       INTEGER NOT NULL, -- as sent
  body_bytes       INTEGER NOT NULL, -- inflated; 0 = it was not read
  accepted         INTEGER NOT NULL, -- items that are new, or in the place of another copy
  duplicates       INTEGER NOT NULL, -- items that were known
  rejected         INTEGER NOT NULL, -- items that are invalid
  reasons          TEXT NOT NULL,    -- JSON list of {reason, count}: why they were rejected
  warnings         TEXT NOT NULL,    -- JSON list of {reason, count}: what was put right
  repaired_strings INTEGER NOT NULL,
  base64_ids       INTEGER NOT NULL,
  dialects         TEXT NOT NULL,    -- JSON object: spans by strongest dialect
  redactions       TEXT NOT NULL,    -- JSON object: matches by redaction rule
  outcome          TEXT NOT NULL,    -- stored, refused
  code             TEXT,             -- why it was refused, like the next
  message          TEXT
) STRICT;
CREATE INDEX receipts_by_time ON receipts (received_ns);

-- Log records, with the session that they belong to.
CREATE VIEW logs AS
SELECT
  l.id AS log_id,
  CASE WHEN l.at_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', l.at_ns / 1000000 / 1000.0, 'unixepoch') END AS timestamp,
  CASE WHEN l.observed_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', l.observed_ns / 1000000 / 1000.0, 'unixepoch') END AS observed_at,
  CASE
    WHEN l.severity_number BETWEEN 1 AND 4 THEN 'trace'
    WHEN l.severity_number BETWEEN 5 AND 8 THEN 'debug'
    WHEN l.severity_number BETWEEN 9 AND 12 THEN 'info'
    WHEN l.severity_number BETWEEN 13 AND 16 THEN 'warn'
    WHEN l.severity_number BETWEEN 17 AND 20 THEN 'error'
    WHEN l.severity_number BETWEEN 21 AND 24 THEN 'fatal'
  END AS severity,
  l.severity_number,
  l.severity_text,
  l.event_name,
  CASE json_type(l.body)
    WHEN 'text' THEN l.body ->> '$'
    WHEN 'object' THEN coalesce((SELECT text FROM content_texts WHERE id = json_extract(l.body, '$."$ref"')), l.body)
    ELSE l.body
  END AS body,
  coalesce(l.attributes, '{}') AS attributes,
  l.dropped_attributes_count,
  l.flags,
  CASE WHEN l.trace_id IS NOT NULL THEN lower(hex(l.trace_id)) END AS trace_id,
  CASE WHEN l.span_id IS NOT NULL THEN printf('%016x', l.span_id) END AS span_id,
  coalesce(
    (SELECT t.session_id FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id),
    (SELECT s.id FROM session_rows s WHERE s.workspace_id = l.workspace_id AND s.key = l.session_key AND s.key_scope = l.key_scope)
  ) AS session_id,
  (SELECT service_name FROM resources WHERE id = l.resource_id) AS service_name,
  (SELECT name FROM scopes WHERE id = l.scope_id) AS scope_name,
  l.resource_id,
  l.scope_id,
  l.workspace_id,
  CASE WHEN l.received_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', l.received_ns / 1000000 / 1000.0, 'unixepoch') END AS received_at
FROM log_records l;

-- Points of metrics, each with what its metric is.
CREATE VIEW metric_values AS
SELECT
  p.id AS point_id,
  d.name AS metric_name,
  d.description,
  d.unit,
  d.kind,
  CASE d.temporality WHEN 1 THEN 'delta' WHEN 2 THEN 'cumulative' ELSE CAST(d.temporality AS TEXT) END AS temporality,
  d.is_monotonic,
  coalesce(s.attributes, '{}') AS attributes,
  CASE WHEN p.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', p.start_ns / 1000000 / 1000.0, 'unixepoch') END AS started_at,
  CASE WHEN p.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', p.time_ns / 1000000 / 1000.0, 'unixepoch') END AS timestamp,
  p.value,
  p.count,
  p.sum,
  p.min,
  p.max,
  p.buckets,
  p.exemplars,
  p.flags,
  p.conflicted,
  (
    SELECT o.id FROM session_rows o WHERE o.workspace_id = s.workspace_id AND o.key = s.session_key AND o.key_scope = s.key_scope
  ) AS session_id,
  (SELECT service_name FROM resources WHERE id = d.resource_id) AS service_name,
  (SELECT name FROM scopes WHERE id = d.scope_id) AS scope_name,
  d.resource_id,
  d.scope_id,
  p.workspace_id,
  CASE WHEN p.received_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', p.received_ns / 1000000 / 1000.0, 'unixepoch') END AS received_at
FROM metric_points p
JOIN metric_series s ON s.id = p.series
JOIN metric_descriptors d ON d.id = s.descriptor;

-- Requests, the latest last.
CREATE VIEW ingest_log AS
SELECT
  r.id AS receipt_id,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.received_ns / 1000000 / 1000.0, 'unixepoch') AS received_at,
  r.signal,
  r.transport,
  r.user_agent,
  r.services,
  r.sdks,
  r.wire_bytes,
  r.body_bytes,
  r.accepted,
  r.duplicates,
  r.rejected,
  r.reasons,
  r.warnings,
  r.repaired_strings,
  r.base64_ids,
  r.dialects,
  r.redactions,
  r.outcome,
  r.code,
  r.message
FROM receipts r;
