-- What people and other programs query by name. Every view gives the ids of OTLP as hex, times as ISO-8601 UTC text with milliseconds
-- (NULL = unknown or still running), money in dollars (NULL = unknown), and long texts whole.
--
--   * sessions … raw_scopes, content_texts: this product's own names
--   * workflow_history … workflow_events: the same rows under the names of programs that people come from
--
-- A view costs only what a query asks of it: a column that is not asked for is not worked out, long texts above all, and a join that
-- no column needs is left out. Views do not change results: where a row counts twice on purpose (a wrapper that repeats the usage of
-- the calls in it), it is not in prompts and responses.

-- The actions of a phase; the other index leads there by trace and time only.
CREATE INDEX action_rows_by_phase ON action_rows (phase_id) WHERE phase_id IS NOT NULL;

-- The models of a session, one by one, without reading all its usage.
CREATE INDEX rollups_by_model ON rollups (trace, model);

-- The whole text of a path: its pieces from the root to the leaf. The ORDER BY of a subquery below group_concat is kept by SQLite.
CREATE VIEW content_texts (id, text) AS
SELECT
  leaf.id,
  (
    SELECT group_concat(text, '') FROM (
      WITH RECURSIVE chain (parent_id, content_id, depth) AS (
        SELECT leaf.parent_id, leaf.content_id, 0
        UNION ALL
        SELECT p.parent_id, p.content_id, depth + 1 FROM chain JOIN paths p ON p.id = chain.parent_id
      )
      SELECT piece.text FROM chain JOIN contents piece ON piece.id = chain.content_id ORDER BY depth DESC
    )
  )
FROM paths leaf;

