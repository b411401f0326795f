import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { requestsOf, spansAt } from '../demo/otlp-json.ts'
import { commandStep, phaseStep, sessionStep } from '../demo/parts.ts'
import { sendPlan, sendRequest } from '../demo/send.ts'
import { runningSession } from '../demo/sessions/running.ts'
import type { Plan } from '../demo/step.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
/** More than are loaded by themselves while they are folded away. */
const STEPS = 6_300
const running = runningSession(NOW_MS)
const busy = busySession(STEPS)

const cutOff = cutOffSession()

const collector = setUpCollector(async (url) => {
  await sendPlan(url, busy)
  await sendPlan(url, cutOff, cutOff.startMs + 20)
  for (const request of requestsOf(cutOff, spansAt(cutOff).slice(0, 1))) await sendRequest(url, request)
  await sendPlan(url, running, NOW_MS)
})
const open = setUpBrowser()

/** A phase of many steps, and one after it. */
function busySession(steps: number): Plan {
  const step = commandStep('true', { result: '', lengthMs: 1 })
  const children = [phaseStep('crowded', 1, { children: Array.from({ length: steps }, () => step) }), phaseStep('after the crowd', 2, {})]
  return {
    name: 'busy',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: NOW_MS - 3_600_000,
    root: sessionStep({ key: 'busy' }, { children }),
  }
}

/** A session that ended, and a step in it that never did: its root is sent again. */
function cutOffSession(): Plan {
  const step = commandStep('sleep 1', { result: '', lengthMs: 1_000 })
  return { ...busySession(0), name: 'cut-off', root: sessionStep({ key: 'cut-off' }, { children: [step] }) }
}

async function openTimeline(plan: Plan, search = ''): Promise<Page> {
  const { page } = await open(collector().url + screen(plan, 'timeline') + search)
  await waitUntilShown(page)
  return page
}

const rowOf = (page: Page, name: RegExp): Locator => page.getByRole('treeitem', { name }).first()

describe('a session whose spans are folded away', () => {
  it('loads the first 5,000, says how many are not there, and goes on when it is asked to', async () => {
    const page = await openTimeline(busy, '?depth=1')
    const rest = page.getByText(/^5,200 spans are loaded, about 1,1\d\d are not/)
    await rest.waitFor()
    expect(await page.getByRole('treeitem').count()).toBe(2)
    const more = page.getByRole('button', { name: 'Load more' })
    await more.click()
    await page.getByText(/^6,200 spans are loaded/).waitFor()
    await more.click()
    await rowOf(page, /after the crowd/).waitFor()
    expect(await more.count()).toBe(0)
  })

  it('loads on by itself when they are unfolded', async () => {
    const page = await openTimeline(busy, '?depth=1')
    await page.getByRole('button', { name: 'Load more' }).waitFor()
    await page.getByRole('button', { name: 'Unfold all' }).click()
    await eventually(async () => {
      await page.keyboard.press('End')
      return await page.getByRole('treeitem').last().textContent()
    }).toContain('after the crowd')
  })
})

describe('a span that runs', () => {
  it('says so, and for how long, as do its phase and its session', async () => {
    const page = await openTimeline(running)
    const [row, done] = [rowOf(page, /npm test/), rowOf(page, /npm run/)]
    const before = await row.textContent()
    expect(before).toMatch(/(\d+m \d\d|\d+ )s, running$/)
    expect(await done.textContent()).toMatch(/21\.0 s$/)
    expect(await page.getByRole('button', { name: 'verify' }).getAttribute('title')).toMatch(/^verify: (\d+m \d\d|\d+ )s, running, /)
    expect(await page.locator('main dl').textContent()).toMatch(/Duration(\d+m \d\d|\d+ )s/)
    await eventually(() => row.textContent()).not.toBe(before)
  })

  it('has a bar to the present, which grows against one that is done', async () => {
    const page = await openTimeline(running)
    const widths = async (): Promise<readonly number[]> => await page.evaluate(BAR_SHARES)
    const [runs = 0, isDone = 0] = await widths()
    expect(runs).toBeGreaterThan(0.2)
    await eventually(async () => {
      const [runsNow = 0, isDoneNow = 0] = await widths()
      return runsNow > runs && isDoneNow < isDone
    }).toBe(true)
  })
})

describe('a span that never ended in a session that did', () => {
  it('is not said to run, nor is its drawer', async () => {
    const page = await openTimeline(cutOff)
    const row = rowOf(page, /sleep 1/)
    expect(await row.textContent()).toMatch(/never ended$/)
    await row.click()
    const drawer = page.getByRole('complementary', { name: 'Span' })
    await drawer.getByText('Never ended', { exact: true }).waitFor()
    expect(await drawer.textContent()).not.toMatch(/running/i)
  })
})

/** Widths of the bars of `npm test` and `npm run`, as shares of the whole; a bar that runs ends at the right edge. */
const BAR_SHARES = `['npm test', 'npm run'].map((name) => {
  const row = [...document.querySelectorAll('[role="treeitem"]')].find(({ textContent }) => textContent.startsWith(name))
  const bar = row.querySelector('[style*="width"]')
  const [inner, outer] = [bar.getBoundingClientRect(), bar.parentElement.getBoundingClientRect()]
  if (name === 'npm test' && Math.abs(inner.right - outer.right) > 1) return 0
  return inner.width / outer.width
})`
