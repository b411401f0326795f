import { describe, expect, it } from 'vitest'
import { interpret } from './interpret.ts'
import type { PlainItem } from './testing/item.ts'
import { testItem } from './testing/item.ts'

const LONG = 'x'.repeat(300)
const CUT = 'x'.repeat(256)

const record = (attributes: Readonly<Record<string, unknown>>, plain: PlainItem = {}) => interpret(testItem({ ...plain, attributes }))

const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'm' }

describe('a name that is too long', () => {
  it.each([
    ['workflow', { 'tracker.workflow.id': LONG }, { session: { workflow: CUT } }],
    ['workflow version', { 'tracker.workflow.version': LONG }, { session: { workflowVersion: CUT } }],
    ['title', { 'tracker.session.title': LONG }, { session: { title: CUT } }],
    ['outcome', { 'tracker.session.outcome': LONG }, { session: { outcome: CUT } }],
    ['status that is an outcome', { 'tracker.session.status': LONG }, { session: { outcome: CUT } }],
    ['conversation id', { 'gen_ai.conversation.id': LONG }, { session: { conversationId: CUT } }],
    ['user id', { 'user.id': LONG, ...call }, { session: { userId: CUT } }],
    ['phase', { 'tracker.phase.name': LONG }, { phase: { name: CUT } }],
    ['provider', { ...call, 'gen_ai.provider.name': LONG }, { call: { provider: CUT } }],
    ['request model', { ...call, 'gen_ai.request.model': LONG }, { call: { requestModel: CUT } }],
    ['response model', { ...call, 'gen_ai.response.model': LONG }, { call: { responseModel: CUT } }],
    ['operation', { 'openinference.span.kind': 'LLM', 'gen_ai.operation.name': LONG }, { call: { operation: CUT } }],
    ['finish reason', { ...call, 'gen_ai.response.finish_reasons': [LONG] }, { call: { finishReason: CUT } }],
    ['experiment', { ...call, 'tracker.experiment.name': LONG }, { call: { experiment: CUT } }],
    ['variant', { ...call, 'tracker.experiment.variant': LONG }, { call: { variant: CUT } }],
    ['tool', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': LONG }, { action: { tool: CUT, type: CUT } }],
    ['action type', { 'tracker.action.type': LONG }, { action: { type: CUT } }],
  ])('%s: is cut, with a warning', (_name, attributes, expected) => {
    expect(record(attributes)).toMatchObject({ ...expected, warnings: ['hint_cut'] })
  })

  it('is cut where it comes from the name of the span, which stays whole', () => {
    const found = record({ 'gen_ai.operation.name': 'invoke_agent' }, { name: LONG })
    expect(found).toMatchObject({ phase: { name: CUT }, item: { span: { name: LONG } }, warnings: ['hint_cut'] })
    expect(record({ 'gen_ai.operation.name': 'execute_tool' }, { name: `execute_tool ${LONG}` }).action).toMatchObject({ tool: CUT })
  })

  it('is cut between two characters', () => {
    const title = `${'x'.repeat(255)}😀`
    expect(record({ 'tracker.session.title': title }).session.title).toBe('x'.repeat(255))
    expect(record({ 'tracker.session.title': `x${title.slice(2)}y` }).session.title).toBe(`${'x'.repeat(254)}😀`)
  })

  it('may have 256 units', () => {
    const found = record({ 'tracker.session.title': CUT, 'session.id': CUT, ...call, 'gen_ai.response.id': CUT })
    expect(found).toMatchObject({ session: { title: CUT, key: CUT }, call: { responseId: CUT }, warnings: [] })
  })
})

describe('a key that is too long', () => {
  const keyOf = (key: string) => record({ 'tracker.session.key': key }).session.key

  it('keeps its beginning and a digest', () => {
    const found = record({ 'tracker.session.key': LONG })
    expect(found.session.key).toMatch(/^x{200}…[0-9a-f]{16}$/)
    expect(found.warnings).toEqual(['hint_cut'])
  })

  it('stays different from others, and the same each time', () => {
    expect(keyOf(`${LONG}a`)).not.toBe(keyOf(`${LONG}b`))
    expect(keyOf(`${LONG}a`)).toBe(keyOf(`${LONG}a`))
  })

  it('is cut between two characters', () => {
    expect(keyOf(`${'x'.repeat(199)}😀${LONG}`)).toMatch(/^x{199}…[0-9a-f]{16}$/)
  })
})

describe('a response id that is too long', () => {
  it('is none', () => {
    const found = record({ ...call, 'gen_ai.response.id': LONG })
    expect(found.call).not.toHaveProperty('responseId')
    expect(found.warnings).toEqual(['hint_cut'])
  })
})