-- The span that tells what was said in a call where the call's own does not. Two instrumentations may see one call: the span that owns
-- the usage (a client library's own) often holds no text, and the one around it or beside it (the same response id) does.
CREATE VIEW call_partners (id, partner) AS
SELECT
  c.id,
  coalesce(
    (
      SELECT o.id FROM spans x JOIN spans p ON p.trace = x.trace AND p.span_id = x.parent_span_id JOIN calls o ON o.id = p.id
      WHERE x.id = c.id AND o.repeated = 1 AND o.is_model_call = 1
        AND coalesce(o.input_text, o.output_text, o.system_text, o.input_messages, o.output_messages) IS NOT NULL
    ),
    (
      SELECT o.id FROM calls o
      WHERE o.trace = c.trace AND o.response_id = c.response_id AND o.repeated = 1
        AND coalesce(o.input_text, o.output_text, o.system_text, o.input_messages, o.output_messages) IS NOT NULL
      ORDER BY +o.start_ns, o.id LIMIT 1 -- the plus keeps the search in the index of response ids, of which few are alike
    )
  )
FROM calls c;

-- What was said in a call, as text or path. Subqueries, not a join: a sum over responses must not look for partners, and SQLite leaves
-- an unused join out of plain queries only.
CREATE VIEW call_texts AS
SELECT
  c.id,
  coalesce(c.input_text, (SELECT o.input_text FROM call_partners w JOIN calls o ON o.id = w.partner WHERE w.id = c.id)) AS input_text,
  coalesce(c.output_text, (SELECT o.output_text FROM call_partners w JOIN calls o ON o.id = w.partner WHERE w.id = c.id)) AS output_text,
  coalesce(c.system_text, (SELECT o.system_text FROM call_partners w JOIN calls o ON o.id = w.partner WHERE w.id = c.id)) AS system_text,
  coalesce(c.input_messages, (SELECT o.input_messages FROM call_partners w JOIN calls o ON o.id = w.partner WHERE w.id = c.id)) AS input_messages,
  coalesce(c.output_messages, (SELECT o.output_messages FROM call_partners w JOIN calls o ON o.id = w.partner WHERE w.id = c.id)) AS output_messages
FROM calls c;

-- One row per execution of a workflow. The description (title, inputs) is its first trace's, the result (outputs, error) its last one's.
-- A session that runs and gave no sign of life for half an hour is abandoned: that is worked out here and stored nowhere.
CREATE VIEW sessions AS
SELECT
  s.id AS session_id,
  lower(hex(first.trace_id)) AS trace_id,
  (SELECT printf('%016x', root.span_id) FROM spans root WHERE root.id = first.root_span) AS root_span_id,
  s.key AS session_key,
  first.conversation_id,
  s.source,
  s.workflow AS workflow_id,
  s.workflow_version,
  first.user_id,
  s.workspace_id,
  s.title,
  coalesce(s.title, s.workflow, s.key) AS display_title,
  CASE
    WHEN s.status = 'running' AND s.received_ns < (CAST(strftime('%s', 'now') AS INTEGER) - 1800) * 1000000000 THEN 'abandoned'
    WHEN s.status = 'skipped' THEN 'cancelled'
    ELSE s.status
  END AS status,
  s.outcome,
  CASE typeof(first.inputs) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = first.inputs) ELSE first.inputs END AS inputs,
  CASE typeof(last.outputs) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = last.outputs) ELSE last.outputs END AS outputs,
  CASE typeof(first.metadata) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = first.metadata) ELSE first.metadata END AS metadata,
  CASE WHEN s.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', s.start_ns / 1000000 / 1000.0, 'unixepoch') END AS started_at,
  CASE WHEN s.status <> 'running' THEN CASE WHEN s.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', s.end_ns / 1000000 / 1000.0, 'unixepoch') END END AS completed_at,
  max(s.end_ns - s.start_ns, 0) / 1e6 AS duration_ms,
  (
    SELECT p.name FROM traces t JOIN phase_rows p ON p.trace = t.id
    WHERE t.session_id = s.id AND p.status = 'running' ORDER BY p.start_ns DESC, p.id DESC LIMIT 1
  ) AS current_phase,
  (SELECT count(*) FROM traces t JOIN phase_rows p ON p.trace = t.id WHERE t.session_id = s.id) AS phase_count,
  (
    SELECT json_group_array(model) FROM (
      WITH RECURSIVE found (trace, model) AS (
        SELECT t.id, (SELECT min(u.model) FROM rollups u WHERE u.trace = t.id AND u.model > '') FROM traces t WHERE t.session_id = s.id
        UNION ALL
        SELECT f.trace, (SELECT min(u.model) FROM rollups u WHERE u.trace = f.trace AND u.model > f.model) FROM found f WHERE f.model IS NOT NULL
      )
      SELECT DISTINCT model FROM found WHERE model IS NOT NULL ORDER BY model
    )
  ) AS models,
  s.response_count,
  s.action_count,
  s.issue_count,
  s.error_count,
  s.span_count,
  s.trace_count,
  s.tokens_input,
  s.tokens_output,
  s.tokens_cache_read,
  s.tokens_cache_write,
  s.tokens_input + s.tokens_output AS tokens_total,
  CASE WHEN s.priced_count > 0 THEN s.cost_nanos / 1e9 END AS cost_usd,
  CASE WHEN s.response_count > 0 THEN s.priced_count * 1.0 / s.response_count END AS cost_coverage,
  last.error_type,
  CASE typeof(last.error_message) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = last.error_message) ELSE last.error_message END AS error_message,
  CASE WHEN s.received_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', s.received_ns / 1000000 / 1000.0, 'unixepoch') END AS last_activity_at
FROM session_rows s
LEFT JOIN traces first ON first.id = s.first_trace
LEFT JOIN traces last ON last.id = s.last_trace;

-- Types of workflow, as sessions name them. The version is that of the latest session.
CREATE VIEW workflows AS
SELECT
  workflow AS workflow_id,
  workflow AS name,
  (
    SELECT v.workflow_version FROM session_rows v
    WHERE v.workspace_id = s.workspace_id AND v.workflow = s.workflow ORDER BY v.start_ns DESC, v.id DESC LIMIT 1
  ) AS version,
  workspace_id,
  count(*) AS session_count,
  CASE WHEN min(start_ns) > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', min(start_ns) / 1000000 / 1000.0, 'unixepoch') END AS created_at,
  CASE WHEN max(start_ns) > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', max(start_ns) / 1000000 / 1000.0, 'unixepoch') END AS updated_at
