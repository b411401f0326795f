import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../collector/src/contract.ts'
import { traceIdOf } from '../demo/otlp-json.ts'
import { type Finding, issue, issueFixed, sessionStep } from '../demo/parts.ts'
import { sendChanges, sendPlan, sendRequest } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { withoutPrices } from '../demo/sessions/gaps.ts'
import { longConversation } from '../demo/sessions/long-conversation.ts'
import { parallelAgents } from '../demo/sessions/parallel-agents.ts'
import { recordedRequests } from '../demo/sessions/recorded.ts'
import { runningSession } from '../demo/sessions/running.ts'
import { endMsOf, type Plan } from '../demo/step.ts'
import { setUpBrowser } from './browser.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, spanParam, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const failing = failingSession(NOW_MS)
const parallel = parallelAgents(NOW_MS)
const running = runningSession(NOW_MS)
const fixed = fixedSession(NOW_MS)
const plans = [failing, parallel, longConversation(NOW_MS), withoutPrices(NOW_MS)]
/** The last of the recorded clients. */
const RECORDED_TRACE = (17).toString(16).padStart(32, 'd')

const collector = setUpCollector(async (url) => {
  for (const plan of [...plans, fixed]) await sendPlan(url, plan)
  for (const request of await recordedRequests(NOW_MS)) await sendRequest(url, request)
  await sendPlan(url, running, NOW_MS)
})
const open = setUpBrowser()

/** All that was found is fixed. */
function fixedSession(nowMs: number): Plan {
  const found: Finding = { id: 'i', severity: 'major', type: 'style', description: 'Too long.', location: 'a.md:1' }
  return {
    name: 'fixed',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: nowMs - 3_600_000,
    root: sessionStep({ key: 'all-fixed', title: 'All is fixed' }, { lengthMs: 100, moments: [issue(found), issueFixed(found, 1)] }),
  }
}

interface Sum {
  readonly text: string
  readonly titles: readonly string[]
}

/** What the head of a session says, by name. */
async function sumsOf(page: Page): Promise<Readonly<Record<string, Sum>>> {
  return await page.evaluate(`Object.fromEntries([...document.querySelector('main dl').children].map((pair) => {
    const value = pair.querySelector('dd')
    return [pair.querySelector('dt').textContent, { text: value.textContent, titles: [...value.querySelectorAll('[title]')].map(({ title }) => title) }]
  }))`)
}

/** How many of the issues are open. */
function openWords({ issueCount, openIssueCount }: SessionDetail): string {
  if (issueCount === 0) return ''
  return openIssueCount === 0 ? ' all fixed' : ` ${openIssueCount} open`
}

const english = (value: number): string => value.toLocaleString('en-US')

describe('the head of a session', () => {
  it.each([...plans.map((plan) => [plan.name, traceIdOf(plan)] as const), ['a recorded client', RECORDED_TRACE] as const])(
    'adds up to what the collector says: %s',
    async (_, traceId) => {
      const session = await collector().rest.get<SessionDetail>(`/sessions/${traceId}`)
      const { page } = await open(`${collector().url}/sessions/${traceId}/cost`)
      await waitUntilShown(page)
      const sums = await sumsOf(page)
      expect(sums.Tokens?.titles).toEqual([`${english(session.tokensInput)} tokens`, `${english(session.tokensOutput)} tokens`])
      expect(sums['Model calls']?.text).toBe(english(session.responseCount))
      expect(sums.Actions?.text).toBe(english(session.actionCount))
      expect(sums.Errors?.text).toBe(english(session.errorCount))
      expect(sums.Issues?.text).toBe(`${english(session.issueCount)}${openWords(session)}`)
      expect(sums.Spans?.text).toBe(english(session.spanCount))
      expect(sums.Cost?.titles[0]).toContain(session.costUsd === null ? 'Unknown' : `$${session.costUsd}`)
    },
  )

  it('warns of issues that are open, as the list does, and not of those that are fixed', async () => {
    const { page } = await open(collector().url)
    await waitUntilShown(page)
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    await row('Add a currency').getByTitle('2 open issues').filter({ visible: true }).waitFor()
    expect(await row('All is fixed').getByTitle(/issue/).count()).toBe(0)
    const issues = page.getByRole('navigation', { name: 'Session' }).getByRole('link', { name: 'Issues' })
    for (const [plan, badge] of [
      [failing, /^Issues\d+$/],
      [fixed, /^Issues$/],
    ] as const) {
      await page.goto(collector().url + screen(plan, 'cost'))
      await waitUntilShown(page)
      expect(await issues.textContent()).toMatch(badge)
      expect((await sumsOf(page)).Issues?.text).toBe(plan === failing ? '4 2 open' : '1 all fixed')
      expect(await page.locator('main dl .text-warning').count()).toBe(plan === failing ? 1 : 0)
    }
  })

  it('moves while the session runs, and says how it ended', async () => {
    const { url } = collector()
    const { page } = await open(url + screen(running, 'timeline'))
    await waitUntilShown(page)
    await page.getByText('Running', { exact: true }).first().waitFor()
    const before = await sumsOf(page)
    await sendChanges(url, running, { fromMs: NOW_MS, toMs: endMsOf(running) })
    await page.getByText('Completed', { exact: true }).first().waitFor()
    expect((await sumsOf(page))['Model calls']).not.toEqual(before['Model calls'])
  })
})

