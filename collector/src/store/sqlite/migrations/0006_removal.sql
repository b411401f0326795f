-- Removing what was stored, and keeping it from being removed. The rules are those of 0001.

-- Sessions that a person keeps. By what names a session for its sender, so that a pin outlives whatever becomes of its integer.
CREATE TABLE pins (
  workspace_id INTEGER NOT NULL,
  key          TEXT NOT NULL,
  key_scope    TEXT NOT NULL,
  PRIMARY KEY (workspace_id, key, key_scope)
) STRICT, WITHOUT ROWID;

-- Removals that are under way. A session is gone from every read with its first transaction, which writes this row; what is left of it
-- goes in slices.
CREATE TABLE removals (
  id           INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  key          TEXT NOT NULL,
  key_scope    TEXT NOT NULL,
  reason       TEXT NOT NULL,    -- asked, age, size
  last_log     INTEGER NOT NULL, -- what came later is not part of it, like the next
  last_point   INTEGER NOT NULL
) STRICT;

-- Their traces: rows that name one of these integers belong to no trace any more.
CREATE TABLE removed_traces (
  trace        INTEGER PRIMARY KEY,
  removal      INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  trace_id     BLOB NOT NULL
) STRICT;
CREATE INDEX removed_traces_by_removal ON removed_traces (removal);
CREATE INDEX removed_traces_by_id ON removed_traces (workspace_id, trace_id);

-- What a person had removed, so that it is not stored when it is sent again. The oldest go when they are too many.
CREATE TABLE tombstones (
  id           INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  kind         TEXT NOT NULL,    -- trace, log, series
  hash         BLOB NOT NULL,    -- the trace id; else as in log_records and metric_series
  until_ns     INTEGER NOT NULL, -- of a series: points up to this time; else 0
  UNIQUE (workspace_id, kind, hash)
) STRICT;

-- As before, without what is being removed.
DROP VIEW logs;
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
FROM log_records l
WHERE NOT EXISTS (
  SELECT 1 FROM removals m
  WHERE m.workspace_id = l.workspace_id AND l.id <= m.last_log AND (
    EXISTS (SELECT 1 FROM removed_traces x WHERE +x.removal = m.id AND x.workspace_id = l.workspace_id AND x.trace_id = l.trace_id)
    OR (m.key = l.session_key AND m.key_scope = l.key_scope
      AND NOT EXISTS (SELECT 1 FROM traces t WHERE t.workspace_id = l.workspace_id AND t.trace_id = l.trace_id))
  )
);

DROP VIEW metric_values;
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
JOIN metric_descriptors d ON d.id = s.descriptor
WHERE NOT EXISTS (
  SELECT 1 FROM removals m
  WHERE m.workspace_id = s.workspace_id AND m.key = s.session_key AND m.key_scope = s.key_scope AND p.id <= m.last_point
);

-- Indexes over tables that may be large already are made by the writer, see late-indexes.ts.
INSERT OR IGNORE INTO jobs (kind) VALUES ('indexes');

-- Redaction ------------------------------------------------------------------------------------------------------------------------------

-- What arriving items were redacted with, by the time of their arrival (received_ns), so that no item needs a column for it. A row is
-- written when a collector starts with other rules than the one before it. Where two rows overlap (a clock that was set back), an item
-- counts for the less strict one.
CREATE TABLE content_rules (
  id       INTEGER PRIMARY KEY,
  since_ns INTEGER NOT NULL, -- first arrival
  until_ns INTEGER,          -- last arrival; NULL = they go on
  version  TEXT,             -- content mode and rules; '' = stored as sent; NULL = nobody knows: an earlier version of this program
  redone   TEXT              -- by which all of them were redacted again since, with spaces between; NULL = never
) STRICT;
INSERT INTO content_rules (since_ns) SELECT 0 WHERE EXISTS (SELECT 1 FROM spans) OR EXISTS (SELECT 1 FROM receipts);