FROM session_rows s
WHERE workflow IS NOT NULL
GROUP BY workspace_id, workflow;

-- Steps of sessions. tokens_used and cost_usd are of the calls whose nearest phase this is, so that the sum over the phases of a session
-- is the session's. What is below no phase hangs on one implicit row per trace, so that joins through phases count everything.
CREATE VIEW phases AS
SELECT
  p.id AS phase_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  p.parent_id AS parent_phase_id,
  p.name AS phase_name,
  p.number AS phase_number,
  p.iteration,
  p.attempt,
  0 AS implicit,
  p.status,
  x.error_type,
  CASE typeof(x.error_message) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = x.error_message) ELSE x.error_message END AS error_message,
  CASE WHEN p.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', p.start_ns / 1000000 / 1000.0, 'unixepoch') END AS started_at,
  CASE WHEN p.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', p.end_ns / 1000000 / 1000.0, 'unixepoch') END AS completed_at,
  CASE WHEN p.end_ns <> 0 THEN max(p.end_ns - p.start_ns, 0) / 1e6 END AS duration_ms,
  (SELECT coalesce(sum(u.response_count), 0) FROM rollups u WHERE u.trace = p.trace AND u.phase_id = p.id) AS response_count,
  (SELECT coalesce(sum(u.tokens_input + u.tokens_output), 0) FROM rollups u WHERE u.trace = p.trace AND u.phase_id = p.id) AS tokens_used,
  (SELECT sum(u.cost_nanos) / 1e9 FROM rollups u WHERE u.trace = p.trace AND u.phase_id = p.id AND u.priced_count > 0) AS cost_usd,
  CASE typeof(p.metadata) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = p.metadata) ELSE p.metadata END AS metadata
FROM phase_rows p
JOIN traces t ON t.id = p.trace
LEFT JOIN spans x ON x.id = p.id
UNION ALL
SELECT
  -t.id,
  (SELECT printf('%016x', root.span_id) FROM spans root WHERE root.id = t.root_span),
  lower(hex(t.trace_id)),
  t.session_id,
  NULL,
  '',
  NULL,
  NULL,
  NULL,
  1,
  t.status,
  NULL,
  NULL,
  CASE WHEN t.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', t.start_ns / 1000000 / 1000.0, 'unixepoch') END,
  CASE WHEN t.running_count = 0 THEN CASE WHEN t.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', t.end_ns / 1000000 / 1000.0, 'unixepoch') END END,
  CASE WHEN t.running_count = 0 THEN max(t.end_ns - t.start_ns, 0) / 1e6 END,
  (SELECT coalesce(sum(u.response_count), 0) FROM rollups u WHERE u.phase_id = 0 AND u.trace = t.id),
  (SELECT coalesce(sum(u.tokens_input + u.tokens_output), 0) FROM rollups u WHERE u.phase_id = 0 AND u.trace = t.id),
  (SELECT sum(u.cost_nanos) / 1e9 FROM rollups u WHERE u.phase_id = 0 AND u.trace = t.id AND u.priced_count > 0),
  NULL
FROM traces t;

-- What models were asked. Prompt and response are two halves of one span and share its integer.
CREATE VIEW prompts AS
SELECT
  c.id AS prompt_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(c.phase_id, -c.trace) AS phase_id,
  CASE WHEN c.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', c.start_ns / 1000000 / 1000.0, 'unixepoch') END AS created_at,
  CASE typeof(k.input_text) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = k.input_text) ELSE k.input_text END AS prompt_text,
  CASE typeof(k.system_text) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = k.system_text) ELSE k.system_text END AS system_context,
  CASE typeof(k.input_messages) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = k.input_messages) ELSE k.input_messages END AS messages,
  c.request_model AS model_requested,
  c.temperature,
  c.top_p,
  c.max_tokens,
  c.experiment,
  c.variant,
  CASE typeof(c.metadata) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = c.metadata) ELSE c.metadata END AS metadata
