import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { blogPosts } from '../demo/sessions/blog-posts.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const MAX_TABS = 60

const collector = setUpCollector(async (url) => {
  await sendPlan(url, failingSession(NOW_MS))
  for (const plan of blogPosts(NOW_MS, 5)) await sendPlan(url, plan)
})
const open = setUpBrowser()

/** What has the focus, as a person would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(() => { const { activeElement: e } = document; return e.getAttribute('aria-label') || e.textContent.slice(0, 80) || e.tagName })()`,
  )

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let pressed = 0; pressed < MAX_TABS; pressed++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)).match(name)) return
  }
  throw new Error(`${MAX_TABS} times Tab did not lead to ${name}`)
}

describe('with the keyboard alone', () => {
  it('a person gets from the list to a span and back', async () => {
    const { page } = await open(collector().url)
    await waitUntilShown(page)
    await page.keyboard.press('j')
    await eventually(() => focused(page)).toBe('Add a currency to every order')
    await page.keyboard.press('j')
    await eventually(() => focused(page)).not.toBe('Add a currency to every order')
    await page.keyboard.press('k')
    await eventually(() => focused(page)).toBe('Add a currency to every order')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/timeline')
    await waitUntilShown(page)

    await tabTo(page, /^Spans$/)
    for (let row = 0; row < 2; row++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Span' })
    await drawer.getByRole('heading', { level: 2 }).waitFor()
    expect(new URL(page.url()).searchParams.has('span')).toBe(true)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    await eventually(() => focused(page)).toBe('Spans')

    await page.keyboard.press('4')
    await page.waitForURL('**/issues')
    await page.keyboard.press('s')
    await eventually(() => new URL(page.url()).pathname).toBe('/')
  })

  it('a person searches, narrows and sorts the list', async () => {
    const { page } = await open(collector().url)
    await waitUntilShown(page)
    await page.keyboard.press('/')
    await page.keyboard.type('currency')
    await eventually(() => page.getByRole('table', { name: 'Sessions' }).locator('tbody tr').count()).toBe(1)
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await tabTo(page, /^Status$/)
    await page.keyboard.type('Fail')
    await eventually(() => new URL(page.url()).searchParams.get('status')).toBe('failed')
    await tabTo(page, /^Clear filters/)
    await page.keyboard.press('Enter')
    await eventually(() => new URL(page.url()).search).toBe('')
    await tabTo(page, /^Cost$/)
    await page.keyboard.press('Enter')
    await eventually(() => new URL(page.url()).searchParams.get('sort')).toBe('cost')
  })

  it('shows where the focus is', async () => {
    const { page } = await open(collector().url)
    await waitUntilShown(page)
    for (const name of ['Search sessions', 'Status', 'Add a currency to every order']) {
      await tabTo(page, name)
      const mark: string = await page.evaluate(FOCUS_MARK)
      expect(mark, name).not.toBe('')
    }
  })
})

/** Outline or shadow of what has the focus, or of the row around it. */
const FOCUS_MARK = `(() => {
  const seen = (element) => { const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element); return outlineStyle !== 'none' && outlineWidth !== '0px' ? outlineStyle : boxShadow !== 'none' ? boxShadow : '' }
  return seen(document.activeElement) || seen(document.activeElement.closest('tr') ?? document.activeElement)
})()`
