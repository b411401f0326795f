import type { RecordKind } from '../domain/record.ts'
import { RECORD_KINDS } from '../domain/record.ts'
import type { KindClaim } from './dialect.ts'
import { KIND_RANK } from './dialect.ts'

/** Values of `gen_ai.operation.name`, official ones and those seen in the wild, by the kind that they stand for. */
const OPERATIONS: Partial<Record<RecordKind, readonly string[]>> = {
  llm: [
    'chat',
    'text_completion',
    'generate_content',
    'completion',
    'generate',
    'responses',
    'message',
    'chat.completions',
    'text.completions',
    'llm_request',
    'llm_call',
    'model_request',
    'model_inference',
    'chat_completion',
    'generateText',
    'streamText',
    'fetch_response',
    'image',
    'audio',
    'speech_to_text',
    'text_to_speech',
    'translate',
    'ai.generateSpeech',
    'ai.transcribe',
    'ai.streamTranscribe',
  ],
  embedding: ['embeddings', 'embedding'],
  retrieval: ['retrieval', 'retrieve', 'vector_db_retrieve', 'vectordb'],
  rerank: ['rerank'],
  tool: ['execute_tool', 'tool_call'],
  agent: ['create_agent', 'invoke_agent', 'agent_call', 'process_thread_run'],
  workflow: ['invoke_workflow', 'invoke_swarm', 'invoke_graph', 'execute_task', 'framework', 'workflow_run'],
  step: ['agent_step', 'execute_event_loop_cycle', 'plan', 'handoff', 'model_step', 'workflow_step'],
  guardrail: ['guardrail.run', 'guard'],
  memory: [
    'search_memory',
    'create_memory',
    'update_memory',
    'upsert_memory',
    'delete_memory',
    'create_memory_store',
    'delete_memory_store',
    'memory_operation',
  ],
  generic: [
    'create_thread',
    'create_message',
    'start_thread_run',
    'submit_tool_outputs',
    'get_thread_run',
    'list_messages',
    'list_run_steps',
    'user_prompt',
    'system_prompt',
    'schedule_tool_calls',
    'user_prompt_processing',
    'tool_coordination',
    'crawl',
    'extract',
  ],
}

/** Operations that look like a step of a session and are none: a definition, a hand-over, a plan. */
const NO_PHASE: ReadonlySet<string> = new Set(['create_agent', 'handoff', 'plan'])

/** Kinds whose spans only wrap others: our own session and phase names say more than these do. */
const STRUCTURES: ReadonlySet<RecordKind> = new Set(['workflow', 'step'])

/** Kinds that are a step of a session when they are not its root. */
export const PHASE_KINDS: ReadonlySet<RecordKind> = new Set(['phase', 'agent', 'workflow', 'step', 'turn'])

const OPERATION_CLAIMS = operationClaims()

/** What an operation name says about the kind; `undefined` for a name that nobody knows. */
export function operationKind(operation: string | undefined): KindClaim | undefined {
  return operation === undefined ? undefined : OPERATION_CLAIMS.get(operation)
}

/** The claim of the most trusted source; of equal ones the first. */
export function strongestKind(claims: readonly (KindClaim | undefined)[]): KindClaim | undefined {
  let best: KindClaim | undefined
  for (const claim of claims) if (claim && (!best || claim.rank < best.rank)) best = claim
  return best
}

/** A kind from a dialect's own list of words, without regard to case; the weak words of the list lose against any operation name. */
export function kindTable(
  words: Readonly<Record<string, RecordKind>>,
  rank: number,
  weak: readonly string[] = [],
): ReadonlyMap<string, KindClaim> {
  return new Map(Object.entries(words).map(([word, kind]) => [word, { kind, rank: weak.includes(word) ? KIND_RANK.weak : rank }]))
}

function operationClaims(): ReadonlyMap<string, KindClaim> {
  const claims = new Map<string, KindClaim>()
  for (const kind of RECORD_KINDS)
    for (const operation of OPERATIONS[kind] ?? []) {
      const rank = STRUCTURES.has(kind) ? KIND_RANK.structure : KIND_RANK.operation
      claims.set(operation, { kind, rank, ...(NO_PHASE.has(operation) && { isPhase: false }) })
    }
  return claims
}