FROM calls c
JOIN call_texts k ON k.id = c.id
JOIN traces t ON t.id = c.trace
LEFT JOIN spans x ON x.id = c.id
WHERE c.repeated = 0;

-- What models answered. tokens_input includes cached tokens; cost_nanos is the exact form of cost_usd.
CREATE VIEW responses AS
SELECT
  c.id AS response_id,
  c.id AS prompt_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(c.phase_id, -c.trace) AS phase_id,
  CASE WHEN x.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', x.end_ns / 1000000 / 1000.0, 'unixepoch') END AS created_at,
  c.provider,
  c.response_id AS provider_response_id,
  CASE typeof(k.output_text) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = k.output_text) ELSE k.output_text END AS response_text,
  CASE typeof(k.output_messages) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = k.output_messages) ELSE k.output_messages END AS messages,
  c.model,
  c.finish_reason,
  c.tokens_input,
  c.tokens_output,
  c.tokens_input + c.tokens_output AS tokens_total,
  c.cache_read AS tokens_cache_read,
  c.tokens_cache_write,
  c.reasoning AS tokens_reasoning,
  c.tokens_estimated,
  c.cost_usd,
  c.cost_nanos,
  c.cost_source,
  c.cost_reported_nanos / 1e9 AS cost_reported_usd,
  c.cost_derivation,
  CASE WHEN x.end_ns <> 0 THEN max(x.end_ns - c.start_ns, 0) / 1e6 END AS latency_ms,
  c.time_to_first_token_ns / 1e6 AS time_to_first_token_ms,
  x.error_type,
  CASE typeof(x.error_message) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = x.error_message) ELSE x.error_message END AS error_message,
  CASE typeof(c.metadata) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = c.metadata) ELSE c.metadata END AS metadata
FROM calls c
JOIN call_texts k ON k.id = c.id
JOIN traces t ON t.id = c.trace
LEFT JOIN spans x ON x.id = c.id
WHERE c.repeated = 0;

-- Tool calls, commands and file operations.
CREATE VIEW actions AS
SELECT
  a.id AS action_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(a.phase_id, -a.trace) AS phase_id,
  a.call_id AS tool_call_id,
  a.type AS action_type,
  a.tool AS tool_name,
  CASE typeof(a.text) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = a.text) ELSE a.text END AS action_text,
  CASE typeof(a.arguments) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = a.arguments) ELSE a.arguments END AS params,
  CASE typeof(a.result) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = a.result) ELSE a.result END AS result,
  substr(CASE typeof(a.result) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = a.result) ELSE a.result END, 1, 200) AS output_preview,
  a.exit_code,
  a.success,
  x.error_type,
  CASE typeof(x.error_message) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = x.error_message) ELSE x.error_message END AS error_message,
  CASE WHEN a.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', a.start_ns / 1000000 / 1000.0, 'unixepoch') END AS executed_at,
  CASE WHEN x.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', x.end_ns / 1000000 / 1000.0, 'unixepoch') END AS completed_at,
  CASE WHEN x.end_ns <> 0 THEN max(x.end_ns - a.start_ns, 0) / 1e6 END AS duration_ms,
  CASE typeof(a.metadata) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = a.metadata) ELSE a.metadata END AS metadata
FROM action_rows a
JOIN traces t ON t.id = a.trace
LEFT JOIN spans x ON x.id = a.id;

