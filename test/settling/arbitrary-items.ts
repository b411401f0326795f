/** Random traces that are as awkward as real ones: few ids, so that they meet; several dialects; copies; cycles; late and missing roots. */
import fc from 'fast-check'
import type { AttributeValue, KeyValue } from '../../collector/src/domain/attribute.ts'
import type { Resource, Scope, Span, SpanEvent, SpanItem } from '../../collector/src/domain/span.ts'

const SECOND_NS = 1_000_000_000n
const EPOCH_NS = 1_760_000_000n * SECOND_NS

const resource = (service: string): Resource => ({
  attributes: service === '' ? [] : [{ key: 'service.name', value: service }],
  droppedAttributesCount: 0,
  entityRefs: [],
  schemaUrl: '',
})
const RESOURCES = ['', 'writer', 'agent'].map(resource)

const scope = (name: string, version = '1.0.0'): Scope => ({ name, version, attributes: [], droppedAttributesCount: 0, schemaUrl: '' })

/** A long text of which others share the beginning. */
const longText = (turns: number) => Array.from({ length: turns }, (_, i) => `turn ${i}: ${'lorem ipsum dolor '.repeat(20)}`).join('\n')
const messages = (turns: number) =>
  JSON.stringify(
    Array.from({ length: turns }, (_, i) => ({ role: i % 2 ? 'assistant' : 'user', parts: [{ type: 'text', content: longText(1) + i }] })),
  )

type Fields = Readonly<Record<string, AttributeValue | undefined>>
const attributes = (fields: Fields): KeyValue[] =>
  Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]))

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const tokens = fc.bigInt({ min: 0n, max: 5000n })
const responseId = maybe(fc.constantFrom('resp-1', 'resp-2'))
const model = fc.constantFrom('gpt-4o', 'claude-sonnet-4-5-20250929', 'nobody-knows-this')
const turns = fc.constantFrom(0, 0, 0, 1, 6, 9)

/** What a span is, by dialect: its scope and attributes. */
const meaning: fc.Arbitrary<{ scope: Scope; attributes: KeyValue[] }> = fc.oneof(
  fc
    .record({
      input: maybe(tokens),
      output: tokens,
      read: maybe(tokens),
      id: responseId,
      model,
      turns,
      provider: fc.constantFrom('openai', 'anthropic'),
    })
    .map((call) => ({
      scope: scope('opentelemetry.instrumentation.openai_v2', '2.1b0'),
      attributes: attributes({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': call.provider,
        'gen_ai.request.model': call.model,
        'gen_ai.response.id': call.id,
        'gen_ai.usage.input_tokens': call.input,
        'gen_ai.usage.output_tokens': call.input === undefined ? undefined : call.output,
        'gen_ai.usage.cache_read.input_tokens': call.read,
        'gen_ai.input.messages': call.turns === 0 ? undefined : messages(call.turns),
      }),
    })),
  fc.record({ prompt: tokens, completion: tokens, model, turns }).map((call) => ({
    scope: scope('openinference.instrumentation.openai'),
    attributes: attributes({
      'openinference.span.kind': 'LLM',
      'llm.provider': 'openai',
      'llm.model_name': call.model,
      'llm.token_count.prompt': call.prompt,
      'llm.token_count.completion': call.completion,
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': call.turns === 0 ? 'hi' : longText(call.turns),
      'input.value': call.turns === 0 ? undefined : JSON.stringify({ messages: [longText(call.turns)] }),
    }),
  })),
  fc.record({ prompt: tokens, completion: tokens, workflow: maybe(fc.constantFrom('joke', 'poem')) }).map((call) => ({
    scope: scope('opentelemetry.instrumentation.openai.v1', '0.40.0'),
    attributes: attributes({
      'llm.request.type': 'chat',
      'gen_ai.system': 'OpenAI',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.usage.prompt_tokens': call.prompt,
      'gen_ai.usage.completion_tokens': call.completion,
      'traceloop.workflow.name': call.workflow,
    }),
  })),
  fc.record({ usage: maybe(tokens), name: fc.constantFrom('planner', 'coder') }).map((agent) => ({
    scope: scope('agents'),
    attributes: attributes({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agent.name,
      'gen_ai.usage.input_tokens': agent.usage,
      'gen_ai.usage.output_tokens': agent.usage,
    }),
  })),
  fc
    .record({ name: fc.constantFrom('research', 'draft'), status: maybe(fc.constantFrom('completed', 'failed', 'in_progress')) })
    .map((phase) => ({
      scope: scope('tracker'),
      attributes: attributes({ 'tracker.phase.name': phase.name, 'tracker.phase.status': phase.status }),
    })),
  fc.record({ tool: fc.constantFrom('bash', 'read'), turns }).map((tool) => ({
    scope: scope('tracker'),
    attributes: attributes({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool.tool,
      'gen_ai.tool.call.result': tool.turns === 0 ? 'ok' : longText(tool.turns),
    }),
  })),
  fc.constant({ scope: scope('http'), attributes: attributes({ 'http.request.method': 'GET' }) }),
)

const sessionHints = fc.record({
  'tracker.session.key': maybe(fc.constantFrom('1', 'k', 'a-key-that-is-long-enough')),
  'session.id': maybe(fc.constantFrom('1', 'another-long-session-key')),
  'gen_ai.workflow.name': maybe(fc.constantFrom('blog-post', 'refactor')),
  'tracker.session.outputs': maybe(fc.constantFrom('{"word_count":12}', JSON.stringify({ text: longText(4) }))),
  'tracker.session.outcome': maybe(fc.constantFrom('published')),
  'tracker.cost.usd': maybe(fc.constantFrom(0.25)),
})
const noHints = fc.constant<Fields>({})

