import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../collector/src/contract.ts'
import { traceIdOf } from '../demo/otlp-json.ts'
import { sendPlan } from '../demo/send.ts'
import { hugeSession } from '../demo/sessions/huge.ts'
import { setUpBrowser } from './browser.ts'
import { elementCount } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const SPANS = 100_000
/** What is drawn does not depend on how much there is. */
const MAX_ELEMENTS = 5_000
/** To fetch pages up to a place in the middle of the trace. */
const FETCH_MS = 60_000

const huge = hugeSession(Date.now(), SPANS)
const collector = setUpCollector((url) => sendPlan(url, huge))
const open = setUpBrowser()

describe('a trace of 100,000 spans', () => {
  it('shows its first rows, and those in the middle and at the end when they are scrolled to', async () => {
    const session = await collector().rest.get<SessionDetail>(`/sessions/${traceIdOf(huge)}`)
    expect(session.spanCount).toBeGreaterThan(SPANS * 0.99)
    const { page } = await open(collector().url + screen(huge, 'timeline'))
    await waitUntilShown(page)
    await page.getByText('migrator-1').first().waitFor()
    expect(await elementCount(page)).toBeLessThan(MAX_ELEMENTS)
    for (const share of [0.5, 1]) {
      await page.evaluate(`(${SCROLL_TO})(${share})`)
      await expect.poll(() => page.evaluate(ROWS_IN_VIEW), { timeout: FETCH_MS }).toBeGreaterThan(5)
      expect(await elementCount(page)).toBeLessThan(MAX_ELEMENTS)
    }
  }, 180_000)
})

/** Scrolls what is highest in the page to a share of its height. */
const SCROLL_TO = `(share) => {
  const boxes = [document.scrollingElement, ...document.querySelectorAll('*')].filter((element) => element.scrollHeight > element.clientHeight + 10 && /auto|scroll/.test(getComputedStyle(element).overflowY) || element === document.scrollingElement)
  const box = boxes.reduce((highest, element) => (element.scrollHeight > highest.scrollHeight ? element : highest))
  box.scrollTop = (box.scrollHeight - box.clientHeight) * share
}`

/** Rows of spans that stand in the window. */
const ROWS_IN_VIEW = `[...document.querySelectorAll('[role="treeitem"], [role="row"]')].filter((row) => {
  const { top, bottom } = row.getBoundingClientRect()
  return bottom > 0 && top < innerHeight && row.textContent.trim() !== '' && row.querySelector('.skeleton') === null
}).length`
