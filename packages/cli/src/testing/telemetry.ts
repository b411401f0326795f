/** OTLP/JSON of sessions that a table must survive. */

type Value = string | number

/** A moment in a span. */
interface EventShape {
  readonly name: string
  readonly attributes: Readonly<Record<string, Value>>
}

/** One span; times in milliseconds after the start of its session. */
interface SpanShape {
  readonly id: number
  readonly parent?: number
  readonly name: string
  readonly atMs: number
  /** null = it runs. */
  readonly tookMs: number | null
  readonly attributes?: Readonly<Record<string, Value>>
  readonly error?: string
  /** At its start. */
  readonly events?: readonly EventShape[]
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

function attributesOf(values: Readonly<Record<string, Value>>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }))
}

/** An export request of one trace. @param startMs milliseconds since 1970 */
function request(traceId: string, startMs: number, spans: readonly SpanShape[]): string {
  const nanos = (ms: number): string => String(BigInt(startMs + ms) * 1_000_000n)
  const encoded = spans.map(({ id, parent, name, atMs, tookMs, attributes = {}, error, events = [] }) => ({
    traceId,
    spanId: hex(id, 16),
    ...(parent !== undefined && { parentSpanId: hex(parent, 16) }),
    name,
    kind: 1,
    startTimeUnixNano: nanos(atMs),
    endTimeUnixNano: tookMs === null ? '0' : nanos(atMs + tookMs),
    attributes: attributesOf(attributes),
    events: events.map((event) => ({ name: event.name, timeUnixNano: nanos(atMs), attributes: attributesOf(event.attributes) })),
    ...(error !== undefined && { status: { code: 2, message: error } }),
  }))
  const resource = { attributes: attributesOf({ 'service.name': 'cli-test' }) }
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'cli-test' }, spans: encoded }] }] })
}

/** 2026-01-04T10:00:00Z */
const START_MS = 1_767_520_800_000

const chat = (model: string, input: number, output: number) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': model,
  'gen_ai.response.model': model,
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
})

/** Two phases, one of them nested, a model call with a price, a tool call. */
export const blogPost = request('4bf92f3577b34da6a3ce929d0e0e4736', START_MS, [
  {
    id: 1,
    name: 'invoke_workflow blog_post',
    atMs: 0,
    tookMs: 65_000,
    attributes: {
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'blog_post',
      'session.id': 'nightly/run #1 of January',
    },
  },
  { id: 2, parent: 1, name: 'phase', atMs: 100, tookMs: 60_000, attributes: { 'tracker.phase.name': 'draft' } },
  {
    id: 3,
    parent: 2,
    name: 'phase',
    atMs: 200,
    tookMs: 3_000,
    attributes: { 'tracker.phase.name': 'outline', 'tracker.phase.iteration': 2 },
  },
  { id: 4, parent: 3, name: 'chat', atMs: 300, tookMs: 2_500, attributes: chat('claude-sonnet-4-5', 1_000, 200) },
  {
    id: 5,
    parent: 2,
    name: 'execute_tool',
    atMs: 4_000,
    tookMs: 12,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'web_search' },
  },
])

/** Ends as failed without saying why; a tool does. */
export const broken = request('5ce0e9a56015fec5aadfa328ae398115', START_MS + 2 * 86_400_000, [
  {
    id: 21,
    name: 'invoke_workflow import',
    atMs: 0,
    tookMs: 3_000,
    attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'import' },
    error: '',
  },
  {
    id: 22,
    parent: 21,
    name: 'execute_tool',
    atMs: 500,
    tookMs: 2_000,
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'fetch', 'error.type': 'Timeout' },
    error: 'tool died',
  },
])

const RESET = '\u001b[2J'
const OVERRIDE = '\u202e'
const TITLE = '\u001b]0;owned\u0007'

