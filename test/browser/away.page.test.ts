import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { runningSession } from '../demo/sessions/running.ts'
import { PHONE, setUpBrowser, type View } from './browser.ts'
import { eventually, expectAccessible, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const failing = failingSession(NOW_MS)
const running = runningSession(NOW_MS)
const collector = setUpCollector(async (url) => {
  for (const plan of [failing, running]) await sendPlan(url, plan, NOW_MS)
})
const open = setUpBrowser()

/** What a browser says about a collector that is not there. */
const AWAY = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|dynamically imported module/
const LONG_MS = 180_000
const RECONNECT_MS = 60_000

let isStopped = false
async function stopCollector(): Promise<void> {
  isStopped = true
  await collector().stop()
}
async function startCollector(): Promise<void> {
  if (isStopped) await collector().start()
  isStopped = false
}
afterEach(startCollector)

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: 'the collector does not answer' })
const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'The collector has not answered since' })
const live = (page: Page) => page.getByRole('status').getByText('Live', { exact: true })

/** A page that follows its collector, in which a mark lasts for as long as it is not loaded anew. */
async function openLive(path: string, view?: View) {
  const { page, watch } = await open(collector().url + path, view)
  watch.tolerate(AWAY)
  await waitUntilShown(page)
  await live(page).waitFor()
  await page.evaluate('window.isSamePage = true')
  return { page, watch, isSame: () => page.evaluate('window.isSamePage === true') }
}

/** How long the running session has taken so far. */
const duration = (page: Page) => page.getByRole('row').filter({ hasText: 'Release 4.12.0' }).locator('.figures.text-info:visible')

/** What a page has to say without its collector. @returns where its clock has stopped */
async function clockWhileAway(page: Page): Promise<string | null> {
  await banner(page).waitFor()
  expect(await banner(page).textContent()).toMatch(/since \d\d:\d\d:\d\d\. What you see is what was known then\./)
  await page.getByText('Not connected', { exact: true }).waitFor()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  const then = await duration(page).textContent()
  await page.waitForTimeout(2_100)
  expect(await duration(page).textContent()).toBe(then)
  return then
}

describe('a page whose collector was stopped', () => {
  it(
    'keeps its session when a screen that was never open cannot come, and shows the screen when the collector is back',
    async () => {
      const { page, isSame } = await openLive(screen(failing, 'timeline'))
      await stopCollector()
      await page.getByRole('link', { name: 'Cost' }).click()
      await alert(page).waitFor()
      expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Add a currency to every order'])
      await expectAccessible(page)
      await alert(page).getByRole('button', { name: 'Try again' }).click()
      await alert(page).waitFor()
      expect(await isSame()).toBe(true)
      expect(new URL(page.url()).pathname).toMatch(/\/cost$/)

      await startCollector()
      await alert(page).getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('heading', { name: 'By model' }).waitFor()
    },
    LONG_MS,
  )

  it(
    'asks for no script of a collector that is known to be away, so that the browser remembers no failure',
    async () => {
      const { page, isSame } = await openLive('/')
      await stopCollector()
      await banner(page).waitFor()
      await page.getByRole('link', { name: 'Add a currency to every order' }).click()
      await alert(page).waitFor()
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
      expect(new URL(page.url()).pathname).toMatch(/^\/sessions\//)

      await startCollector()
      await alert(page).getByRole('button', { name: 'Try again' }).click()
      await page.getByRole('heading', { level: 1, name: 'Add a currency to every order' }).waitFor()
      expect(await isSame()).toBe(true)
    },
    LONG_MS,
  )

  it(
    'stays when a screen that broke is tried again',
    async () => {
      const { page, watch, isSame } = await openLive(screen(failing, 'timeline'))
      watch.tolerate(/TypeError/)
      await page.route(/\/api\/v1\/sessions\/\d+\/cost$/, (route) => route.fulfill({ contentType: 'application/json', body: '{}' }))
      await page.getByRole('link', { name: 'Cost' }).click()
      const broken = page.getByRole('alert').filter({ hasText: 'This screen could not be shown' })
      await broken.waitFor()
      await stopCollector()
      await broken.getByRole('button', { name: 'Try again' }).click()
      await alert(page).waitFor()
      expect(await isSame()).toBe(true)
      await startCollector()
    },
    LONG_MS,
  )

  it(
    'says since when, and stops its clock, until the collector is back, in a window and on a phone',
    async () => {
      const pages = await Promise.all([{}, PHONE].map(async (view) => (await openLive('/?status=running', view)).page))
      await Promise.all(pages.map((page) => duration(page).waitFor()))
      await stopCollector()
      const stopped = await Promise.all(pages.map(clockWhileAway))

      await startCollector()
      for (const [at, page] of pages.entries()) {
        await live(page).waitFor({ timeout: RECONNECT_MS })
        expect(await banner(page).count()).toBe(0)
        await eventually(() => duration(page).textContent()).not.toBe(stopped[at])
      }
    },
    LONG_MS,
  )
})

describe('a page that was built anew while it was open', () => {
  it('is loaded anew when a screen of it is gone', async () => {
    const { page, watch, isSame } = await openLive(screen(failing, 'timeline'))
    watch.tolerate(/404/)
    const document = await (await fetch(collector().url)).text()
    await page.route(/\/assets\/cost-screen-.*\.js$/, (route) => route.fulfill({ status: 404, body: '' }), { times: 1 })
    await page.route(`${collector().url}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: document.replace(/index-[\w-]+\.js/, 'index-another.js') }),
    )
    await page.getByRole('link', { name: 'Cost' }).click()
    await page.getByRole('heading', { name: 'By model' }).waitFor()
    expect(await isSame()).toBe(false)
  })
})
