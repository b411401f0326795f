import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sendChanges, sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { withoutContent } from '../demo/sessions/gaps.ts'
import { longConversation } from '../demo/sessions/long-conversation.ts'
import { parallelAgents } from '../demo/sessions/parallel-agents.ts'
import { runningSession } from '../demo/sessions/running.ts'
import { endMsOf, type Plan } from '../demo/step.ts'
import { setUpBrowser } from './browser.ts'
import { elementCount, eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
/** What is drawn does not depend on how long the conversation is. */
const MAX_ELEMENTS = 2_500

const failing = failingSession(NOW_MS)
const parallel = parallelAgents(NOW_MS)
const long = longConversation(NOW_MS)
const running = runningSession(NOW_MS)
const silent = withoutContent(NOW_MS)

const collector = setUpCollector(async (url) => {
  for (const plan of [failing, parallel, long, silent]) await sendPlan(url, plan)
  await sendPlan(url, running, NOW_MS)
})
const open = setUpBrowser()

async function openTranscript(plan: Plan): Promise<Page> {
  const { page } = await open(collector().url + screen(plan, 'transcript'))
  await waitUntilShown(page)
  return page
}

describe('the transcript', () => {
  it('shows who said what, with Markdown set', async () => {
    const page = await openTranscript(parallel)
    await page.getByText('Review how this service handles uploads.').first().waitFor()
    const verdict = page.getByRole('article').filter({ hasText: 'Two findings' })
    await reach(page, verdict.getByRole('cell', { name: 'PUT /avatar' }))
    expect(await verdict.getByRole('row').count()).toBe(3)
  })

  it('shows tool calls with arguments and results, which are folded', async () => {
    const page = await openTranscript(failing)
    const call = page.getByRole('group', { name: 'Tool call bash' }).first()
    await call.scrollIntoViewIfNeeded()
    await call.getByText('npm test -- orders').first().waitFor()
    await call.getByText('exit 1', { exact: true }).first().waitFor()
    const result = call.locator('pre', { hasText: 'Received: "12.50 undefined"' })
    expect(await result.count()).toBe(0)
    await call.getByRole('button', { name: /^Result/, expanded: false }).click()
    await result.waitFor()
  })

  it('nests what sub-agents did, and names them', async () => {
    const page = await openTranscript(parallel)
    for (const agent of ['api-explorer', 'storage-explorer', 'test-explorer']) await reach(page, page.getByText(agent).first())
  })

  it('shows what is new in a call, and on request what it sent again', async () => {
    const page = await openTranscript(long)
    const again = page.getByRole('button', { name: /^\d+ earlier messages? sent again/, expanded: false }).first()
    await again.click()
    await page.getByText('We want to drop').nth(1).waitFor()
  })

  it('draws only what is in view of fifty turns, and comes to their end', async () => {
    const page = await openTranscript(long)
    await eventually(async () => {
      await page.keyboard.press('End')
      return await page.getByText('All modules of the list are done').isVisible()
    }).toBe(true)
    expect(await elementCount(page)).toBeLessThan(MAX_ELEMENTS)
  })

  it('says when the sender recorded no content', async () => {
    const page = await openTranscript(silent)
    await page.getByText('recorded no content of this call').first().waitFor()
  })

  it('leaves out everything but the talk, in its address', async () => {
    const page = await openTranscript(failing)
    await page.getByText('Messages only', { exact: true }).click()
    await eventually(() => new URL(page.url()).searchParams.get('show')).toBe('talk')
    expect(await page.getByRole('article', { name: /^Action/ }).count()).toBe(0)
    await page.reload()
    expect(await page.getByRole('radio', { name: 'Messages only' }).isChecked()).toBe(true)
  })

  it('goes on while the session runs', async () => {
    const page = await openTranscript(running)
    await sendChanges(collector().url, running, { fromMs: NOW_MS, toMs: endMsOf(running) })
    await eventually(async () => {
      await page.keyboard.press('End')
      return await page.getByText('Version 4.12.0 exports sessions as JSON lines').isVisible()
    }).toBe(true)
  })
})

/** Goes down until something is drawn, and brings it into view. */
async function reach(page: Page, target: Locator): Promise<void> {
  await eventually(async () => {
    if (await target.isVisible()) return true
    await page.keyboard.press('PageDown')
    return false
  }).toBe(true)
  await target.scrollIntoViewIfNeeded()
}
