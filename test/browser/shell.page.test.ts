import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { PHONE, setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen } from './states.ts'

const failing = failingSession(Date.now())
const collector = setUpCollector((url) => sendPlan(url, failing))
const open = setUpBrowser()

describe('every page', () => {
  const titles = [
    { path: '/', heading: 'Sessions', title: /^Sessions/ },
    { path: '/setup', heading: /set ?up/i, title: /^Set up/ },
    { path: screen(failing, 'timeline'), heading: 'Add a currency to every order', title: /^Add a currency to every order/ },
    { path: '/sessions/1/nowhere', heading: /no such page/, title: /^Not found/ },
    { path: '/sessions/999999/cost', heading: 'Session', title: /^Session/ },
  ]

  it.each(titles)('has one heading and a title of its own: $path', async ({ path, heading, title }) => {
    const { page, watch } = await open(collector().url + path)
    watch.tolerate(/404/)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor({ state: 'attached' })
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.getByRole('main').count()).toBe(1)
    await eventually(() => page.title()).toMatch(title)
  })

  it('lets the keyboard skip to its content', async () => {
    const { page } = await open(collector().url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to content')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#main')
  })

  it('lists its keys at ?, and closes the list with Escape', async () => {
    const { page } = await open(collector().url)
    await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
})

describe('the theme', () => {
  const background = 'getComputedStyle(document.documentElement).backgroundColor'

  it('follows the system until one is chosen, which outlives the tab', async () => {
    const { page } = await open(collector().url, { theme: 'dark' })
    await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor()
    const dark = await page.evaluate(background)
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await page.evaluate(background)
    expect(light).not.toBe(dark)

    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    expect(await page.evaluate(background)).toBe(dark)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Sessions' }).waitFor()
    expect(await page.evaluate(background)).toBe(dark)
  })

  it('can be chosen on a phone', async () => {
    const { page } = await open(collector().url, PHONE)
    await page.getByRole('button', { name: 'Theme' }).tap()
    await page.getByRole('menuitemradio', { name: 'Light' }).waitFor()
  })
})
