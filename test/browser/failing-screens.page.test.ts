import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { setUpBrowser } from './browser.ts'
import { expectAccessible } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const failing = failingSession(Date.now())
const collector = setUpCollector((url) => sendPlan(url, failing))
const open = setUpBrowser()

/** Lets every answer at a path be JSON that nobody expects, so that what draws it throws. */
async function spoil(page: Page, path: RegExp): Promise<void> {
  await page.route(path, (route) => route.fulfill({ contentType: 'application/json', body: '{}' }))
}

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: 'This screen could not be shown' })

describe('a screen that fails', () => {
  const cost = /\/cost$/
  const api = /\/api\/v1\/sessions\/\d+\/cost$/

  it('says so below the head of its session, whose other screens still work', async () => {
    const { page, watch } = await open(collector().url + screen(failing, 'cost'), {}, (opening) => spoil(opening, api))
    watch.tolerate(/TypeError|console error|console warning/)
    await alert(page).waitFor()
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Add a currency to every order'])
    expect(await page.getByRole('main').count()).toBe(1)
    await expectAccessible(page)

    const screens = page.getByRole('navigation', { name: 'Session' })
    await screens.getByRole('link', { name: 'Timeline' }).click()
    await page.getByRole('tree', { name: 'Spans' }).waitFor()
    expect(await alert(page).count()).toBe(0)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  })

  it('is shown when it is tried again and nothing is wrong any more', async () => {
    const { page, watch } = await open(collector().url + screen(failing, 'cost'), {}, (opening) => spoil(opening, api))
    watch.tolerate(/TypeError|console error|console warning/)
    await alert(page).waitFor()
    await page.unroute(api)
    await alert(page).getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'By model' }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(cost)
  })

  it('is one whose script does not come, too', async () => {
    const script = /\/assets\/cost-screen-.*\.js$/
    const { page, watch } = await open(collector().url + screen(failing, 'timeline'), {}, async (opening) => {
      await opening.route(script, (route) => route.abort('connectionreset'))
    })
    watch.tolerate(/cost-screen|Failed to fetch dynamically imported module|console error|console warning/)
    await waitUntilShown(page)
    await page.getByRole('link', { name: 'Cost' }).click()
    await alert(page).waitFor()
    await page.unroute(script)
    await alert(page).getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'By model' }).waitFor()
  })

  it('leaves the head of the page, also where it is the whole page', async () => {
    const list = /\/api\/v1\/sessions\?/
    const { page, watch } = await open(collector().url, {}, (opening) => spoil(opening, list))
    watch.tolerate(/TypeError|console error|console warning/)
    await alert(page).waitFor()
    await expectAccessible(page)
    await page.unroute(list)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Set up' }).click()
    await page.getByRole('heading', { level: 1, name: 'Set up a client' }).waitFor()
  })
})

describe('an address that is none', () => {
  it.each(['/nope', '/setup/further', '/sessions/1/nowhere'])('is said to be none, with a way home: %s', async (path) => {
    const { page, watch } = await open(collector().url + path)
    watch.tolerate(/404/)
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('main').getByRole('link', { name: 'All sessions' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor()
    await page.getByRole('link', { name: 'Add a currency to every order' }).waitFor()
  })
})
