import type { Phase, SessionDetail } from '@ai-tracker/collector'
import { describe, expect, it } from 'vitest'
import { plain } from './paint.ts'
import { phaseLines, placed } from './phase-table.ts'
import { type Step, sessionLines, stepLines } from './session-page.ts'

const phase = (id: number, parentId: number | null, rest: Partial<Phase> = {}): Phase => ({
  id,
  parentId,
  name: `phase ${id}`,
  spanId: '',
  traceId: '',
  number: null,
  iteration: null,
  attempt: null,
  implicit: false,
  status: 'completed',
  startedAt: '2026-01-04T10:00:00.000Z',
  completedAt: null,
  durationMs: 1,
  responseCount: 0,
  tokensTotal: 0,
  costUsd: null,
  costCoverage: null,
  error: null,
  metadata: null,
  ...rest,
})

const at = '2026-01-04T10:00:00.000Z'
const ENDED = { status: 'completed' } as const
const canvas = (columns: number) => ({ columns, paint: plain, nowMs: Date.parse(at) + 5_000 })

describe('phases as a tree', () => {
  it.each<[name: string, parents: readonly (readonly [number, number | null])[], expected: readonly string[]]>([
    [
      'children stand below their parent',
      [
        [1, null],
        [2, null],
        [3, 1],
        [4, 3],
        [5, 1],
      ],
      ['1@0', '3@1', '4@2', '5@1', '2@0'],
    ],
    [
      'a child may start before its parent',
      [
        [2, 1],
        [1, null],
      ],
      ['1@0', '2@1'],
    ],
    [
      'a parent that is missing',
      [
        [1, 99],
        [2, 1],
      ],
      ['1@0', '2@1'],
    ],
    [
      'its own parent',
      [
        [1, 1],
        [2, null],
      ],
      ['2@0', '1@0'],
    ],
    [
      'a cycle',
      [
        [1, 2],
        [2, 1],
        [3, 1],
      ],
      ['1@0', '2@1', '3@1'],
    ],
    ['none', [], []],
  ])('%s', (_, parents, expected) => {
    expect(placed(parents.map(([id, parent]) => phase(id, parent))).map(({ id, depth }) => `${id}@${depth}`)).toEqual(expected)
  })

  it('may be as deep as the list is long', () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => phase(index, index - 1))
    expect(placed(chain).at(-1)).toMatchObject({ id: 999, depth: 999 })
    for (const line of phaseLines(chain, ENDED, canvas(80))) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('names iteration, attempt and what is outside', () => {
    const phases = [
      phase(1, null, { iteration: 3 }),
      phase(2, null, { attempt: 2, iteration: 1 }),
      phase(3, null, { implicit: true, durationMs: null, status: 'running' }),
    ]
    const lines = phaseLines(phases, ENDED, canvas(80))
    expect(lines).toEqual([
      'PHASE                        STATUS     DURATION  CALLS  TOKENS  COST',
      'phase 1 #3                   completed      1 ms      0',
      'phase 2, attempt 2           completed      1 ms      0',
      'phase 3 (outside of phases)  running           —      0',
    ])
  })

  it('that run go on until now, as long as their session runs', () => {
    const [, running] = phaseLines([phase(1, null, { durationMs: null, status: 'running' })], { status: 'running' }, canvas(80))
    expect(running).toMatch(/running +5\.0 s /)
    const [, abandoned] = phaseLines([phase(1, null, { durationMs: null, status: 'running' })], { status: 'abandoned' }, canvas(80))
    expect(abandoned).toMatch(/running +— /)
  })
})

const session = (rest: Partial<SessionDetail> = {}): SessionDetail => ({
  pinned: false,
  id: 1,
  key: 'k',
  traceId: 'k',
  workflow: 'blog_post',
  workflowVersion: null,
  title: null,
  rootName: null,
  service: null,
  preview: null,
  status: 'completed',
  outcome: null,
  startedAt: at,
  completedAt: null,
  durationMs: 1_000,
  tokensInput: 0,
  tokensOutput: 0,
  tokensCacheRead: 0,
  tokensCacheWrite: 0,
  tokensTotal: 0,
  costUsd: null,
  costCoverage: null,
  responseCount: 0,
  actionCount: 0,
  issueCount: 0,
  openIssueCount: 0,
  errorCount: 0,
  spanCount: 1,
  traceCount: 1,
  models: [],
  source: '',
  receivedAt: null,
  phases: [],
  phaseCount: 0,
  traceIds: [],
  settling: false,
  rootSpanId: null,
  conversationId: null,
  userId: null,
  inputs: null,
  outputs: null,
  metadata: null,
  error: null,
  ...rest,
})

const step = (rest: Partial<Step> = {}): Step => ({
  kind: 'action',
  id: 1,
  spanId: '',
  traceId: '',
  phaseId: null,
  at,
  atNs: '1',
  durationMs: 12,
  name: 'web_search',
  detail: null,
  failed: false,
  tokensTotal: null,
  costUsd: null,
  spanName: null,
  error: null,
  ...rest,
})