-- Files and other deliverables.
CREATE VIEW artifacts AS
SELECT
  f.id AS artifact_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(f.phase_id, -f.trace) AS phase_id,
  CASE WHEN f.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', f.time_ns / 1000000 / 1000.0, 'unixepoch') END AS created_at,
  f.data ->> '$.type' AS artifact_type,
  f.data ->> '$.path' AS file_path,
  f.data ->> '$.contentHash' AS content_hash,
  f.data ->> '$.sizeBytes' AS size_bytes,
  f.data ->> '$.metadata' AS metadata
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind = 'artifact';

-- Problems of quality.
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
  coalesce(f.data ->> '$.fixed', 0) AS fixed,
  f.data ->> '$.fixIteration' AS fix_iteration,
  f.data ->> '$.metadata' AS metadata
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind = 'issue';

-- Custom measurements: a number, or JSON.
CREATE VIEW metrics AS
SELECT
  f.id AS metric_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(f.phase_id, -f.trace) AS phase_id,
  CASE WHEN f.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', f.time_ns / 1000000 / 1000.0, 'unixepoch') END AS recorded_at,
  f.data ->> '$.name' AS metric_name,
  f.data ->> '$.value' AS metric_value,
  f.data ->> '$.json' AS metric_json,
  f.data ->> '$.unit' AS unit,
  f.data ->> '$.metadata' AS metadata
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind = 'metric';

-- Choices and their reasons.
CREATE VIEW decisions AS
SELECT
  f.id AS decision_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(f.phase_id, -f.trace) AS phase_id,
  CASE WHEN f.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', f.time_ns / 1000000 / 1000.0, 'unixepoch') END AS decided_at,
  f.data ->> '$.type' AS decision_type,
  f.data ->> '$.options' AS available_options,
  f.data ->> '$.chosen' AS chosen_option,
  f.data ->> '$.rationale' AS rationale,
  f.data ->> '$.metadata' AS metadata
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind = 'decision';

-- What else spans report.
CREATE VIEW events AS
SELECT
  f.id AS event_id,
  printf('%016x', x.span_id) AS span_id,
  lower(hex(t.trace_id)) AS trace_id,
  t.session_id,
  coalesce(f.phase_id, -f.trace) AS phase_id,
  f.position AS seq,
  CASE WHEN f.time_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', f.time_ns / 1000000 / 1000.0, 'unixepoch') END AS timestamp,
  f.data ->> '$.type' AS type,
  f.data ->> '$.title' AS title,
  f.data ->> '$.body' AS body,
  f.data
FROM facts f
JOIN traces t ON t.id = f.trace
LEFT JOIN spans x ON x.id = f.span
WHERE f.kind = 'event';

-- Spans as received. attributes, events and links are JSON in the stored form: integers without, doubles with a point;
-- {"$ref": n} stands for a long text, which content_texts holds under that id.
CREATE VIEW raw_spans AS
SELECT
  x.id,
  lower(hex(t.trace_id)) AS trace_id,
  printf('%016x', x.span_id) AS span_id,
  CASE WHEN x.parent_span_id <> 0 THEN printf('%016x', x.parent_span_id) END AS parent_span_id,
  t.session_id,
  x.resource_id,
  x.scope_id,
  x.name,
  x.kind,
  x.flags,
  x.trace_state,
  x.start_ns AS start_time_unix_nano,
  x.end_ns AS end_time_unix_nano,
  x.status_code,
  CASE typeof(x.status_message) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = x.status_message) ELSE x.status_message END AS status_message,
  coalesce(x.attributes, '{}') AS attributes,
  x.events,
  x.links,
  x.dropped_attributes_count,
  x.dropped_events_count,
  x.dropped_links_count,
  x.record_kind,
  x.dialects,
  x.warnings,
  CASE WHEN x.received_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', x.received_ns / 1000000 / 1000.0, 'unixepoch') END AS received_at
FROM spans x
JOIN traces t ON t.id = x.trace;

