import type { Span } from '@ai-tracker/collector'

/** How work is shown: model calls and actions are work, everything else is around it. */
export type Work = 'call' | 'action' | 'other'

const WORK: Readonly<Partial<Record<string, Work>>> = {
  llm: 'call',
  embedding: 'call',
  rerank: 'call',
  tool: 'action',
  retrieval: 'action',
  memory: 'action',
  guardrail: 'action',
}

/** What kind of work a span is. */
export function workOf({ kind }: Pick<Span, 'kind'>): Work {
  return WORK[kind] ?? 'other'
}

/** Names of spans by convention are an operation and its object. */
const OPERATION = /^(execute_tool|invoke_agent|create_agent|invoke_workflow)( (?=\S)|$)/

/** The name of a span without the word of its operation. @param object what it is about, for a name that is nothing but the operation */
export function withoutOperation(name: string, object: string = name): string {
  return name.replace(OPERATION, '') || object
}

/** Whether a name says only what is done, and not with what. */
export function isOnlyOperation(name: string): boolean {
  return name !== '' && name.replace(OPERATION, '') === ''
}

/**
 * What a span is called wherever one is shown: its name without the word of its operation; a model call by its model.
 * @param object the tool, for a name that is nothing but the operation
 */
export function spanTitle(span: Pick<Span, 'name' | 'model' | 'kind'>, object?: string): string {
  if (workOf(span) === 'call' && span.model !== null) return span.model
  return withoutOperation(span.name, object)
}
