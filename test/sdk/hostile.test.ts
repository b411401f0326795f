/** Whatever a program hands over, and whatever it does in the wrong order, its own work goes on. */
import { createTracker, type Session, trackerSpanProcessor } from '@ai-tracker/sdk'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Session as SessionRow } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'

const cyclic: Record<string, unknown> = { name: 'loop' }
cyclic.self = cyclic
const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

/** Values that break naive code, without types. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['a null', null],
  ['a number', Number.NaN],
  ['a BigInt', 10n ** 30n],
  ['a symbol', Symbol('s')],
  ['a function', () => undefined],
  ['a cycle', cyclic],
  ['a revoked proxy', revoked],
  ['a getter that throws', { get name() { throw new Error('no') }, type: 'x' }], // biome-ignore format: one line
  ['a toJSON that throws', { toJSON: () => expect.fail('no') }],
  ['a toString that throws', { toString: () => expect.fail('no'), [Symbol.toPrimitive]: () => expect.fail('no') }],
  ['lone surrogates and controls', '\ud800\u0000\u001b[31m'],
  ['an array that is no list', Object.assign([1, undefined, cyclic], { extra: true })],
  ['__proto__', JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')],
]

/** Every method that takes something, with the same value everywhere. */
function useEverything(session: Session, value: unknown): readonly Promise<unknown>[] {
  const any = value as never
  const scope = session.startPhase(any)
  const inner = session.startPhase({ name: 'inner', number: any, input: any, metadata: any })
  const prompt = session.startPrompt({ text: any, messages: any, system: any, model: any, temperature: any, metadata: any })
  prompt.rate(any)
  prompt.respond({ text: any, messages: any, toolCalls: any, tokensInput: any, finishReason: any, costUsd: any, timeToFirstTokenMs: any })
  session.startPrompt(any).respond(any)
  session.startPrompt(any).fail(any)
  session.logCall(any)
  session.logCall({ prompt: any, response: any, latencyMs: any, endedAt: any, error: any })
  const action = session.startAction({ type: any, tool: any, command: any, arguments: any, callId: any, metadata: any })
  action.record({ result: any, exitCode: any })
  action.complete(any)
  session.startAction(any).fail(any)
  session.logAction(any)
  session.issue(any)
  session.issue({ severity: any, type: any, description: any, metadata: any })
  session.issueFixed(any)
  session.metric(any)
  session.metric({ name: any, value: any, unit: any })
  session.decision(any)
  session.decision({ chosen: any, options: any })
  session.checkpoint(any, any)
  session.rate(any)
  scope.fail(any)
  inner.complete({ output: any })
  scope.complete(any)
  return [session.artifact(any), session.artifact({ type: any, path: any, content: any, metadata: any })]
}

/** What the SDK says on standard error, instead of saying it there. */
function listen(): readonly string[] {
  const lines: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  onTestFinished(() => spy.mockRestore())
  return lines
}

describe('hostile use', () => {
  it('takes any value anywhere', () =>
    withCollector(async ({ url }) => {
      listen()
      const tracker = createTracker({ endpoint: url, spool: false, env: {} })
      for (const [name, value] of VALUES) {
        const result = await tracker.session(
          { workflow: 'hostile', title: name, inputs: value, metadata: value as never },
          async (session) => {
            await Promise.all(useEverything(session, value))
            session.complete({ outcome: value as never, outputs: value })
            return 'done'
          },
        )
        expect(result).toBe('done')
        await tracker.session(value as never, () => undefined)
        tracker.startSession(value as never).fail(value)
        expect(await tracker.flush(), name).toBe(true)
      }
      const rows = (await restOf(url).list<SessionRow>('/sessions')).filter(({ workflow }) => workflow === 'hostile')
      expect(rows.map(({ title, status }) => [title, status]).toSorted()).toEqual(VALUES.map(([name]) => [name, 'completed']).toSorted())
    }))

  it('cuts what is too long', () =>
    withCollector(async ({ url }) => {
      const tracker = createTracker({ endpoint: url, spool: false, env: {} })
      const text = 'x'.repeat(20_000_000)
      await tracker.session(text, (session) => session.prompt({ text, model: text }, () => 'fine'))
      expect(await tracker.flush()).toBe(true)
      const [session] = await restOf(url).list<SessionRow>('/sessions')
      expect(session).toMatchObject({ status: 'completed', rootName: `invoke_workflow ${text}`.slice(0, 256), responseCount: 1 })
    }))

  it('ignores what comes after the end, and says so once', () =>
    withCollector(async ({ url }) => {
      const lines = listen()
      const tracker = createTracker({ endpoint: url, spool: false, env: {} })
      const session = tracker.startSession('late')
      const phase = session.startPhase('draft')
      session.complete()
      session.complete()
      session.fail(new Error('too late'))
      phase.complete()
      phase.complete()
      for (let index = 0; index < 10; index++) phase.metric({ name: 'late', value: index })
      await phase.prompt({ text: 'still works', model: 'm' }, () => 'yes')
      await tracker.flush()
      expect(await restOf(url).list<SessionRow>('/sessions')).toMatchObject([{ status: 'completed', errorCount: 0, responseCount: 1 }])
      // The values before may have been the first to come too late.
      for (const what of ['came after', 'is ignored']) expect(lines.filter((line) => line.includes(what)).length).toBeLessThanOrEqual(1)
    }))

  it('takes a rating of a span that the program has ended by itself', () =>
    withCollector(async ({ url }) => {
      const tracker = createTracker({ endpoint: url, spool: false, env: {} })
      const session = tracker.startSession('own-end')
      session.span.end()
      session.rate({ name: 'late', score: 3 })
      expect(await tracker.flush()).toBe(true)
      expect(await restOf(url).list('/sessions/1/events')).toMatchObject([{ title: 'late' }])
    }))

  it('does nothing when it is switched off', async () => {
    const lines = listen()
    const tracker = createTracker({ endpoint: 'http://127.0.0.1:1', env: { OTEL_SDK_DISABLED: 'true' }, spool: false })
    expect(await tracker.session('off', (session) => session.phase('p', (phase) => phase.prompt({ model: 'm', text: 't' }, () => 5)))).toBe(
      5,
    )
    expect(tracker.startSession('off').env()).toEqual({})
    expect(await tracker.flush()).toBe(true)
    trackerSpanProcessor({ disabled: true }).onStart({})
    expect(lines).toEqual([])
  })

  it('takes options that are none, and records an artifact whose content is none', () =>
    withCollector(async ({ url }) => {
      listen()
      const broken = { get endpoint(): string { throw new Error('no') }, env: { get OTEL_SDK_DISABLED(): string { throw new Error('no') } } } // biome-ignore format: one line
      expect(await createTracker(broken).session('broken', () => 5)).toBe(5)
      const tracker = createTracker({ endpoint: new URL(url) as never, spool: false, env: {} })
      await tracker.session('odd', (session) => session.artifact({ type: 'odd', content: 5 as never }))
      expect(await tracker.flush()).toBe(true)
      const [session] = await restOf(url).list<SessionRow>('/sessions')
      expect(await restOf(url).list(`/sessions/${session?.id}/artifacts`)).toMatchObject([{ type: 'odd' }])
    }))

  it('lives without a place to write to', async () => {
    listen()
    const tracker = createTracker({ endpoint: 'http://127.0.0.1:1', spool: '/dev/null/spool', env: {} })
    expect(await tracker.session('nowhere', () => 5)).toBe(5)
    expect(await tracker.flush()).toBe(false)
  })
})