-- Events of spans, in the order in which they were sent.
CREATE VIEW raw_span_events AS
SELECT
  x.id AS span,
  lower(hex(t.trace_id)) AS trace_id,
  printf('%016x', x.span_id) AS span_id,
  t.session_id,
  e.key AS position,
  json_extract(e.value, '$.time') AS time_unix_nano,
  CASE json_type(e.value, '$.name')
    WHEN 'object' THEN (SELECT text FROM content_texts WHERE id = json_extract(e.value, '$.name."$ref"'))
    ELSE json_extract(e.value, '$.name')
  END AS name,
  json_extract(e.value, '$.attributes') AS attributes,
  json_extract(e.value, '$.dropped') AS dropped_attributes_count
FROM spans x
JOIN traces t ON t.id = x.trace
JOIN json_each(x.events) e;

-- Links of spans, in the order in which they were sent.
CREATE VIEW raw_span_links AS
SELECT
  x.id AS span,
  lower(hex(t.trace_id)) AS trace_id,
  printf('%016x', x.span_id) AS span_id,
  t.session_id,
  l.key AS position,
  json_extract(l.value, '$.traceId') AS linked_trace_id,
  json_extract(l.value, '$.spanId') AS linked_span_id,
  CASE json_type(l.value, '$.traceState')
    WHEN 'object' THEN (SELECT text FROM content_texts WHERE id = json_extract(l.value, '$.traceState."$ref"'))
    ELSE json_extract(l.value, '$.traceState')
  END AS trace_state,
  json_extract(l.value, '$.attributes') AS attributes,
  json_extract(l.value, '$.dropped') AS dropped_attributes_count,
  json_extract(l.value, '$.flags') AS flags
FROM spans x
JOIN traces t ON t.id = x.trace
JOIN json_each(x.links) l;

CREATE VIEW raw_resources AS
SELECT id AS resource_id, service_name, attributes, dropped_attributes_count, entity_refs, schema_url FROM resources;

CREATE VIEW raw_scopes AS
SELECT id AS scope_id, name, version, attributes, dropped_attributes_count, schema_url FROM scopes;

-- Executions for programs that speak of agentic development workflows: seconds, one row each, shares in percent (0 to 100).
-- Statuses are theirs: what was cancelled or abandoned has failed. A day of the week counts from Monday = 0.
CREATE VIEW workflow_history AS
SELECT
  s.session_id AS id,
  s.session_key AS adw_id,
  s.workflow_id AS workflow_template,
  (
    SELECT u.model FROM traces t JOIN rollups u ON u.trace = t.id WHERE t.session_id = s.session_id AND u.model <> ''
    GROUP BY u.model ORDER BY sum(u.response_count) DESC, u.model LIMIT 1
  ) AS model_used,
  CASE WHEN s.status IN ('cancelled', 'abandoned') THEN 'failed' ELSE s.status END AS status,
  s.started_at AS start_time,
  s.completed_at AS end_time,
  s.duration_ms / 1000 AS duration_seconds,
  s.current_phase,
  s.phase_count,
  s.cost_usd AS actual_cost_total,
  s.cost_usd / nullif(s.tokens_total, 0) AS cost_per_token,
  (
    SELECT json_group_object(name, cost) FROM (
      SELECT p.name, sum(u.cost_nanos) / 1e9 AS cost
      FROM traces t JOIN phase_rows p ON p.trace = t.id JOIN rollups u ON u.trace = p.trace AND u.phase_id = p.id
      WHERE t.session_id = s.session_id AND u.priced_count > 0 GROUP BY p.name
    )
  ) AS cost_breakdown,
  s.tokens_input AS input_tokens,
  s.tokens_output AS output_tokens,
  s.tokens_cache_read + s.tokens_cache_write AS cached_tokens,
  s.tokens_cache_read AS cache_hit_tokens,
  s.tokens_input - s.tokens_cache_read AS cache_miss_tokens,
  s.tokens_total AS total_tokens,
  100.0 * s.tokens_cache_read / nullif(s.tokens_input, 0) AS cache_efficiency_percent,
  (
    SELECT json_group_object(name, tokens) FROM (
      SELECT p.name, sum(u.tokens_input + u.tokens_output) AS tokens
      FROM traces t JOIN phase_rows p ON p.trace = t.id JOIN rollups u ON u.trace = p.trace AND u.phase_id = p.id
      WHERE t.session_id = s.session_id GROUP BY p.name
    )
  ) AS token_breakdown,
  (
    SELECT json_group_object(name, seconds) FROM (
      SELECT p.name, sum(max(p.end_ns - p.start_ns, 0)) / 1e9 AS seconds FROM traces t JOIN phase_rows p ON p.trace = t.id
      WHERE t.session_id = s.session_id AND p.end_ns <> 0 GROUP BY p.name
    )
  ) AS phase_durations,
  (
    SELECT p.name FROM traces t JOIN phase_rows p ON p.trace = t.id
    WHERE t.session_id = s.session_id AND p.end_ns <> 0 GROUP BY p.name ORDER BY sum(max(p.end_ns - p.start_ns, 0)) DESC, p.name LIMIT 1
  ) AS bottleneck_phase,
  s.error_message,
  s.error_type AS error_category,
  CAST(strftime('%H', s.started_at) AS INTEGER) AS hour_of_day,
  (CAST(strftime('%w', s.started_at) AS INTEGER) + 6) % 7 AS day_of_week,
  s.started_at AS created_at,
  s.last_activity_at AS updated_at
