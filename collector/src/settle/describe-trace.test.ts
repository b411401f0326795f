import { describe, expect, it } from 'vitest'
import type { Claims, TraceDescription, TraceRoot } from '../domain/trace-summary.ts'
import { describeTrace } from './describe-trace.ts'

const TRACE = 'f'.repeat(32)
const root = (more: Partial<TraceRoot> = {}): TraceRoot => ({
  row: 1,
  spanId: 1n,
  startNs: 1n,
  name: 'invoke_workflow blog-post',
  running: false,
  failed: false,
  claims: {},
  serviceName: 'writer',
  ...more,
})
const claim = (value: string, serviceName = 'agent') => ({ spanId: 2n, startNs: 2n, value, serviceName })

describe('describeTrace', () => {
  const keyed: { name: string; of: TraceRoot | undefined; claims: Claims; expected: Partial<TraceDescription> }[] = [
    {
      name: 'the root names a long key',
      of: root({ claims: { key: 'a-key-of-the-root' } }),
      claims: { key: claim('another-long-key-1') },
      expected: { key: 'a-key-of-the-root', keyScope: '', joinReason: 'root key' },
    },
    {
      name: 'the root names a short key',
      of: root({ claims: { key: '1' } }),
      claims: {},
      expected: { key: '1', keyScope: 'writer', joinReason: 'root key' },
    },
    {
      name: 'only a child names a key',
      of: root(),
      claims: { key: claim('1') },
      expected: { key: '1', keyScope: 'agent', joinReason: 'item key' },
    },
    {
      name: 'no root was received',
      of: undefined,
      claims: { key: claim('sixteen-letters!') },
      expected: { key: 'sixteen-letters!', keyScope: '', joinReason: 'item key' },
    },
    { name: 'nobody names a key', of: root(), claims: {}, expected: { key: TRACE, keyScope: '', joinReason: 'trace id' } },
  ]
  it.each(keyed)('takes the key when $name', ({ of, claims, expected }) => {
    expect(describeTrace(TRACE, of, claims)).toMatchObject(expected)
  })

  it.each<[string, TraceRoot | undefined, string]>([
    ['a missing root', undefined, 'running'],
    ['a running root', root({ running: true, failed: true }), 'running'],
    ['an ended root', root(), 'completed'],
    ['a failed root', root({ failed: true }), 'failed'],
    ['a root that says cancelled', root({ failed: true, status: 'cancelled' }), 'cancelled'],
    ['an ended root that still says running', root({ status: 'running' }), 'completed'],
  ])('has the status of %s', (_name, of, status) => {
    expect(describeTrace(TRACE, of, {}).status).toBe(status)
  })

  it('takes workflow and dialect from the root, else from the earliest span that has them', () => {
    expect(
      describeTrace(TRACE, root({ claims: { workflow: 'own' } }), { workflow: claim('other'), source: claim('gen_ai') }),
    ).toMatchObject({
      workflow: 'own',
      source: 'gen_ai',
    })
  })

  it('is titled by the root', () => {
    expect(describeTrace(TRACE, root(), {}).title).toBe('invoke_workflow blog-post')
    expect(describeTrace(TRACE, root({ title: 'A post' }), {}).title).toBe('A post')
    expect(describeTrace(TRACE, root({ name: '' }), {}).title).toBeUndefined()
  })
})