describe('the screens of a session', () => {
  const screens = ['Timeline', 'Transcript', 'Cost', 'Issues', 'Raw'] as const
  const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Session' }).getByRole('link', { name })

  it('open by a click and by their number, and have addresses that last', async () => {
    const { page } = await open(`${collector().url}/sessions/${traceIdOf(failing)}`)
    await page.waitForURL('**/timeline')
    for (const name of screens.toReversed()) {
      await tab(page, name).click()
      await page.waitForURL(`**/${name.toLowerCase()}`)
    }
    for (const [index, name] of screens.entries()) {
      await page.keyboard.press(String(index + 1))
      await page.waitForURL(`**/${name.toLowerCase()}`)
      expect(await tab(page, name).getAttribute('aria-current')).toBe('page')
    }
    await page.reload()
    await waitUntilShown(page)
    expect(new URL(page.url()).pathname).toMatch(/^\/sessions\/\d+\/raw$/)
    await page.goBack()
    await page.waitForURL('**/issues')
    await page.goForward()
    await page.waitForURL('**/raw')
  })

  it('say that there is no such session', async () => {
    const { page, watch } = await open(`${collector().url}/sessions/999999/timeline`)
    watch.tolerate(/404/)
    await page.getByRole('heading', { name: 'There is no such session' }).waitFor()
  })
})

describe('the drawer of a span', () => {
  it('is open at its address on every screen, stays open after a reload and closes with Escape', async () => {
    const span = spanParam(failing, 'psql -f')
    for (const name of ['timeline', 'transcript', 'cost', 'issues', 'raw']) {
      const { page } = await open(`${collector().url}${screen(failing, name)}?span=${span}`)
      await drawer(page).getByRole('heading', { name: 'psql -f' }).waitFor()
      await page.reload()
      await drawer(page).getByText('connect ETIMEDOUT').first().waitFor()
      await page.keyboard.press('Escape')
      await drawer(page).waitFor({ state: 'detached' })
      expect(new URL(page.url()).search).toBe('')
    }
  })

  it('opens from the timeline, and back closes it', async () => {
    const { page } = await open(collector().url + screen(parallel, 'timeline'))
    await waitUntilShown(page)
    await page
      .getByRole('treeitem', { name: /api-explorer/ })
      .first()
      .click()
    await drawer(page).waitFor()
    expect(new URL(page.url()).searchParams.get('span')).toBe(spanParam(parallel, 'invoke_agent api-explorer'))
    await drawer(page).getByRole('button', { name: 'Close' }).click()
    await drawer(page).waitFor({ state: 'detached' })
  })
})

function drawer(page: Page) {
  return page.getByRole('complementary').or(page.getByRole('dialog'))
}