FROM sessions s;

-- Log of phases, each with its tool calls as a JSON array.
CREATE VIEW task_logs AS
SELECT
  p.phase_id AS id,
  s.key AS adw_id,
  s.workflow AS workflow_template,
  p.phase_name,
  p.phase_number,
  CASE p.status WHEN 'running' THEN 'started' WHEN 'cancelled' THEN 'failed' ELSE p.status END AS phase_status,
  p.error_message,
  p.started_at,
  p.completed_at,
  p.duration_ms / 1000 AS duration_seconds,
  p.tokens_used,
  p.cost_usd,
  (
    SELECT json_group_array(json_object(
      'tool_name', a.tool_name, 'command', a.action_text, 'parameters', a.params, 'result', a.output_preview, 'duration_ms', a.duration_ms,
      'success', CASE a.success WHEN 1 THEN json('true') WHEN 0 THEN json('false') END, 'timestamp', a.executed_at))
    FROM action_rows own JOIN actions a ON a.action_id = own.id WHERE own.phase_id = p.phase_id
  ) AS tool_calls,
  p.completed_at AS captured_at,
  p.started_at AS created_at
FROM phases p
JOIN session_rows s ON s.id = p.session_id
WHERE p.implicit = 0;

CREATE VIEW tool_calls AS
SELECT
  a.action_id AS id,
  coalesce(a.tool_call_id, a.span_id) AS tool_call_id,
  s.key AS workflow_id,
  coalesce(a.tool_name, a.action_type) AS tool_name,
  a.params AS tool_params,
  a.executed_at AS called_at,
  a.completed_at,
  a.duration_ms / 1000 AS duration_seconds,
  coalesce(a.success, 0) AS success,
  a.result AS result_data,
  a.error_message
FROM actions a
JOIN session_rows s ON s.id = a.session_id;

-- Executions for programs that speak of workflow builders: camel case, statuses in capitals.
CREATE VIEW workflow_executions AS
SELECT
  s.session_id AS id,
  s.workflow_id AS "workflowId",
  s.user_id AS "userId",
  CASE s.status WHEN 'abandoned' THEN 'FAILED' ELSE upper(s.status) END AS status,
  s.inputs AS "initialInput",
  s.outputs AS "finalOutput",
  s.tokens_total AS "totalTokens",
  s.cost_usd AS "totalCost",
  s.error_message AS "errorMessage",
  s.started_at AS "startedAt",
  s.completed_at AS "completedAt"
FROM sessions s;

