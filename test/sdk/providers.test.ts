import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import type { Response, Session, Span } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { type Rest, restOf } from '../end-to-end/rest.ts'
import { createFakeModel } from '../fake-model/server.ts'
import { runProgram, withFolder } from './run-program.ts'
import { type SentSpan, sentSpans } from './sent-spans.ts'

const ONE_API = ['--import', join(import.meta.dirname, '../otel-sdk-3/one-api.ts')]
const OURS = ['draft', 'invoke_workflow blog-post', 'research']
const CALLS = ['OpenAI Chat Completions', 'OpenAI Chat Completions']

/** Runs a program beside a collector and a model. */
async function run(program: string, options: { readonly args?: readonly string[]; readonly nodeOptions?: readonly string[] } = {}) {
  const model = await createFakeModel().listen(0)
  try {
    return await withFolder((home) =>
      withCollector(async ({ url }) => {
        const env = { TRACKER_URL: url, HOME: home, FAKE_MODEL_URL: model.url }
        const end = await runProgram({ program, env, ...options })
        expect(end).toMatchObject({ code: 0, stderr: '' })
        return { said: end.stdout === '' ? {} : JSON.parse(end.stdout), ...(await received(restOf(url))) }
      }),
    )
  } finally {
    await model.close()
  }
}

async function received(rest: Rest) {
  const sessions = await rest.list<Session>('/sessions')
  const spans = await rest.list<Span>(`/sessions/${sessions[0]?.id}/spans`)
  const responses = await rest.list<Response>(`/sessions/${sessions[0]?.id}/responses`)
  return {
    sessions,
    names: spans.map(({ name }) => name).toSorted(),
    phases: responses.map(({ phase }) => phase).toSorted(),
    moments: momentsOf(await sentSpans(rest, sessions[0]?.traceId)),
  }
}

/** When our spans began and ended, and the checkpoint between them, in the order in which it happened. */
function momentsOf(spans: readonly SentSpan[]): readonly bigint[] {
  const named = (wanted: string) => spans.find(({ name }) => name === wanted)
  const [session, research, draft] = [named('invoke_workflow blog-post'), named('research'), named('draft')]
  const between = [research?.startTimeUnixNano, research?.endTimeUnixNano, session?.events?.[0]?.timeUnixNano]
  const times = [session?.startTimeUnixNano, ...between, draft?.startTimeUnixNano, draft?.endTimeUnixNano, session?.endTimeUnixNano]
  return times.map((time) => BigInt(time ?? 0))
}

/** Every moment is later than the one before. */
function expectInOrder(moments: readonly bigint[]): void {
  for (const [index, moment] of moments.slice(1).entries()) expect(moment).toBeGreaterThan(moments[index] ?? 0n)
}

describe('a program without a provider', () => {
  it('gets one, and calls that other instrumentation records land in the right phase', async () => {
    const { sessions, names, phases, moments } = await run('test/sdk/programs/beside-nothing.ts')
    expect(sessions).toMatchObject([{ workflow: 'blog-post', status: 'completed', service: 'beside-nothing', responseCount: 2 }])
    expect(names).toEqual([...CALLS, ...OURS])
    expect(phases).toEqual(['draft', 'research'])
    expectInOrder(moments)
  })

  it('has one provider and one connection, whatever number of copies of the SDK it has', () =>
    withFolder(async (folder) => {
      // Below the repository, so that it finds the API there.
      const build = await rolldown({
        input: join(import.meta.dirname, '../../packages/sdk/src/index.ts'),
        platform: 'node',
        external: ['@opentelemetry/api'],
      })
      const api = JSON.stringify(join(import.meta.dirname, '../../node_modules/@opentelemetry/api'))
      await build.write({ dir: folder, format: 'cjs', entryFileNames: 'sdk.cjs', paths: { '@opentelemetry/api': JSON.parse(api) } })
      await build.close()
      const { sessions, names } = await run('test/sdk/programs/two-copies.ts', { args: [join(folder, 'sdk.cjs')] })
      expect(sessions).toMatchObject([{ workflow: 'outer', spanCount: 4 }])
      expect(names).toEqual(['execute_tool in-build', 'execute_tool in-sources', 'invoke_workflow inner', 'invoke_workflow outer'])
    }))
})

describe.each([
  { name: 'SDK 2 with API 1.9', program: 'test/sdk/programs/beside-sdk-2.ts', nodeOptions: [] },
  { name: 'SDK 3 with API 1.10', program: 'test/otel-sdk-3/beside-sdk-3.ts', nodeOptions: ONE_API },
])('a program with $name', ({ program, nodeOptions }) => {
  it('keeps its provider, and sends ours to both', async () => {
    const { said, sessions, names, moments } = await run(program, { nodeOptions })
    expect(said.isKept).toBe(true)
    expect(said.names.toSorted()).toEqual([...CALLS, ...OURS])
    expect(sessions).toMatchObject([{ workflow: 'blog-post', status: 'completed' }])
    expect(names).toEqual(OURS)
    expectInOrder(moments)
  })

  it('sends all of its spans when it has our processor, each once, and calls land in the right phase', async () => {
    const { said, sessions, names, phases, moments } = await run(program, { nodeOptions, args: ['processor'] })
    expect(said.isKept).toBe(true)
    expect(sessions).toMatchObject([{ workflow: 'blog-post', status: 'completed', spanCount: 5, responseCount: 2 }])
    expect(names).toEqual([...CALLS, ...OURS])
    expect(phases).toEqual(['draft', 'research'])
    expectInOrder(moments)
  })
})
