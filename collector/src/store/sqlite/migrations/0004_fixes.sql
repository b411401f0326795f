-- An issue is fixed when it says so itself, or when a fix does: a fact of its own, which may be received before the issue, after it, and in
-- another trace of the session. Which fixes name which issue is found when reading, so it does not depend on what came first. A fix counts
-- for what was reported before it, as the times of both say: what is reported again afterwards is open again.

-- The fixes that name an issue: by its key; those without a key by type and location.
-- All fixes are gathered once per statement and found by an index of the moment: in a session of thousands of traces every issue would
-- look at all of them otherwise.
CREATE VIEW issue_fixes (issue_id, time_ns, fix_iteration) AS
WITH fixes (session_id, name, time_ns, fix_iteration) AS MATERIALIZED (
  SELECT
    t.session_id,
    iif(x.data ->> '$.key' IS NULL, json_array(x.data ->> '$.type', x.data ->> '$.location'), json_array(x.data ->> '$.key')),
    x.time_ns,
    x.data ->> '$.fixIteration'
  FROM facts x JOIN traces t ON t.id = x.trace
  WHERE x.kind = 'fix'
)
SELECT i.id, fixes.time_ns, fixes.fix_iteration
FROM facts i
CROSS JOIN traces own ON own.id = i.trace
CROSS JOIN json_each(json_array(json_array(i.data ->> '$.key'), json_array(i.data ->> '$.type', i.data ->> '$.location'))) name
CROSS JOIN fixes ON fixes.session_id = own.session_id AND fixes.name = name.value
WHERE i.kind = 'issue' AND (fixes.time_ns >= i.time_ns OR fixes.time_ns = 0);

-- Problems of quality.
DROP VIEW issues;
CREATE VIEW issues AS
SELECT
  f.id AS issue_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(f.phase_id, -f.trace) AS phase_id,
  CASE WHEN f.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', f.time_ns / 1000000 / 1000.0, 'unixepoch') END AS created_at,
  f.data ->> '$.severity' AS severity,
  f.data ->> '$.type' AS issue_type,
  f.data ->> '$.description' AS description,
  f.data ->> '$.location' AS location,
  coalesce(f.data ->> '$.fixed', 0) OR EXISTS (SELECT 1 FROM issue_fixes WHERE issue_id = f.id) AS fixed,
  coalesce(f.data ->> '$.fixIteration', (
    SELECT fix_iteration FROM issue_fixes WHERE issue_id = f.id AND fix_iteration IS NOT NULL ORDER BY time_ns, fix_iteration LIMIT 1
  )) AS fix_iteration,
  f.data ->> '$.metadata' AS metadata
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind = 'issue';

-- What else spans report; that an issue was fixed among it.
DROP VIEW events;
CREATE VIEW events AS
SELECT
  f.id AS event_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(f.phase_id, -f.trace) AS phase_id,
  f.position AS seq,
  CASE WHEN f.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', f.time_ns / 1000000 / 1000.0, 'unixepoch') END AS timestamp,
  iif(f.kind = 'fix', 'tracker.issue.fixed', f.data ->> '$.type') AS type,
  iif(f.kind = 'fix', coalesce(f.data ->> '$.description', f.data ->> '$.type', f.data ->> '$.key'), f.data ->> '$.title') AS title,
  iif(f.kind = 'fix', f.data ->> '$.location', f.data ->> '$.body') AS body,
  f.data
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind IN ('event', 'fix');

-- Indexes over tables that may be large already are made by the writer, see late-indexes.ts.
INSERT OR IGNORE INTO jobs (kind) VALUES ('indexes');
