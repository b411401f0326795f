import { createTracker, type Session, type Tracker } from '@ai-tracker/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Action, Phase, Response, Session as SessionRow, Span } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import { runProgram } from './run-program.ts'

/** What a run leaves in an empty store. */
interface Left {
  readonly sessions: readonly SessionRow[]
  readonly phases: readonly Phase[]
  readonly spans: readonly Span[]
  readonly responses: readonly Response[]
  readonly actions: readonly Action[]
}

let collector: { readonly url: string }
let close: () => void
const seen = new Set<number>()

beforeAll(async () => {
  const started = Promise.withResolvers<void>()
  const closed = new Promise<void>((resolve) => {
    close = resolve
  })
  void withCollector((fresh) => {
    collector = fresh
    started.resolve()
    return closed
  }).catch(started.reject)
  await started.promise
})
afterAll(() => close())

/** Lets a program record something, and reads all that is new. */
async function recorded(record: (tracker: Tracker) => Promise<unknown>): Promise<Left> {
  const tracker = createTracker({ endpoint: collector.url, spool: false, env: {} })
  await record(tracker)
  expect(await tracker.flush()).toBe(true)
  const rest = restOf(collector.url)
  const sessions = (await rest.list<SessionRow>('/sessions')).filter(({ id }) => !seen.has(id))
  for (const { id } of sessions) seen.add(id)
  const below = async <T>(kind: string): Promise<readonly T[]> =>
    (await Promise.all(sessions.map(({ id }) => rest.list<T>(`/sessions/${id}/${kind}`)))).flat()
  const [phases, spans, responses] = [await below<Phase>('phases'), await below<Span>('spans'), await below<Response>('responses')]
  return { sessions, phases, spans, responses, actions: await below<Action>('actions') }
}

const named = (spans: readonly Span[], name: string) => spans.find((span) => span.name === name)

describe('the callback form', () => {
  it('gives back what the callback gives, and goes through the phases', async () => {
    const { sessions, phases } = await recorded(async (tracker) => {
      const words = await tracker.session({ workflow: 'post' }, (session) =>
        session.phase('draft', async (phase) => phase.phase('inner', () => 3)),
      )
      expect(words).toBe(3)
    })
    expect(sessions).toMatchObject([{ workflow: 'post', status: 'completed' }])
    expect(phases.map(({ name, status }) => [name, status])).toEqual([
      ['draft', 'completed'],
      ['inner', 'completed'],
    ])
    expect(phases[1]?.parentId).toBe(phases[0]?.id)
  })

  it('records what a callback throws, in every scope that it leaves, and throws it again unchanged', async () => {
    const problem = new RangeError('too long')
    const { sessions, phases, responses, actions } = await recorded(async (tracker) => {
      const failing = tracker.session({ workflow: 'post' }, (session) =>
        session.phase('draft', async (phase) => {
          await phase.action({ type: 'bash' }, () => Promise.reject(problem)).catch(() => undefined)
          await phase.prompt({ text: 'Hi', model: 'gpt-4o' }, () => Promise.reject(problem))
        }),
      )
      await expect(failing).rejects.toBe(problem)
    })
    const error = { type: 'RangeError', message: 'too long' }
    expect(sessions).toMatchObject([{ status: 'failed', errorCount: 4 }])
    expect(phases).toMatchObject([{ name: 'draft', status: 'failed', error }])
    expect(responses).toMatchObject([{ error }])
    expect(actions).toMatchObject([{ error, success: false }])
  })

  it('takes a synchronous throw like a rejection', async () => {
    const { sessions } = await recorded(async (tracker) => {
      const failing = tracker.session('post', () => {
        // biome-ignore lint/style/useThrowOnlyError: programs throw anything
        throw 'just a text'
      })
      await expect(failing).rejects.toBe('just a text')
    })
    expect(sessions).toMatchObject([{ status: 'failed' }])
  })

  it('takes what a callback returns as the answer or the result, unless it said so itself', async () => {
    const { responses, actions } = await recorded((tracker) =>
      tracker.session('post', async (session) => {
        await session.prompt({ text: 'Hi', model: 'gpt-4o' }, () => 'Hello.')
        await session.action({ type: 'one' }, () => ({ lines: 2 }))
        await session.action({ type: 'two' }, (action) => {
          action.record({ result: 'recorded' })
          return 'returned'
        })
        await session.action({ type: 'three' }, () => undefined)
      }),
    )
    expect(responses).toMatchObject([{ text: 'Hello.' }])
    expect(actions.map(({ type, result }) => [type, result])).toEqual([
      ['one', '{"lines":2}'],
      ['two', 'recorded'],
      ['three', null],
    ])
  })

  it('ends a call when it was answered, not when the callback is done with the answer', async () => {
    const { responses } = await recorded((tracker) =>
      tracker.session('post', (session) =>
        session.prompt({ text: 'Hi', model: 'gpt-4o' }, async (prompt) => {
          prompt.respond({ text: 'Hello.' })
          await new Promise((resolve) => setTimeout(resolve, 300))
        }),
      ),
    )
    expect(responses[0]?.latencyMs).toBeLessThan(200)
  })

  it('keeps what runs at the same time apart', async () => {
    const { spans } = await recorded((tracker) =>
      tracker.session('post', (session) =>
        Promise.all(
          ['a', 'b', 'c'].map((name) =>
            session.phase(name, async () => {
              await new Promise((resolve) => setImmediate(resolve))
              await session.action({ type: name }, () => undefined)
            }),
          ),
        ),
      ),
    )
    for (const name of ['a', 'b', 'c']) expect(named(spans, `execute_tool ${name}`)?.parentSpanId).toBe(named(spans, name)?.spanId)
  })
})

