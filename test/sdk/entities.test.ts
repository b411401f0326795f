import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTracker, type Session } from '@ai-tracker/sdk'
import { describe, expect, it } from 'vitest'
import type { Action, Artifact, Event, Issue, Prompt, Response, SessionDetail } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { type Rest, restOf } from '../end-to-end/rest.ts'
import { withFolder } from './run-program.ts'

const DRAFT = 'A draft.\n'

/** Everything that a session can hold, in one phase. */
async function blogPost(session: Session, folder: string): Promise<string> {
  await writeFile(join(folder, 'draft.md'), DRAFT)
  await session.phase({ name: 'research', number: 1, iteration: 2, attempt: 3, metadata: { depth: 'full' } }, async (phase) => {
    const asked = { text: 'Why?', system: 'Be brief.', model: 'gpt-4o', provider: 'openai', temperature: 0.2, topP: 0.9, maxTokens: 50 }
    await phase.prompt({ ...asked, experiment: 'shorter', variant: 'b', metadata: { try: 1 } }, (prompt) => {
      const answer = { text: 'Because.', model: 'gpt-4o-2024-08-06', responseId: 'resp-1', finishReason: 'stop' }
      const tokens = { tokensInput: 1000, tokensOutput: 100, tokensCacheRead: 500, tokensReasoning: 20 }
      prompt.respond({ ...answer, ...tokens }).rate({ score: 4, explanation: 'clear' })
    })
    await phase.action(
      { type: 'bash', command: 'ls', arguments: { command: 'ls' }, callId: 'call-1', metadata: { cwd: '/' } },
      (action) => {
        action.record({ result: { files: 2 }, exitCode: 1 })
      },
    )
    await phase.artifact({ type: 'draft', path: join(folder, 'draft.md'), metadata: { words: 2 } })
    await phase.artifact({ type: 'lost', path: join(folder, 'missing.md') })
    phase.issue({
      id: 'i-1',
      severity: 'major',
      type: 'passive',
      description: 'Too passive.',
      location: 'draft.md:1',
      metadata: { rule: 7 },
    })
    phase.metric({ name: 'readability', value: 61.5, unit: '1' })
    phase.metric({ name: 'parts', value: ['a', 'b'] })
    phase.decision({ type: 'tool', chosen: 'a', options: ['a', 'b'], rationale: 'It is first.' })
    phase.checkpoint('tests-green', 'All of them.')
    phase.logCall({
      prompt: { text: 'Again?', model: 'claude-sonnet-4-5' },
      response: { text: 'Yes.', tokensInput: 10, tokensOutput: 2, costUsd: '0.0125' },
      latencyMs: 1500,
    })
    phase.logAction({
      type: 'read',
      tool: 'read_file',
      arguments: 'a.txt',
      result: 'text',
      durationMs: 250,
      error: new Error('no such file'),
    })
  })
  session.complete({ outcome: 'published', outputs: { url: 'https://example.org/post' } })
  return 'done'
}

interface Rows {
  readonly session: SessionDetail
  readonly list: <T>(kind: string) => Promise<readonly T[]>
}

async function rowsOf(rest: Rest): Promise<Rows> {
  const [first] = await rest.list<{ readonly id: number }>('/sessions')
  const session = await rest.get<SessionDetail>(`/sessions/${first?.id}`)
  return { session, list: (kind) => rest.list(`/sessions/${session.id}/${kind}`) }
}

