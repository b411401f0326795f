import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../end-to-end/readme.ts'
import type { Played } from './play.ts'
import { folderOf, PLAY_TIMEOUT_MS, play } from './play.ts'
import { expectPrinted } from './printed.ts'

describe('blog-post', () => {
  let played: Played
  beforeAll(async () => {
    // Nothing of an earlier run may stand for what this one writes.
    await rm(join(folderOf('blog-post'), 'output'), { recursive: true, force: true })
    played = await play('blog-post')
  }, PLAY_TIMEOUT_MS)

  it('is a session of its workflow with its sums', () => {
    expect(played.session).toMatchObject({
      workflow: 'blog_post',
      service: 'blog-post',
      title: 'Why the night sky is dark',
      status: 'completed',
      outcome: 'published',
      inputs: { title: 'Why the night sky is dark' },
      outputs: { post: 'blog-post/output/post.md' },
      tokensInput: 1163,
      tokensCacheRead: 384,
      tokensOutput: 721,
      costUsd: '0.00164635',
      costCoverage: 1,
      errorCount: 0,
    })
  })

  it('has its phases, two of them twice', () => {
    expect(played.session.phases).toMatchObject([
      { name: 'research', number: 1, iteration: null, status: 'completed', responseCount: 1 },
      { name: 'draft', number: 2, iteration: 1, status: 'completed', responseCount: 1 },
      { name: 'review', number: 3, iteration: 1, status: 'completed', responseCount: 1 },
      { name: 'draft', number: 2, iteration: 2, status: 'completed', responseCount: 1 },
      { name: 'review', number: 3, iteration: 2, status: 'completed', responseCount: 1 },
      { name: 'publish', number: 4, iteration: null, status: 'completed', responseCount: 0 },
    ])
  })

  it('has every call in its phase', () => {
    const call = { provider: 'openai', model: 'gpt-5-mini-2025-08-07', costSource: 'computed', finishReason: 'stop' }
    expect(played.responses).toMatchObject([
      { ...call, phaseId: phaseId('research'), text: expect.stringContaining('Olbers') },
      { ...call, phaseId: phaseId('draft', 1), tokensReasoning: 192, text: expect.stringContaining('really dark') },
      { ...call, phaseId: phaseId('review', 1), text: expect.stringContaining('"score":2') },
      { ...call, phaseId: phaseId('draft', 2), tokensCacheRead: 256, text: expect.stringContaining('13.8 billion') },
      { ...call, phaseId: phaseId('review', 2), text: '{"score":5,"problems":[]}' },
    ])
    expect(played.prompts[3]).toMatchObject({ model: 'gpt-5-mini', text: expect.stringContaining('Leaves out the age of the universe') })
  })

  it('has every file operation and every run of the linter in its phase', () => {
    expect(played.actions).toMatchObject([
      { phaseId: phaseId('research'), type: 'read', arguments: '{"path":"blog-post/notes.md"}' },
      { phaseId: phaseId('research'), type: 'write', arguments: '{"path":"blog-post/output/research.md"}' },
      { phaseId: phaseId('draft', 1), type: 'write' },
      {
        phaseId: phaseId('review', 1),
        type: 'bash',
        tool: 'lint',
        text: 'node lint.mjs blog-post/output/draft-1.md',
        exitCode: 1,
        success: false,
        result: 'blog-post/output/draft-1.md:3: "really" says nothing\nblog-post/output/draft-1.md:3: "very" says nothing\n',
      },
      { phaseId: phaseId('draft', 2), type: 'write' },
      { phaseId: phaseId('review', 2), type: 'bash', tool: 'lint', exitCode: 0, success: true },
      { phaseId: phaseId('publish'), type: 'write', arguments: '{"path":"blog-post/output/post.md"}' },
    ])
  })

  it('has its files with their hashes', async () => {
    expect(played.artifacts.map(({ type, path }) => `${type} ${path}`)).toEqual([
      'research blog-post/output/research.md',
      'draft blog-post/output/draft-1.md',
      'draft blog-post/output/draft-2.md',
      'final blog-post/output/post.md',
    ])
    for (const { path, contentHash, sizeBytes } of played.artifacts) {
      const bytes = await readFile(join(ROOT, 'examples', path ?? ''))
      const hash = createHash('sha256').update(bytes).digest('hex')
      expect({ path, contentHash, sizeBytes }).toEqual({ path, contentHash: `sha256:${hash}`, sizeBytes: bytes.length })
    }
  })

  it('has the three problems of the first draft as issues', () => {
    expect(played.issues.filter(({ description }) => description !== null)).toMatchObject([
      { severity: 'minor', type: 'style', description: '"really" says nothing', location: 'blog-post/output/draft-1.md:3' },
      { severity: 'minor', type: 'style', description: '"very" says nothing', location: 'blog-post/output/draft-1.md:3' },
      { severity: 'major', type: 'content', description: 'Leaves out the age of the universe, which is the main reason.' },
    ])
  })

  it('has that they are fixed', () => {
    expect(played.issues.filter(({ fixed }) => fixed)).toMatchObject([
      { type: 'style', location: 'blog-post/output/draft-1.md:3', fixIteration: 2 },
      { type: 'style', location: 'blog-post/output/draft-1.md:3', fixIteration: 2 },
      { type: 'content', location: 'blog-post/output/draft-1.md', fixIteration: 2 },
    ])
  })

  it('has its decisions, measurement, checkpoint and rating', () => {
    const inOrder = played.events.toSorted((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? ''))
    const of = (type: string) => inOrder.filter((event) => event.type === type)
    expect(of('after_review')).toMatchObject([
      { kind: 'decision', title: 'revise', body: 'problems: 3, score: 2 of 5' },
      { kind: 'decision', title: 'publish', body: 'problems: 0, score: 5 of 5' },
    ])
    expect(of('word_count')).toMatchObject([{ kind: 'metric', data: { value: 84, unit: '{word}' } }])
    expect(of('tracker.checkpoint')).toMatchObject([{ title: 'published', body: 'blog-post/output/post.md' }])
    expect(of('gen_ai.evaluation.result')).toMatchObject([{ title: 'editor', data: { score: 5 } }])
  })

  it('has what it reports in the phase that reports it', () => {
    const phases = (items: readonly { readonly phaseId: number | null }[]) => items.map((item) => item.phaseId)
    expect(phases(played.artifacts)).toEqual([phaseId('research'), phaseId('draft', 1), phaseId('draft', 2), phaseId('publish')])
    expect(phases(played.issues.filter(({ description }) => description !== null))).toEqual(Array(3).fill(phaseId('review', 1)))
    expect(phases(played.events.filter(({ kind }) => kind === 'decision'))).toEqual([phaseId('review', 1), phaseId('review', 2)])
    expect(phases(played.events.filter(({ kind }) => kind === 'metric'))).toEqual([phaseId('publish')])
  })

  it('prints what its README says', () => expectPrinted('blog-post', played))

  function phaseId(name: string, iteration: number | null = null): number {
    const phase = played.session.phases.find((each) => each.name === name && each.iteration === iteration)
    if (!phase) throw new Error(`there is no phase ${name} ${iteration}`)
    return phase.id
  }
})