describe('the explicit form', () => {
  const endings: readonly (readonly [string, (session: Session) => void, object])[] = [
    ['complete', (session) => session.complete({ outcome: 'published' }), { status: 'completed', outcome: 'published' }],
    ['fail', (session) => session.fail(new Error('no')), { status: 'failed' }],
    ['cancel', (session) => session.cancel(), { status: 'cancelled' }],
    ['the first of two endings', (session) => [session.cancel(), session.complete()], { status: 'cancelled' }],
    ['nothing', () => undefined, { status: 'running', completedAt: null }],
  ]
  it.each(endings)('ends a session by %s', async (_, end, row) => {
    const { sessions } = await recorded(async (tracker) => end(tracker.startSession({ workflow: 'post' })))
    expect(sessions).toMatchObject([row])
  })

  it('makes parts of the object that is asked, whatever else is open', async () => {
    const { spans, phases } = await recorded(async (tracker) => {
      const session = tracker.startSession('post')
      const [one, two] = [session.startPhase('one'), session.startPhase({ name: 'two', iteration: 2 })]
      one.startAction({ type: 'in-one' }).complete({ result: 1, exitCode: 0 })
      two.startPrompt({ text: 'Hi', model: 'm' }).respond({ text: 'Hello.' })
      one.run(() => session.logAction({ type: 'in-run' }))
      two.skip()
      one.complete({ output: { done: true } })
      session.complete()
    })
    const parent = (name: string) => spans.find(({ spanId }) => spanId === named(spans, name)?.parentSpanId)?.name
    expect(['one', 'two', 'execute_tool in-one', 'chat m', 'execute_tool in-run'].map(parent)).toEqual([
      ...['invoke_workflow post', 'invoke_workflow post', 'one', 'two', 'one'],
    ])
    expect(phases.map(({ name, status, iteration }) => [name, status, iteration])).toEqual([
      ['one', 'completed', null],
      ['two', 'skipped', 2],
    ])
  })

  it('ends and sends with the block that it was made in', async () => {
    const { url } = collector
    const tracker = createTracker({ endpoint: url, spool: false, env: {} })
    const left = { traceId: '' }
    {
      await using session = tracker.startSession('post')
      using _phase = session.startPhase('draft')
      void session.artifact({ type: 'text', content: 'abc' })
      left.traceId = session.traceId
    }
    const session = await restOf(url).get<SessionRow>(`/sessions/${left.traceId}`)
    seen.add(session.id)
    expect(session).toMatchObject({ status: 'completed', spanCount: 2 })
    expect(await restOf(url).list(`/sessions/${session.id}/artifacts`)).toMatchObject([{ sizeBytes: 3 }])
  })
})

describe('the context', () => {
  it('is the innermost scope, through async code, and gone afterwards', async () => {
    await recorded(async (tracker) => {
      expect(tracker.current()).toBeUndefined()
      await tracker.session('post', async (session) => {
        expect(tracker.current()).toBe(session)
        await session.phase('draft', async (phase) => {
          await Promise.resolve()
          expect(tracker.current()).toBe(phase)
        })
        expect(tracker.current()).toBe(session)
      })
      expect(tracker.current()).toBeUndefined()
    })
  })

  it('makes a session within a session a step of it, unless it shall be one of its own', async () => {
    const { sessions, phases } = await recorded((tracker) =>
      tracker.session('outer', async () => {
        await tracker.session({ workflow: 'inner', inputs: 1 }, () => undefined)
        await tracker.session({ workflow: 'other', root: true }, () => undefined)
      }),
    )
    expect(sessions.map(({ workflow }) => workflow).toSorted()).toEqual(['other', 'outer'])
    expect(phases).toMatchObject([{ name: 'inner', status: 'completed' }])
  })

  it('goes on in a child process', async () => {
    const { sessions, spans } = await recorded((tracker) =>
      tracker.session({ workflow: 'outer', key: 'outer-key-of-this-test' }, (session) =>
        session.phase('spawn', async (phase) => {
          const env = { ...phase.env(), TRACKER_URL: collector.url }
          expect(await runProgram({ program: 'test/sdk/programs/child.ts', env })).toMatchObject({ code: 0, stderr: '' })
        }),
      ),
    )
    expect(sessions).toMatchObject([{ workflow: 'outer', key: 'outer-key-of-this-test', status: 'completed', actionCount: 1 }])
    expect(spans.map(({ name, depth }) => [name, depth])).toEqual([
      ['invoke_workflow outer', 0],
      ['spawn', 1],
      ['invoke_workflow outer', 2],
      ['execute_tool in-child', 3],
    ])
  })
})
