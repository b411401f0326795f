import { ATTR_GEN_AI_TOOL_STATUS, ATTR_PROCESS_COMMAND_LINE, ATTR_PROCESS_EXIT_CODE } from '@ai-tracker/semconv'
import type { ActionFields, ErrorFields, RecordKind } from '../domain/record.ts'
import { isRunning } from '../domain/span.ts'
import type { Claims } from './dialect.ts'
import { parseJson } from './json-text.ts'
import { defined } from './merge-fields.ts'
import { isObject } from './message-shapes.ts'
import { metadataOf } from './metadata.ts'
import type { SpanView } from './span-view.ts'
import { integer, text } from './typed-value.ts'

/** Kinds whose spans are actions. */
const ACTION_KINDS: ReadonlySet<RecordKind> = new Set(['tool', 'retrieval'])

/** Longer arguments hold a file, not a command. */
const MAX_COMMAND_SEARCH = 16 * 1024

/** What is known of a span when its action is put together. */
export interface ActionSource {
  readonly kind: RecordKind
  readonly claims: Claims<ActionFields>
  readonly error: ErrorFields | undefined
}

/** The action that a span is; `undefined` for a span that is none. */
export function action(view: SpanView, { kind, claims, error }: ActionSource): ActionFields | undefined {
  const isAction = ACTION_KINDS.has(kind) || claims.type !== undefined || (kind === 'mcp' && claims.tool !== undefined)
  if (!isAction) return undefined
  const tool = claims.tool ?? (kind === 'tool' ? toolOfSpanName(view.item.span.name) : undefined)
  const exitCode = claims.exitCode ?? integer(view.attributes, ATTR_PROCESS_EXIT_CODE)
  return {
    type: claims.type ?? (kind === 'retrieval' ? kind : (tool?.toLowerCase() ?? kind)),
    ...defined({
      tool,
      callId: claims.callId,
      arguments: claims.arguments,
      result: claims.result,
      text: claims.text ?? text(view.attributes, ATTR_PROCESS_COMMAND_LINE) ?? command(claims.arguments) ?? claims.arguments,
      exitCode,
      success: claims.success ?? success(view, exitCode, error),
      metadata: metadataOf(view.attributes),
    }),
  }
}

/** `execute_tool wx` → `wx`. */
function toolOfSpanName(name: string): string | undefined {
  return /^execute_tool (.+)$/.exec(name)?.[1]
}

/** The command in the arguments of a shell tool. */
function command(args: string | undefined): string | undefined {
  if (args === undefined || args.length > MAX_COMMAND_SEARCH || !args.startsWith('{') || !args.includes('"c')) return undefined
  const parsed = parseJson(args)
  const found = isObject(parsed) ? (parsed.command ?? parsed.cmd) : undefined
  return typeof found === 'string' ? found : undefined
}

/** Whether an action went well: by its exit code, else by the span. Unknown while it runs. */
function success(view: SpanView, exitCode: number | undefined, error: ErrorFields | undefined): boolean | undefined {
  if (exitCode !== undefined) return exitCode === 0
  if (error || text(view.attributes, ATTR_GEN_AI_TOOL_STATUS) === 'error') return false
  return isRunning(view.item.span) ? undefined : true
}
