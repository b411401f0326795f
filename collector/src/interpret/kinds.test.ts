import { describe, expect, it } from 'vitest'
import { interpret } from './interpret.ts'
import { testItem } from './testing/item.ts'

type Attributes = Readonly<Record<string, unknown>>

const cases: readonly [name: string, attributes: Attributes, kind: string][] = [
  ['nothing', {}, 'generic'],
  ['an operation', { 'gen_ai.operation.name': 'embeddings' }, 'embedding'],
  ['an unknown operation', { 'gen_ai.operation.name': 'dance' }, 'generic'],
  [
    'an unknown operation with a model and usage',
    { 'gen_ai.operation.name': 'dance', 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 1 },
    'llm',
  ],
  ['a model without usage', { 'gen_ai.request.model': 'm' }, 'generic'],
  ['an own type beats the operation', { 'openinference.span.kind': 'EMBEDDING', 'gen_ai.operation.name': 'chat' }, 'embedding'],
  ['the weakest own type does not', { 'openinference.span.kind': 'CHAIN', 'gen_ai.operation.name': 'chat' }, 'llm'],
  ['the weakest own type alone', { 'openinference.span.kind': 'chain' }, 'workflow'],
  ['an unknown own type', { 'openinference.span.kind': 'UNKNOWN', 'llm.request.type': 'chat' }, 'llm'],
  ['a request type beats the entity', { 'llm.request.type': 'rerank', 'traceloop.span.kind': 'task' }, 'rerank'],
  ['an operation beats the request type', { 'gen_ai.operation.name': 'embeddings', 'llm.request.type': 'chat' }, 'embedding'],
  ['a phase name beats a wrapper', { 'tracker.phase.name': 'draft', 'gen_ai.operation.name': 'invoke_workflow' }, 'phase'],
  ['a call beats a phase name', { 'tracker.phase.name': 'draft', 'gen_ai.operation.name': 'chat' }, 'llm'],
  ['an action type', { 'tracker.action.type': 'read' }, 'tool'],
  ['MCP', { 'mcp.method.name': 'initialize' }, 'mcp'],
  ['MCP that says what it is', { 'mcp.method.name': 'tools/call', 'gen_ai.operation.name': 'execute_tool' }, 'tool'],
  ['a tool call id', { 'gen_ai.tool.call.id': 'c' }, 'tool'],
  ['a tool name is on other spans too', { 'gen_ai.tool.name': 'wx', 'gen_ai.operation.name': 'chat' }, 'llm'],
  ['a wrong type', { 'gen_ai.operation.name': 7 }, 'generic'],
  ['a key of every object', { 'gen_ai.operation.name': 'constructor' }, 'generic'],
]

describe('kind', () => {
  for (const [name, attributes, kind] of cases)
    it(name, () => {
      expect(interpret(testItem({ attributes })).kind).toBe(kind)
    })

  it('is a session only at the root', () => {
    const attributes = { 'tracker.session.key': 'k' }
    expect(interpret(testItem({ attributes, parentSpanId: '' })).kind).toBe('session')
    expect(interpret(testItem({ attributes })).kind).toBe('generic')
  })
})

describe('session key', () => {
  const keys: readonly [name: string, attributes: Attributes, resource: Attributes, key: string][] = [
    ['ours beats all', { 'session.id': 's', 'tracker.session.key': 'k' }, {}, 'k'],
    ['ours on the resource beats others on the span', { 'session.id': 's' }, { 'tracker.session.key': 'k' }, 'k'],
    ['session id before conversation id', { 'gen_ai.conversation.id': 'c', 'session.id': 's' }, {}, 's'],
    ['conversation id', { 'gen_ai.conversation.id': 'c' }, { 'session.id': 'r' }, 'c'],
    ['association property', { 'traceloop.association.properties.session_id': 'a' }, {}, 'a'],
    ['thread', { 'traceloop.association.properties.thread_id': '1' }, {}, '1'],
    ['resource', { 'a.b': 1 }, { 'session.id': 'r' }, 'r'],
  ]
  for (const [name, attributes, resource, key] of keys)
    it(name, () => {
      expect(interpret(testItem({ attributes, resource })).session.key).toBe(key)
    })
})
