import { createTracker, type Issue, type Tracker } from '@ai-tracker/sdk'
import { describe, expect, it } from 'vitest'
import type { Issue as IssueRow, SessionDetail } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { type Rest, restOf } from '../end-to-end/rest.ts'
import { type SentSpan, sentSpans } from './sent-spans.ts'

/** What a program left of issues. */
interface Left {
  readonly session: SessionDetail
  readonly issues: readonly IssueRow[]
  /** Names of the spans that have the events of fixes. */
  readonly fixedIn: readonly string[]
  readonly fixes: readonly Readonly<Record<string, unknown>>[]
}

const PROBLEM = { severity: 'minor', type: 'style', location: 'draft.md:3' } as const

function recorded(record: (tracker: Tracker) => unknown): Promise<Left> {
  return withCollector(async ({ url }) => {
    const tracker = createTracker({ endpoint: url, spool: false, env: {} })
    await record(tracker)
    expect(await tracker.flush()).toBe(true)
    return leftIn(restOf(url))
  })
}

async function leftIn(rest: Rest): Promise<Left> {
  const sessions = await rest.list<{ readonly id: number; readonly workflow: string }>('/sessions')
  const id = sessions.find(({ workflow }) => workflow === 'post')?.id
  const session = await rest.get<SessionDetail>(`/sessions/${id}`)
  const spans = await sentSpans(rest, session.traceId)
  return {
    session,
    issues: await rest.list<IssueRow>(`/sessions/${id}/issues`),
    fixedIn: spans.flatMap((span) => fixesOf(span).map(() => span.name)),
    fixes: spans.flatMap(fixesOf),
  }
}

function fixesOf({ events = [] }: SentSpan): readonly Readonly<Record<string, unknown>>[] {
  const fixes = events.filter(({ name }) => name === 'tracker.issue.fixed')
  return fixes.map(({ attributes = [] }) => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])))
}

describe('an issue', () => {
  it('is fixed from another phase, by nothing but what reported it', async () => {
    const ids: string[] = []
    const { session, issues, fixedIn, fixes } = await recorded((tracker) =>
      tracker.session('post', async (open) => {
        const [first] = await open.phase('review', (phase) => [phase.issue(PROBLEM), phase.issue(PROBLEM)])
        await open.phase('rewrite', () => first?.fixed({ iteration: 2 }))
        ids.push(`${first?.id}`)
      }),
    )
    expect(fixedIn).toEqual(['rewrite'])
    expect(fixes).toMatchObject([{ 'tracker.issue.id': ids[0], 'tracker.issue.fix_iteration': expect.anything() }])
    expect(session.issueCount).toBe(2)
    expect(issues.map(({ fixed, fixIteration, phase }) => [fixed, fixIteration, phase])).toEqual([
      [true, 2, 'review'],
      [false, null, 'review'],
    ])
  })

  it('keeps the id that it is given', async () => {
    const { fixes, issues } = await recorded((tracker) =>
      tracker.session('post', (session) => {
        const issue = session.issue({ ...PROBLEM, id: 'line-3' })
        expect(issue.id).toBe('line-3')
        issue.fixed()
      }),
    )
    expect(fixes).toMatchObject([{ 'tracker.issue.id': 'line-3' }])
    expect(issues).toMatchObject([{ fixed: true, fixIteration: null }])
  })

  const endings: readonly (readonly [name: string, fixedIn: string, record: (tracker: Tracker) => unknown])[] = [
    [
      'where it was reported, when that still runs',
      'review',
      (tracker) => tracker.startSession('post').startPhase('review').issue(PROBLEM).fixed(),
    ],
    [
      'around what reported it, when that is over',
      'invoke_workflow post',
      (tracker) => {
        const phase = tracker.startSession('post').startPhase('review')
        const issue = phase.issue(PROBLEM)
        phase.complete()
        issue.fixed()
      },
    ],
    [
      'where it was reported, when all of it is over and sent',
      'review',
      async (tracker) => {
        const issue = await tracker.session('post', (session) => session.phase('review', (phase) => phase.issue(PROBLEM)))
        await tracker.flush()
        issue.fixed()
      },
    ],
    [
      'in its own session, when the code runs in another one',
      'review',
      async (tracker) => {
        const left: Issue[] = []
        await tracker.session('post', (session) => session.phase('review', (phase) => void left.push(phase.issue(PROBLEM))))
        await tracker.session('other', () => left[0]?.fixed())
      },
    ],
  ]
  it.each(endings)('is fixed %s', async (_, name, record) => {
    const { session, issues, fixedIn } = await recorded(record)
    expect(fixedIn).toEqual([name])
    expect(session.issueCount).toBe(1)
    expect(issues).toMatchObject([{ ...PROBLEM, fixed: true }])
  })
})
