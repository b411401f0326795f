import { createTracker } from '@ai-tracker/sdk'
import { describe, expect, it, vi } from 'vitest'
import type { Action, Issue, SessionDetail } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'

const SOON = { timeout: 5000, interval: 50 }

describe('what runs is visible', () => {
  it('shows a session and its phase before they end, and one of each when they have', () =>
    withCollector(async ({ url }) => {
      const rest = restOf(url)
      const only = async () => {
        const [first] = await rest.list<{ readonly id: number }>('/sessions')
        return rest.get<SessionDetail>(`/sessions/${first?.id}`)
      }
      const tracker = createTracker({ endpoint: url, spool: false })
      await tracker.session({ workflow: 'post', title: 'Live', inputs: { a: 1 } }, async (session) => {
        await session.phase('research', async () => {
          await vi.waitFor(async () => {
            expect(await only()).toMatchObject({ status: 'running', title: 'Live', inputs: { a: 1 } })
            expect((await only()).phases).toMatchObject([{ name: 'research', status: 'running' }])
          }, SOON)
        })
      })
      await tracker.flush()
      expect(await only()).toMatchObject({ status: 'completed', spanCount: 2, phases: [{ name: 'research', status: 'completed' }] })
    }))

  it('shows a call that takes over a second, and what was added to a phase, while they run', () =>
    withCollector(async ({ url }) => {
      const rest = restOf(url)
      const list = async <T>(kind: string) => {
        const [first] = await rest.list<{ readonly id: number }>('/sessions')
        return rest.list<T>(`/sessions/${first?.id}/${kind}`)
      }
      const tracker = createTracker({ endpoint: url, spool: false })
      await tracker.session('post', (session) =>
        session.phase('research', async (phase) => {
          phase.issue({ severity: 'minor', type: 'typo' })
          await phase.action({ type: 'slow', command: 'sleep' }, async () => {
            await vi.waitFor(async () => {
              expect(await list<Action>('actions')).toMatchObject([{ type: 'slow', text: 'sleep', durationMs: null, success: null }])
              expect(await list<Issue>('issues')).toMatchObject([{ type: 'typo' }])
            }, SOON)
          })
        }),
      )
      await tracker.flush()
      expect(await list<Action>('actions')).toMatchObject([{ type: 'slow', success: true }])
      expect(await list<Issue>('issues')).toHaveLength(1)
    }))
})
