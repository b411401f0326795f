/**
 * Names of this product: `tracker.*` attributes of spans and of span events (or log records), and the names of those events.
 * What a standard convention already names (`gen_ai.*`, `file.*`, `process.*`, `session.id`) is not repeated here.
 */

// Session: the root span of a run.

/** The caller's own key of the session; every trace with this key belongs to it. Example: `blog-2026-03-01`. */
export const ATTR_TRACKER_SESSION_KEY = 'tracker.session.key' as const
/** Key of the session that started this one in another trace. Example: `nightly-build-17`. */
export const ATTR_TRACKER_SESSION_PARENT_KEY = 'tracker.session.parent_key' as const
/** Title of the session for people. Example: `CPU scheduling article`. */
export const ATTR_TRACKER_SESSION_TITLE = 'tracker.session.title' as const
/** Life of the session as the sender states it, see `TRACKER_STATUS_VALUE_…`; any other word is an outcome. Example: `completed`. */
export const ATTR_TRACKER_SESSION_STATUS = 'tracker.session.status' as const
/** A free label for how it ended. Example: `published`. */
export const ATTR_TRACKER_SESSION_OUTCOME = 'tracker.session.outcome' as const
/** Initial parameters, JSON text. Example: `{"topic":"CPU scheduling"}`. */
export const ATTR_TRACKER_SESSION_INPUTS = 'tracker.session.inputs' as const
/** Final results, JSON text. Example: `{"url":"https://example.org/post"}`. */
export const ATTR_TRACKER_SESSION_OUTPUTS = 'tracker.session.outputs' as const

// Workflow: the type that a session is a run of. Its name is `gen_ai.workflow.name`.

/** Registered id (slug) of the workflow. Example: `blog-post`. */
export const ATTR_TRACKER_WORKFLOW_ID = 'tracker.workflow.id' as const
/** Version of the workflow. Example: `1.4.0`. */
export const ATTR_TRACKER_WORKFLOW_VERSION = 'tracker.workflow.version' as const

// Phase: a step of a session.

/** Name of the phase; makes the span a phase. Example: `research`. */
export const ATTR_TRACKER_PHASE_NAME = 'tracker.phase.name' as const
/** Position of the phase in its session, from 1. Example: `2`. */
export const ATTR_TRACKER_PHASE_NUMBER = 'tracker.phase.number' as const
/** Which pass of a loop this is, from 1. Example: `3`. */
export const ATTR_TRACKER_PHASE_ITERATION = 'tracker.phase.iteration' as const
/** Which try of the same pass this is, from 1. Example: `1`. */
export const ATTR_TRACKER_PHASE_ATTEMPT = 'tracker.phase.attempt' as const
/** Life of the phase as the sender states it, see `TRACKER_STATUS_VALUE_…`. Example: `skipped`. */
export const ATTR_TRACKER_PHASE_STATUS = 'tracker.phase.status' as const
/** What went into the phase, JSON text or plain text. */
export const ATTR_TRACKER_PHASE_INPUT = 'tracker.phase.input' as const
/** What came out of the phase, JSON text or plain text. */
export const ATTR_TRACKER_PHASE_OUTPUT = 'tracker.phase.output' as const

// Calls and actions.

/** What the work of this span cost, in US dollars; there is no standard attribute for money. Example: `0.0125`. */
export const ATTR_TRACKER_COST_USD = 'tracker.cost.usd' as const
/** What the work was expected to cost before it ran, in US dollars. Example: `0.02`. */
export const ATTR_TRACKER_COST_ESTIMATED_USD = 'tracker.cost.estimated_usd' as const
/** Whether the token counts of this span are an estimate and not the provider's. Example: `true`. */
export const ATTR_TRACKER_TOKENS_ESTIMATED = 'tracker.tokens.estimated' as const
/** Kind of action. Example: `bash`, `read`, `write`, `edit`, `api_call`. */
export const ATTR_TRACKER_ACTION_TYPE = 'tracker.action.type' as const
/** Tokens in the context window before the call. Example: `52000`. */
export const ATTR_TRACKER_CONTEXT_SIZE_BEFORE = 'tracker.context.size_before' as const
/** Tokens in the context window after the call. Example: `61000`. */
export const ATTR_TRACKER_CONTEXT_SIZE_AFTER = 'tracker.context.size_after' as const
/** Lane of the timeline. Example: `exploration`. */
export const ATTR_TRACKER_LANE = 'tracker.lane' as const
/** Name of an automation pattern that this span is an execution of. Example: `fix-imports`. */
export const ATTR_TRACKER_PATTERN_NAME = 'tracker.pattern.name' as const
/** Name of the experiment that a session or call belongs to. Example: `shorter-prompts`. */
export const ATTR_TRACKER_EXPERIMENT_NAME = 'tracker.experiment.name' as const
/** Arm of the experiment. Example: `b`. */
export const ATTR_TRACKER_EXPERIMENT_VARIANT = 'tracker.experiment.variant' as const

// Free metadata of whatever carries it: span, event or log record.

/** Free metadata, one JSON text. Example: `{"word_count":1200}`. */
export const ATTR_TRACKER_METADATA = 'tracker.metadata' as const
/** Prefix of free metadata with a key per attribute; joins `tracker.metadata`. Example: `tracker.metadata.word_count`. */
export const ATTR_PREFIX_TRACKER_METADATA = 'tracker.metadata.' as const

// Artifact event. Its path is `file.path`, its size `file.size`.