describe('what is recorded comes out as rows', () => {
  it('holds every kind of entity with its values', () =>
    withFolder((folder) =>
      withCollector(async ({ url }) => {
        const tracker = createTracker({ endpoint: url, spool: false, serviceName: 'writer' })
        const options = { workflow: 'blog-post', version: '1.4.0', key: 'blog-2026-03-01-a', title: 'CPU scheduling', userId: 'u-42' }
        const given = { ...options, inputs: { topic: 'CPU' }, metadata: { team: 'docs' } }
        expect(await tracker.session(given, (session) => blogPost(session, folder))).toBe('done')
        expect(await tracker.flush()).toBe(true)

        const { session, list } = await rowsOf(restOf(url))
        expect(session).toMatchObject({
          key: 'blog-2026-03-01-a',
          workflow: 'blog-post',
          workflowVersion: '1.4.0',
          title: 'CPU scheduling',
          userId: 'u-42',
          service: 'writer',
          status: 'completed',
          outcome: 'published',
          inputs: { topic: 'CPU' },
          outputs: { url: 'https://example.org/post' },
          metadata: { team: 'docs' },
          source: 'tracker',
          spanCount: 6,
          error: null,
        })
        const phase = { name: 'research', number: 1, iteration: 2, attempt: 3, status: 'completed', metadata: { depth: 'full' } }
        expect(session.phases).toMatchObject([phase])

        const prompts = await list<Prompt>('prompts')
        expect(prompts.find(({ text }) => text === 'Again?')).toMatchObject({ model: 'claude-sonnet-4-5', phase: 'research' })
        expect(prompts.find(({ text }) => text === 'Why?')).toMatchObject({
          ...{ system: 'Be brief.', model: 'gpt-4o', temperature: 0.2, topP: 0.9, maxTokens: 50, phase: 'research' },
          ...{ experiment: 'shorter', variant: 'b', metadata: { try: 1 } },
        })
        const responses = await list<Response>('responses')
        expect(responses.find(({ text }) => text === 'Because.')).toMatchObject({
          ...{ provider: 'openai', model: 'gpt-4o-2024-08-06', phase: 'research', finishReason: 'stop', costSource: 'computed' },
          ...{ tokensInput: 1000, tokensOutput: 100, tokensCacheRead: 500, tokensReasoning: 20, costUsd: '0.002875' },
        })
        expect(responses.find(({ text }) => text === 'Yes.')).toMatchObject({ costUsd: '0.0125', costSource: 'reported', latencyMs: 1500 })

        const actions = await list<Action>('actions')
        expect(actions.find(({ type }) => type === 'bash')).toMatchObject({
          ...{ tool: 'bash', callId: 'call-1', text: 'ls', arguments: '{"command":"ls"}', result: '{"files":2}', phase: 'research' },
          ...{ exitCode: 1, success: false, metadata: { cwd: '/' } },
        })
        expect(actions.find(({ type }) => type === 'read')).toMatchObject({
          ...{ tool: 'read_file', arguments: 'a.txt', result: 'text', success: false, durationMs: 250 },
          error: { type: 'Error', message: 'no such file' },
        })

        const phaseSpan = session.phases[0]?.spanId
        const hash = createHash('sha256').update(DRAFT).digest('hex')
        const artifacts = await list<Artifact>('artifacts')
        expect(artifacts.find(({ type }) => type === 'draft')).toMatchObject({
          ...{
            path: join(folder, 'draft.md'),
            contentHash: `sha256:${hash}`,
            sizeBytes: DRAFT.length,
            metadata: { words: 2 },
            spanId: phaseSpan,
            phase: 'research',
          },
        })
        expect(artifacts.find(({ type }) => type === 'lost')).toMatchObject({ contentHash: null, sizeBytes: null, phase: 'research' })
        expect(await list<Issue>('issues')).toMatchObject([
          {
            ...{ severity: 'major', type: 'passive', description: 'Too passive.', location: 'draft.md:1', fixed: false },
            ...{ metadata: { rule: 7 }, spanId: phaseSpan, phase: 'research' },
          },
        ])

        const events = await list<Event>('events')
        const found = (type: string) => events.find((event) => event.type === type)
        for (const type of ['readability', 'parts', 'tool', 'tracker.checkpoint']) expect(found(type)).toMatchObject({ phase: 'research' })
        expect(found('readability')).toMatchObject({ kind: 'metric', data: { value: 61.5, unit: '1' } })
        expect(found('parts')).toMatchObject({ kind: 'metric', data: { json: '["a","b"]' } })
        expect(found('tool')).toMatchObject({ kind: 'decision', title: 'a', body: 'It is first.', data: { options: '["a","b"]' } })
        expect(found('tracker.checkpoint')).toMatchObject({ title: 'tests-green', body: 'All of them.' })
        const rated = responses.find(({ text }) => text === 'Because.')
        expect(found('gen_ai.evaluation.result')).toMatchObject({ spanId: rated?.spanId, title: 'rating', data: { score: 4 } })
      }),
    ))

  it('records no texts when content is off, but everything else', () =>
    withCollector(async ({ url }) => {
      const tracker = createTracker({ endpoint: url, spool: false, content: 'off' })
      await tracker.session({ workflow: 'quiet', inputs: { secret: 1 } }, async (session) => {
        await session.prompt({ text: 'secret', system: 'secret', model: 'gpt-4o' }, () => 'secret')
        await session.action({ type: 'bash', command: 'secret', arguments: { secret: 1 } }, () => 'secret')
        session.complete({ outputs: 'secret' })
      })
      await tracker.flush()
      const rest = restOf(url)
      const { session, list } = await rowsOf(rest)
      expect(await list<Prompt>('prompts')).toMatchObject([{ model: 'gpt-4o', text: null }])
      expect(await list<Action>('actions')).toMatchObject([{ type: 'bash', arguments: null, result: null, success: true }])
      expect(await rest.text(`/traces/${session.traceId}?format=otlp`)).not.toContain('secret')
    }))

  it('rates a call that is over, and counts it once', () =>
    withCollector(async ({ url }) => {
      const tracker = createTracker({ endpoint: url, spool: false })
      const session = tracker.startSession('rated')
      const prompt = session.startPrompt({ text: 'Why?', model: 'gpt-4o', provider: 'openai' })
      const answer = prompt.respond({ text: 'Because.', tokensInput: 1000, tokensOutput: 100 })
      session.complete()
      await tracker.flush()
      answer.rate({ score: 5 })
      session.rate({ label: 'good' })
      await tracker.flush()
      const { session: row, list } = await rowsOf(restOf(url))
      expect(row).toMatchObject({ responseCount: 1, tokensTotal: 1100, spanCount: 2 })
      expect((await list<Event>('events')).map(({ spanId, title }) => [spanId, title]).toSorted()).toEqual(
        [
          [answer.spanId, 'rating'],
          [session.spanId, 'rating'],
        ].toSorted(),
      )
    }))
})