-- A step's place counts from 0.
CREATE VIEW workflow_step_executions AS
SELECT
  p.phase_id AS id,
  p.session_id AS "executionId",
  p.phase_name AS "stepId",
  coalesce(p.phase_number - 1, row_number() OVER (PARTITION BY p.session_id ORDER BY p.started_at, p.phase_id) - 1) AS "stepOrder",
  CASE p.status WHEN 'cancelled' THEN 'FAILED' ELSE upper(p.status) END AS status,
  p.tokens_used AS tokens,
  p.cost_usd AS cost,
  p.duration_ms AS "durationMs",
  p.error_message AS "errorMessage",
  p.started_at AS "startedAt",
  p.completed_at AS "completedAt"
FROM phases p
WHERE p.implicit = 0;

CREATE VIEW ai_usage_log AS
SELECT
  r.response_id AS id,
  r.session_id AS "executionId",
  r.provider,
  r.model,
  r.tokens_input AS "inputTokens",
  r.tokens_output AS "outputTokens",
  r.tokens_total AS "totalTokens",
  r.cost_usd AS cost,
  r.latency_ms AS "durationMs",
  r.created_at AS "createdAt"
FROM responses r;

-- One stream of what happened, for programs that follow a job by its events.
CREATE VIEW workflow_events AS
SELECT
  'start-' || t.id AS id,
  'workflow_start' AS type,
  s.key AS "workflowId",
  json_object('params', CASE typeof(t.inputs) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = t.inputs) ELSE t.inputs END) AS data,
  CASE WHEN t.start_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', t.start_ns / 1000000 / 1000.0, 'unixepoch') END AS timestamp,
  CASE typeof(t.metadata) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = t.metadata) ELSE t.metadata END AS metadata,
  t.session_id
FROM traces t JOIN session_rows s ON s.id = t.session_id
UNION ALL
SELECT
  'llm-' || r.response_id,
  'llm_complete',
  s.key,
  json_object('content', r.response_text),
  r.created_at,
  r.metadata,
  r.session_id
FROM responses r JOIN session_rows s ON s.id = r.session_id
WHERE r.created_at IS NOT NULL
UNION ALL
SELECT
  'call-' || a.action_id,
  'tool_call',
  s.key,
  json_object('tool', a.tool_name, 'arguments', a.params),
  a.executed_at,
  a.metadata,
  a.session_id
FROM actions a JOIN session_rows s ON s.id = a.session_id
UNION ALL
SELECT
  'result-' || a.action_id,
  'tool_response',
  s.key,
  json_object('tool', a.tool_name, 'result', a.result),
  a.completed_at,
  a.metadata,
  a.session_id
FROM actions a JOIN session_rows s ON s.id = a.session_id
WHERE a.completed_at IS NOT NULL
UNION ALL
SELECT
  'error-' || x.id,
  'error',
  s.key,
  json_object('error', json_object('name', x.error_type, 'message',
    CASE typeof(x.error_message) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = x.error_message) ELSE x.error_message END)),
  CASE WHEN x.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', x.end_ns / 1000000 / 1000.0, 'unixepoch') END,
  NULL,
  t.session_id
FROM spans x JOIN traces t ON t.id = x.trace JOIN session_rows s ON s.id = t.session_id
WHERE x.failed = 1
UNION ALL
SELECT
  'event-' || e.event_id,
  e.type,
  s.key,
  e.data,
  e.timestamp,
  NULL,
  e.session_id
FROM events e JOIN session_rows s ON s.id = e.session_id
UNION ALL
SELECT
  'end-' || t.id,
  'complete',
  s.key,
  json_object('status', t.status, 'output', CASE typeof(t.outputs) WHEN 'integer' THEN (SELECT text FROM content_texts WHERE id = t.outputs) ELSE t.outputs END),
  CASE WHEN t.end_ns > 0 THEN strftime('%Y-%m-%dT%H:%M:%fZ', t.end_ns / 1000000 / 1000.0, 'unixepoch') END,
  NULL,
  t.session_id
FROM traces t JOIN session_rows s ON s.id = t.session_id
WHERE t.running_count = 0 AND t.status <> 'running';
