import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { List, Session } from '../../collector/src/contract.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import { demoPlans } from './demo-plans.ts'
import { fillDemo } from './fill-demo.ts'
import { requestsOf, spansAt } from './otlp-json.ts'
import { sendChanges, sendPlan } from './send.ts'
import { hugeSession } from './sessions/huge.ts'
import { runningSession } from './sessions/running.ts'
import { endMsOf, type Plan, placed } from './step.ts'

const NOW_MS = 1_795_000_000_000

const plan = (root: Plan['root']): Plan => ({ name: 'p', service: 's', scope: ['t', '1'], startMs: 1000, root })

describe('a plan', () => {
  it('lays steps out behind each other, beside each other and inside of each other', () => {
    const root = {
      name: 'root',
      children: [
        { name: 'a', lengthMs: 100, afterMs: 10 },
        { name: 'beside a', lengthMs: 300, afterMs: 5, isBeside: true },
        { name: 'b', afterMs: 20, children: [{ name: 'inside', lengthMs: 40, afterMs: 1 }] },
      ],
    }
    const times = placed(plan(root)).map(({ step, parentNumber, startMs, endMs }) => [
      step.name,
      parentNumber,
      startMs - 1000,
      endMs - 1000,
    ])
    expect(times).toEqual([
      ['root', 0, 0, 400],
      ['a', 1, 10, 110],
      ['beside a', 1, 15, 315],
      ['b', 1, 335, 388],
      ['inside', 4, 336, 376],
    ])
  })

  it('has no end for what runs, and nothing of what comes later', () => {
    const root = {
      name: 'root',
      moments: [{ name: 'late', attributes: {} }],
      children: [
        { name: 'a', lengthMs: 50, afterMs: 0 },
        { name: 'b', lengthMs: 50 },
      ],
    }
    const spans = spansAt(plan(root), 1050)
    expect(spans.map(({ name, endTimeUnixNano, events }) => [name, endTimeUnixNano, events])).toEqual([
      ['root', '0', []],
      ['a', '1050000000', []],
    ])
  })
})

describe('the program', () => {
  it('removes its temporary folder when it is stopped', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'demo-test-'))
    const main = join(import.meta.dirname, 'main.ts')
    const child = spawn(process.execPath, [main], { env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => {
      child.kill('SIGKILL')
      rmSync(temporary, { recursive: true })
    })
    const ours = () => readdirSync(temporary).filter((name) => name.startsWith('ai-tracker-demo-'))
    let said = ''
    child.stdout.on('data', (text) => (said += String(text)))
    await expect.poll(() => said, { timeout: 60_000 }).toContain('everything was sent')
    expect(ours()).toHaveLength(1)
    expect(said).toMatch(/^to ask it: npx tracker session list --db \S+\/demo\.db$/m)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(ours()).toEqual([])
  }, 90_000)
})

describe('the demonstration', () => {
  it('is the same for the same moment', () => {
    const bytes = () => JSON.stringify(demoPlans(NOW_MS).map((one) => requestsOf(one, spansAt(one))))
    expect(bytes()).toBe(bytes())
  })

  it('lies in the past, but for the end of the running session', () => {
    for (const one of demoPlans(NOW_MS)) expect(endMsOf(one), one.name).toBeLessThan(NOW_MS)
    expect(endMsOf(runningSession(NOW_MS))).toBeGreaterThan(NOW_MS + 30_000)
  })

  it('has about as many spans in the huge trace as were asked for', () => {
    expect(placed(hugeSession(NOW_MS, 10_000)).length).toBeGreaterThan(9_900)
    expect(placed(hugeSession(NOW_MS, 10_000)).length).toBeLessThan(10_150)
  })

  it('is taken as a whole and has a session for every status', async () => {
    await withCollector(async ({ url }) => {
      await fillDemo(url, { nowMs: Date.now() })
      const { items }: List<Session> = await restOf(url).get('/sessions?limit=200')
      expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['running', 'completed', 'failed', 'cancelled']))
      expect(items.length).toBeGreaterThan(40)
      expect(items.filter(({ costUsd, costCoverage }) => costUsd === null && costCoverage === 0)).toHaveLength(1)
      // Each call counts: equal response ids among siblings would be one call.
      expect(items.find(({ workflow }) => workflow === 'support-triage')?.responseCount).toBe(3)
    })
  })

  it('finishes the running session step by step', async () => {
    await withCollector(async ({ url }) => {
      const nowMs = Date.now()
      const running = runningSession(nowMs)
      const session = async () => (await restOf(url).get<List<Session>>('/sessions')).items[0]
      await sendPlan(url, running, nowMs)
      expect(await session()).toMatchObject({ status: 'running', title: 'Release 4.12.0' })
      await sendChanges(url, running, { fromMs: nowMs, toMs: endMsOf(running) })
      expect(await session()).toMatchObject({ status: 'completed', durationMs: endMsOf(running) - running.startMs })
    })
  })
})