/** Event: a file or deliverable was made or changed. */
export const EVENT_TRACKER_ARTIFACT = 'tracker.artifact' as const
/** Kind of artifact. Example: `draft`, `final`, `research`, `intermediate`. */
export const ATTR_TRACKER_ARTIFACT_TYPE = 'tracker.artifact.type' as const
/** Hash of the content, for change tracking. Example: `sha256:9f86d0…`. */
export const ATTR_TRACKER_ARTIFACT_CONTENT_HASH = 'tracker.artifact.content_hash' as const

// Issue events.

/** Event: a quality problem was found. */
export const EVENT_TRACKER_ISSUE = 'tracker.issue' as const
/** Event: a quality problem was fixed; names it by `tracker.issue.id`, else by type and location. */
export const EVENT_TRACKER_ISSUE_FIXED = 'tracker.issue.fixed' as const
/** The sender's own id of the issue. Example: `line-12-intensifier`. */
export const ATTR_TRACKER_ISSUE_ID = 'tracker.issue.id' as const
/** How bad it is, see `TRACKER_ISSUE_SEVERITY_VALUE_…`. Example: `major`. */
export const ATTR_TRACKER_ISSUE_SEVERITY = 'tracker.issue.severity' as const
/** Name of the rule or class of problem. Example: `ai_intensifier`. */
export const ATTR_TRACKER_ISSUE_TYPE = 'tracker.issue.type' as const
/** What is wrong, for people. */
export const ATTR_TRACKER_ISSUE_DESCRIPTION = 'tracker.issue.description' as const
/** Where in the artifact. Example: `draft.md:12`. */
export const ATTR_TRACKER_ISSUE_LOCATION = 'tracker.issue.location' as const
/** Whether it is already fixed when it is reported. Example: `true`. */
export const ATTR_TRACKER_ISSUE_FIXED = 'tracker.issue.fixed' as const
/** Which review pass fixed it, from 1. Example: `2`. */
export const ATTR_TRACKER_ISSUE_FIX_ITERATION = 'tracker.issue.fix_iteration' as const

// Metric event.

/** Event: a custom measurement. */
export const EVENT_TRACKER_METRIC = 'tracker.metric' as const
/** Name of the measurement. Example: `readability`. */
export const ATTR_TRACKER_METRIC_NAME = 'tracker.metric.name' as const
/** The value: a number, or any value for a measurement that is not one. Example: `61.5`. */
export const ATTR_TRACKER_METRIC_VALUE = 'tracker.metric.value' as const
/** Unit of the value (UCUM where there is one). Example: `ms`. */
export const ATTR_TRACKER_METRIC_UNIT = 'tracker.metric.unit' as const

// Decision event.

/** Event: a choice was made. */
export const EVENT_TRACKER_DECISION = 'tracker.decision' as const
/** Kind of decision. Example: `tool_selection`. */
export const ATTR_TRACKER_DECISION_TYPE = 'tracker.decision.type' as const
/** What was chosen. Example: `retry`. */
export const ATTR_TRACKER_DECISION_CHOSEN = 'tracker.decision.chosen' as const
/** What could have been chosen: a list, or JSON text. Example: `["retry","modify"]`. */
export const ATTR_TRACKER_DECISION_OPTIONS = 'tracker.decision.options' as const
/** Why. */
export const ATTR_TRACKER_DECISION_RATIONALE = 'tracker.decision.rationale' as const

// Checkpoint and request events.

/** Event: a point that was reached. */
export const EVENT_TRACKER_CHECKPOINT = 'tracker.checkpoint' as const
/** Name of the point. Example: `tests-green`. */
export const ATTR_TRACKER_CHECKPOINT_NAME = 'tracker.checkpoint.name' as const
/** What to know about it. */
export const ATTR_TRACKER_CHECKPOINT_DESCRIPTION = 'tracker.checkpoint.description' as const
/** Event: what the person asked for, in their words. */
export const EVENT_TRACKER_REQUEST = 'tracker.request' as const
/** Title of the request. Example: `Add dark mode`. */
export const ATTR_TRACKER_REQUEST_TITLE = 'tracker.request.title' as const
/** Text of the request. */
export const ATTR_TRACKER_REQUEST_TEXT = 'tracker.request.text' as const

// Start signals: log records that make a session or phase visible before its span ends.

/** Event: a session has started. */
export const EVENT_TRACKER_SESSION_STARTED = 'tracker.session.started' as const
/** Event: a phase has started. */
export const EVENT_TRACKER_PHASE_STARTED = 'tracker.phase.started' as const

// Values.

/** Not finished. Also understood: `started`, `in_progress`, `pending`. */
export const TRACKER_STATUS_VALUE_RUNNING = 'running' as const
/** Finished well. */
export const TRACKER_STATUS_VALUE_COMPLETED = 'completed' as const
/** Finished badly. */
export const TRACKER_STATUS_VALUE_FAILED = 'failed' as const
/** Stopped by a person or program. Also understood: `canceled`. */
export const TRACKER_STATUS_VALUE_CANCELLED = 'cancelled' as const
/** A phase that was not run. */
export const TRACKER_STATUS_VALUE_SKIPPED = 'skipped' as const

/** The result cannot be used. */
export const TRACKER_ISSUE_SEVERITY_VALUE_CRITICAL = 'critical' as const
/** Must be fixed. */
export const TRACKER_ISSUE_SEVERITY_VALUE_MAJOR = 'major' as const
/** Worth fixing. */
export const TRACKER_ISSUE_SEVERITY_VALUE_MINOR = 'minor' as const
