import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { phaseStep, sessionStep } from '../demo/parts.ts'
import { sendChanges, sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { parallelAgents } from '../demo/sessions/parallel-agents.ts'
import { runningSession } from '../demo/sessions/running.ts'
import { endMsOf, type Plan, placed } from '../demo/step.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const failing = failingSession(NOW_MS)
const parallel = parallelAgents(NOW_MS)
const running = runningSession(NOW_MS)
const manyPhases = phasesOf(1_100)

const collector = setUpCollector(async (url) => {
  await sendPlan(url, failing)
  await sendPlan(url, parallel)
  await sendPlan(url, running, NOW_MS)
  await sendPlan(url, manyPhases)
})
const open = setUpBrowser()

/** A session of short phases, one after the other. */
function phasesOf(count: number): Plan {
  const children = Array.from({ length: count }, (_, index) => phaseStep(`phase ${index + 1}`, index + 1, { lengthMs: 5 }))
  return {
    name: 'many-phases',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: NOW_MS - 3_600_000,
    root: sessionStep({ key: 'many-phases' }, { children }),
  }
}

/** The same work as another session. */
function copyOf(plan: Plan, key: string): Plan {
  return { ...plan, name: key, root: { ...plan.root, attributes: { ...plan.root.attributes, 'tracker.session.key': key } } }
}

async function openTimeline(plan: typeof failing, search = '') {
  const opened = await open(collector().url + screen(plan, 'timeline') + search)
  await waitUntilShown(opened.page)
  return { ...opened, tree: opened.page.getByRole('tree', { name: 'Spans' }) }
}

const parameters = (page: Page) => new URL(page.url()).searchParams

describe('the spans of a session', () => {
  it('stand below each other in the order of the tree, each at its depth', async () => {
    const { tree } = await openTimeline(parallel)
    const rows = tree.getByRole('treeitem')
    await eventually(() => rows.count()).toBe(placed(parallel).length)
    const names = placed(parallel).map(({ step }) => step.name)
    for (const [index, name] of names.slice(0, 8).entries()) expect(await rows.nth(index).textContent()).toContain(name)
    expect(await rows.first().getAttribute('aria-level')).toBe('1')
    expect(
      await tree
        .getByRole('treeitem', { name: /read_file/ })
        .first()
        .getAttribute('aria-level'),
    ).toBe('3')
  })

  it('fold and unfold by the arrow keys, and stay as they are after a reload', async () => {
    const { page, tree } = await openTimeline(parallel)
    const agent = tree.getByRole('treeitem', { name: /api-explorer/ })
    await tree.focus()
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowLeft')
    await eventually(() => agent.getAttribute('aria-expanded')).toBe('false')
    await page.reload()
    await waitUntilShown(page)
    expect(await agent.getAttribute('aria-expanded')).toBe('false')
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(placed(parallel).length)
  })

  it('have keys that go on from the span around, when the one they were at is folded away', async () => {
    const { page, tree } = await openTimeline(parallel)
    const named = async () => {
      const id = await tree.getAttribute('aria-activedescendant')
      return id === null ? undefined : await page.locator(`[id="${id}"]`).getAttribute('aria-level')
    }
    await tree.focus()
    await page.keyboard.press('End')
    await eventually(named).not.toBe('1')
    await page.getByRole('button', { name: 'Fold to phases' }).click()
    await eventually(() => page.getByRole('button', { name: 'Unfold all' }).count()).toBe(1)
    await tree.focus()
    await eventually(named).toBe('2')
    await page.keyboard.press('Home')
    await eventually(named).toBe('1')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Span' }).waitFor()
  })

  it('are drawn once: nothing moves in a session that is over', async () => {
    const { page } = await openTimeline(failing)
    // React puts new properties on the element of a row that is made anew, also where nothing differs.
    const drawn = (): Promise<boolean> =>
      page.evaluate(`(() => {
        const row = document.querySelector('[role=treeitem]')
        const properties = row[Object.keys(row).find((key) => key.startsWith('__reactProps'))]
        const isSame = properties === window.drawnBefore
        window.drawnBefore = properties
        return isSame
      })()`)
    await eventually(drawn).toBe(true)
    // As long as the clock of the page takes to tick twice.
    await page.waitForTimeout(2_500)
    expect(await drawn()).toBe(true)
  })

  it('are narrowed to those that failed', async () => {
    const { page, tree } = await openTimeline(failing)
    await page.getByRole('button', { name: /^Only \d+ errors/ }).click()
    await eventually(() => tree.getByRole('treeitem').count()).toBe(placed(failing).filter(({ step }) => step.error !== undefined).length)
    expect(parameters(page).get('only')).toBe('errors')
    await page.getByRole('button', { name: /^Only \d+ errors/ }).click()
    await eventually(() => tree.getByRole('treeitem').count()).toBe(placed(failing).length)
  })
})

describe('a screen that was left', () => {
  it.each(['timeline', 'transcript'])('shows what came meanwhile: %s', async (name) => {
    const plan = copyOf(running, `left-${name}`)
    await sendPlan(collector().url, plan, NOW_MS)
    const { page } = await open(collector().url + screen(plan, name))
    await waitUntilShown(page)
    await page.keyboard.press('3')
    await page.waitForURL('**/cost')
    await sendChanges(collector().url, plan, { fromMs: NOW_MS, toMs: endMsOf(plan) })
    await page.getByText('Completed', { exact: true }).first().waitFor()
    await page.keyboard.press(name === 'timeline' ? '1' : '2')
    if (name === 'timeline') await eventually(() => page.getByRole('treeitem').count()).toBe(placed(plan).length)
    else await page.getByText('Version 4.12.0 exports sessions').first().waitFor()
  })
})

describe('a session of more phases than come with it', () => {
  const isNextPage = ({ pathname, searchParams }: URL) => pathname.endsWith('/spans') && searchParams.has('cursor')

  it('shows the first ones above its spans', async () => {
    const { page } = await openTimeline(manyPhases)
    await page.getByText('The first 1,000 of 1,100 phases').waitFor()
    await page.getByRole('group', { name: 'Phases' }).getByRole('button', { name: 'phase 1', exact: true }).waitFor()
  })

  it('says when more of its spans could not be loaded, asks once, and goes on when it is asked to', async () => {
    let asked = 0
    const { page, watch } = await open(collector().url + screen(manyPhases, 'timeline'), {}, async (opening) => {
      await opening.route(isNextPage, async (route) => {
        asked++
        await route.fulfill({ status: 500, contentType: 'application/json', body: '{"error":{"code":"internal","message":"no disk"}}' })
      })
    })
    watch.tolerate(/500/)
    const failure = page.getByRole('alert').filter({ hasText: 'no disk' })
    await failure.waitFor({ state: 'attached' })
    for (const key of ['End', 'Home', 'End']) await page.keyboard.press(key)
    await failure.waitFor()
    expect(asked).toBe(1)
    await page.unroute(isNextPage)
    await failure.getByRole('button', { name: 'Try again' }).click()
    await failure.waitFor({ state: 'detached' })
    await eventually(async () => {
      await page.keyboard.press('End')
      return await page.getByRole('treeitem').last().textContent()
    }).toContain('phase 1100')
  })
})

describe('the time of a session', () => {
  it('is zoomed to a phase by its button, in the address, and back', async () => {
    const { page } = await openTimeline(failing)
    await page.getByRole('button', { name: /^implement/ }).click()
    await eventually(() => [...parameters(page).keys()].sort()).toEqual(['from', 'to'])
    await page.reload()
    await waitUntilShown(page)
    await page.getByRole('button', { name: 'Whole session' }).click()
    await eventually(() => page.url()).not.toContain('from=')
  })

  it('says how long nothing happened', async () => {
    const { page } = await openTimeline(parallel)
    await page.getByText(/Idle 2\d(\.\d)? s/).waitFor()
  })

  it('shows until now what runs', async () => {
    const { page } = await openTimeline(running)
    const work = page.getByRole('img', { name: /^Activity over time/ }).locator('rect[data-running]')
    const [from, width] = await Promise.all(['x', 'width'].map(async (name) => Number(await work.getAttribute(name))))
    expect(from).toBeLessThan(1)
    expect((from ?? 0) + (width ?? 0)).toBeCloseTo(1)
  })

  it('goes on while the session runs', async () => {
    const { page } = await openTimeline(running)
    const duration = page.locator('dt', { hasText: 'Duration' }).locator('xpath=following-sibling::dd')
    const before = await duration.textContent()
    await eventually(() => duration.textContent()).not.toBe(before)
  })
})