const event: fc.Arbitrary<SpanEvent> = fc
  .record({
    name: fc.constantFrom('tracker.issue', 'tracker.issue', 'tracker.issue.fixed', 'tracker.issue.fixed', 'tracker.artifact', 'note'),
    at: fc.bigInt({ min: 0n, max: 50n }),
    severity: fc.constantFrom('major', 'minor'),
    id: maybe(fc.constantFrom('issue-1', 'issue-2')),
    location: maybe(fc.constantFrom('a.md:1')),
    iteration: maybe(fc.bigInt({ min: 1n, max: 3n })),
  })
  .map(({ name, at, severity, id, location, iteration }) => ({
    timeNs: EPOCH_NS + at * SECOND_NS,
    name,
    attributes: attributes(
      name.startsWith('tracker.issue')
        ? {
            'tracker.issue.severity': severity,
            'tracker.issue.type': 'ai_intensifier',
            'tracker.issue.id': id,
            'tracker.issue.location': location,
            'tracker.issue.fix_iteration': name === 'tracker.issue' ? undefined : iteration,
          }
        : { 'tracker.artifact.type': 'draft' },
    ),
    droppedAttributesCount: 0,
  }))

const IDS = ['0000000000000001', '0000000000000002', '0000000000000003', '8000000000000004', 'ffffffffffffff05', '0000000000000006']
const MISSING = 'aaaaaaaaaaaaaaaa'
const spanId = fc.constantFrom(...IDS)
const traceId = fc.constantFrom('1', '2', '3').map((digit) => digit.repeat(32))
const parentSpanId = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 6, arbitrary: spanId },
  { weight: 1, arbitrary: fc.constant(MISSING) },
)

const span = fc
  .record({
    traceId,
    spanId,
    parentSpanId,
    start: fc.bigInt({ min: 0n, max: 2000n }),
    seconds: fc.bigInt({ min: 0n, max: 90n }),
    meaning,
    hints: fc.oneof({ weight: 3, arbitrary: noHints }, { weight: 1, arbitrary: sessionHints }),
    events: fc.array(event, { maxLength: 2 }),
    failed: fc.boolean(),
    resource: fc.constantFrom(...RESOURCES),
  })
  .map((fields): SpanItem => {
    const startNs = fields.start === 0n ? 0n : EPOCH_NS + fields.start * SECOND_NS
    const ended: Span = {
      traceId: fields.traceId,
      spanId: fields.spanId,
      traceState: '',
      parentSpanId: fields.parentSpanId,
      flags: 257,
      name: `span ${fields.spanId.slice(-2)}`,
      kind: 1,
      startNs,
      endNs: startNs + fields.seconds * SECOND_NS + 1n,
      attributes: [...fields.meaning.attributes, ...attributes(fields.hints)],
      droppedAttributesCount: 0,
      events: fields.events,
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      status: { code: fields.failed ? 2 : 0, message: fields.failed ? 'boom' : '' },
    }
    return { span: ended, resource: fields.resource, scope: fields.meaning.scope }
  })

/** Copies of one span: the span itself, perhaps a snapshot from when it ran, perhaps a conflicting ended copy, each perhaps twice. */
const copies = fc
  .record({
    item: span,
    running: fc.boolean(),
    conflict: maybe(fc.record({ parentSpanId, laterBy: fc.bigInt({ min: 0n, max: 1n }), meaning })),
    twice: fc.boolean(),
  })
  .map(({ item, running, conflict, twice }): SpanItem[] => {
    const all = [item]
    if (running) all.push({ ...item, span: { ...item.span, endNs: 0n, attributes: item.span.attributes.slice(0, 2), events: [] } })
    if (conflict) {
      const { parentSpanId: parent, laterBy, meaning: other } = conflict
      all.push({
        ...item,
        scope: other.scope,
        span: { ...item.span, parentSpanId: parent, endNs: item.span.endNs + laterBy, attributes: other.attributes },
      })
    }
    return twice ? [...all, item] : all
  })

/** Some traces, as the copies of their spans. */
export const arbitraryItems: fc.Arbitrary<SpanItem[]> = fc.array(copies, { minLength: 1, maxLength: 14 }).map((groups) => groups.flat())

/** How items arrive: in which order, in which requests, which of these in one transaction, and what happens in between. */
export interface Arrival {
  readonly items: readonly SpanItem[]
  readonly transactions: readonly {
    readonly requests: readonly (readonly SpanItem[])[]
    readonly afterwards: 'nothing' | 'restart' | 'work'
  }[]
}

/** A random arrival of given items. */
export function arbitraryArrival(items: readonly SpanItem[]): fc.Arbitrary<Arrival> {
  const cuts = fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 6 }),
      sameTransaction: fc.boolean(),
      afterwards: fc.constantFrom('nothing' as const, 'nothing' as const, 'restart' as const, 'work' as const),
    }),
    {
      minLength: items.length,
      maxLength: items.length,
    },
  )
  return fc.tuple(fc.shuffledSubarray([...items], { minLength: items.length }), cuts).map(([shuffled, sizes]) => {
    const transactions: { requests: SpanItem[][]; afterwards: 'nothing' | 'restart' | 'work' }[] = []
    let rest = shuffled
    for (const { size, sameTransaction, afterwards } of sizes) {
      if (rest.length === 0) break
      const request = rest.slice(0, size)
      rest = rest.slice(size)
      const last = transactions.at(-1)
      if (sameTransaction && last) last.requests.push(request)
      else transactions.push({ requests: [request], afterwards })
    }
    return { items, transactions }
  })
}
