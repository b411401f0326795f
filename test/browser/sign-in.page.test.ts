import { describe, expect, it } from 'vitest'
import { requestsOf, spansAt } from '../demo/otlp-json.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { jsonRequest } from '../end-to-end/otlp-sender.ts'
import { setUpBrowser } from './browser.ts'
import { expectAccessible } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen } from './states.ts'

const TOKEN = 'a-token-of-the-browser-tests'
/** Browsers write every refused request into their console. */
const REFUSED = /401/
const failing = failingSession(Date.now())

const collector = setUpCollector(
  async (url) => {
    for (const request of requestsOf(failing, spansAt(failing))) {
      const { body, headers } = jsonRequest(request)
      const reply = await fetch(`${url}/v1/traces`, { method: 'POST', body, headers: { ...headers, Authorization: `Bearer ${TOKEN}` } })
      expect(reply.status).toBe(200)
    }
  },
  { TRACKER_TOKEN: TOKEN },
)
const open = setUpBrowser()

describe('a collector with a token', () => {
  it('asks for it, says when it is wrong, and shows what was asked for once it is right', async () => {
    const { page, watch } = await open(collector().url + screen(failing, 'issues'))
    watch.tolerate(REFUSED)
    await page.getByRole('heading', { level: 1, name: 'Token needed' }).waitFor()
    await expectAccessible(page)

    await page.getByLabel('Token').fill('some-other-token-that-is-wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('not the token').waitFor()

    await page.getByLabel('Token').fill(TOKEN)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Add a currency to every order' }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/\/issues$/)
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor()
  })

  it('remembers it for the tab, and nowhere else', async () => {
    const { page, watch } = await open(collector().url)
    watch.tolerate(REFUSED)
    await page.getByLabel('Token').fill(TOKEN)
    await page.keyboard.press('Enter')
    await page.getByText('Add a currency to every order').first().waitFor()
    await page.reload()
    await page.getByText('Add a currency to every order').first().waitFor()
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie + location.href')).not.toContain(TOKEN)
  })
})