describe('the head of a session', () => {
  const line = (name: string, value: SessionDetail, steps: readonly Step[] = []) =>
    sessionLines(value, steps, canvas(100))
      .find((each) => each.startsWith(`${name} `))
      ?.slice(name.length)
      .trim()
  const died = step({ failed: true, error: { type: 'Timeout', message: 'died' } })

  it.each<[name: string, title: string | null, expected: string | undefined]>([
    ['none', null, undefined],
    ['the workflow', 'blog_post', undefined],
    ['operation and workflow', 'invoke_workflow blog_post', undefined],
    ['another operation', 'invoke_agent blog_post', undefined],
    ['words before it', 'Write blog_post', 'Write blog_post'],
    ['something else', 'invoke_workflow other', 'invoke_workflow other'],
  ])('shows a title that says more: %s', (_, title, expected) => expect(line('title', session({ title }))).toBe(expected))

  it.each<[name: string, session: Partial<SessionDetail>, steps: readonly Step[], expected: string | undefined]>([
    ['stated', { status: 'failed', error: { type: 'E', message: 'm' } }, [died], 'E: m'],
    ['of a step', { status: 'failed' }, [step(), died], 'not stated; first to fail was web_search: Timeout: died'],
    [
      'of a phase',
      { status: 'failed', phases: [phase(1, null, { error: { type: null, message: 'm' } })] },
      [],
      'not stated; first to fail was phase 1: m',
    ],
    ['empty', { status: 'failed', error: { type: null, message: null } }, [], 'not stated'],
    ['of a step that was tried again', { status: 'completed' }, [died], undefined],
  ])('says why it failed: %s', (...[, rest, steps, expected]) => expect(line('error', session(rest), steps)).toBe(expected))

  it('knows no duration without a start', () => {
    expect(line('duration', session({ startedAt: null, durationMs: 1.8e12 }))).toBe('—')
    const [, row] = phaseLines([phase(1, null, { startedAt: null, durationMs: 1.8e12 })], ENDED, canvas(80))
    expect(row).toMatch(/completed +— /)
  })
})

describe('what runs', () => {
  const head = (rest: Partial<SessionDetail>) => sessionLines(session(rest), [], canvas(100)).find((line) => line.startsWith('duration'))

  it.each<[name: string, session: Partial<SessionDetail>, expected: string]>([
    ['takes until now', { status: 'running' }, 'duration  5.0 s, running'],
    ['began later than now, by another clock', { status: 'running', startedAt: '2026-01-04T11:00:00.000Z' }, 'duration  1.0 s, running'],
    ['is abandoned: up to its last sign of life', { status: 'abandoned' }, 'duration  1.0 s'],
    ['has ended', {}, 'duration  1.0 s'],
  ])('%s', (_, rest, expected) => expect(head(rest)).toBe(expected))
})

describe('issues', () => {
  const issues = (issueCount: number, openIssueCount: number) =>
    sessionLines(session({ issueCount, openIssueCount }), [], canvas(100)).filter((line) => /^(issues|status|errors)/.test(line))

  it.each<[issueCount: number, openCount: number, says: string | undefined]>([
    [0, 0, undefined],
    [4, 2, 'issues    4, 2 of them open'],
    [1, 1, 'issues    1, all open'],
    [3, 0, 'issues    3, all fixed'],
  ])('%i, %i open: no failure of the session', (count, open, says) => {
    expect(issues(count, open)).toEqual(['status    completed', 'errors    none', ...(says === undefined ? [] : [says])])
  })
})

describe('steps', () => {
  it.each<[name: string, step: Partial<Step>, expected: string]>([
    ['done', { detail: 'query' }, '+0 ms  web_search  12 ms                query'],
    ['failed', { failed: true, detail: 'query' }, '+0 ms  web_search  12 ms                failed: query'],
    [
      'failed with a reason',
      { failed: true, detail: 'query', error: { type: 'Timeout', message: 'died' } },
      '+0 ms  web_search  12 ms                failed: Timeout: died',
    ],
    [
      'of an open issue',
      { kind: 'issue', name: 'typo', failed: true, durationMs: null, detail: 'teh' },
      '+0 ms  issue typo                      open: teh',
    ],
    [
      'of a fixed issue',
      { kind: 'issue', name: 'typo', durationMs: null, detail: 'teh' },
      '+0 ms  issue typo                      fixed: teh',
    ],
    ['of a session that has ended, without an end', { durationMs: null, detail: 'q' }, '+0 ms  web_search     —                q'],
    ['without a start', { at: null, durationMs: 1.8e12 }, ' —  web_search     —'],
  ])('%s', (_, rest, expected) => expect(stepLines([step(rest)], session(), canvas(80))[1]).toBe(expected))

  it('that run take until now', () => {
    const [, line] = stepLines([step({ durationMs: null, detail: 'npm test' })], session({ status: 'running' }), canvas(80))
    expect(line).toBe('+0 ms  web_search  5.0 s                running: npm test')
  })

  it('have their phase beside them where there is room', () => {
    const within = session({ phases: [phase(7, null, { name: 'draft', iteration: 2 })] })
    const lines = (columns: number) => stepLines([step({ phaseId: 7 }), step({ phaseId: 8 })], within, canvas(columns)).join('\n')
    expect(lines(80)).not.toContain('draft')
    expect(lines(100)).toMatch(/PHASE .*\n.* draft #2 .*\n/)
  })
})
