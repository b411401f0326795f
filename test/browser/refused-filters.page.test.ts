import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { setUpBrowser } from './browser.ts'
import { eventually, expectAccessible } from './checks.ts'
import { setUpCollector } from './page-collector.ts'

const collector = setUpCollector((url) => sendPlan(url, failingSession(Date.now())))
const open = setUpBrowser()

describe('an address with filters that the collector refuses', () => {
  it.each(['?status=bogus&sort=foo', '?sort=foo'])('is said to be wrong, and can be cleared: %s', async (search) => {
    const { page, watch } = await open(`${collector().url}/${search}`)
    watch.tolerate(/400/)
    const alert = page.getByRole('alert')
    await alert.getByText('The sessions could not be loaded').waitFor()
    expect(await alert.getByRole('button').allTextContents()).toEqual(['Clear filters'])
    await expectAccessible(page)
    await alert.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByRole('link', { name: 'Add a currency to every order' }).waitFor()
    await eventually(() => new URL(page.url()).search).toBe('')
  })
})