/** Names that are long, wide, piled up, and that a terminal would obey. The trace id starts as the one of `blogPost` does. */
export const hostile = request('4bf92f3500000000000000000000ffff', START_MS + 86_400_000, [
  {
    id: 11,
    name: `root ${RESET}`,
    atMs: 0,
    tookMs: 5_000_000,
    attributes: {
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': `日本語のワークフロー${RESET}${OVERRIDE}${'長'.repeat(200)}`,
      'session.id': `key${TITLE}${'x'.repeat(900)}`,
    },
    error: `failed ${RESET}\r\n\u2028${'lorem ipsum '.repeat(200)}`,
  },
  {
    id: 12,
    parent: 11,
    name: 'phase',
    atMs: 10,
    tookMs: 900,
    attributes: { 'tracker.phase.name': `👩‍👩‍👧‍👦 e${'\u0301'.repeat(500)} ${'🏴'.repeat(90)}` },
  },
  {
    id: 13,
    parent: 12,
    name: 'phase',
    atMs: 20,
    tookMs: 800,
    attributes: { 'tracker.phase.name': `a\nb\tc\u009b31m${'word '.repeat(50)}`, 'tracker.phase.iteration': 7 },
  },
  { id: 14, parent: 13, name: 'chat', atMs: 30, tookMs: 500, attributes: chat('claude-sonnet-4-5', 123_456_789_012, 98_765_432) },
  { id: 15, parent: 13, name: 'chat', atMs: 600, tookMs: 1, attributes: chat(`unknown${OVERRIDE}${'-model'.repeat(40)}`, 10, 0) },
  {
    id: 16,
    parent: 12,
    name: 'execute_tool',
    atMs: 700,
    tookMs: 0,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': `bash${TITLE}`,
      'gen_ai.tool.call.arguments': JSON.stringify({ command: `rm ${RESET} 日本 ${'z'.repeat(500)}` }),
    },
    error: `boom ${TITLE}`,
  },
])

const agent = (name: string) => ({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name })
const tool = (name: string) => ({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name })
const asked = (text: string) => ({
  'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text }] }]),
  'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: `=answer to ${text}` }] }]),
})

/** Two agents at the same time, one of which fails; then nothing happens, then a call that still runs. */
export const parallel = request('7c1d0e9a00000000000000000000abcd', START_MS + 3 * 86_400_000, [
  {
    id: 31,
    name: 'invoke_workflow notes',
    atMs: 0,
    tookMs: null,
    attributes: { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'notes', 'session.id': 'notes-of-the-release' },
  },
  { id: 32, parent: 31, name: 'phase', atMs: 0, tookMs: 50_000, attributes: { 'tracker.phase.name': 'research' } },
  { id: 33, parent: 32, name: 'invoke_agent changelog', atMs: 500, tookMs: 30_000, attributes: agent('changelog') },
  {
    id: 34,
    parent: 33,
    name: 'chat',
    atMs: 500,
    tookMs: 29_500,
    attributes: { ...chat('claude-haiku-4-5', 9_000, 700), ...asked('read the changelog') },
  },
  { id: 35, parent: 32, name: 'invoke_agent issues', atMs: 500, tookMs: 20_000, attributes: agent('issues') },
  {
    id: 36,
    parent: 35,
    name: 'execute_tool fetch',
    atMs: 5_000,
    tookMs: 10_000,
    attributes: { ...tool('fetch'), 'error.type': 'Timeout' },
    error: 'no answer in 10 s',
    events: [
      {
        name: 'tracker.issue',
        attributes: {
          'tracker.issue.severity': 'major',
          'tracker.issue.type': 'flaky_source',
          'tracker.issue.description': `${OVERRIDE} the tracker of issues does not answer`,
        },
      },
      { name: 'tracker.artifact', attributes: { 'tracker.artifact.type': 'file', 'tracker.artifact.path': 'notes.md' } },
    ],
  },
  {
    id: 37,
    parent: 31,
    name: 'chat',
    atMs: 90_000,
    tookMs: null,
    attributes: { ...chat('claude-sonnet-4-5', 0, 0), ...asked('write the notes') },
  },
])
