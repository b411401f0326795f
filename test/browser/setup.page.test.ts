import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { eventfulSession } from '../demo/sessions/eventful.ts'
import { PHONE, setUpBrowser } from './browser.ts'
import { expectAccessible, expectAccessibleInDark, expectControlsReachable, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'

const collector = setUpCollector(async () => undefined)
const open = setUpBrowser()

describe('a collector without any data', () => {
  it('can be read by everybody, also on a phone', async () => {
    const { page } = await open(collector().url, PHONE)
    await page.getByRole('heading', { level: 1, name: 'Send your first span' }).waitFor()
    await expectNoSidewaysScroll(page)
    await expectControlsReachable(page)
    await expectAccessible(page)
    await expectAccessibleInDark(page)
  })

  it('shows for each client what to copy, with its own address, and keeps the client in the address', async () => {
    const { url } = collector()
    const { page } = await open(`${url}/setup`)
    const tabs = page.getByRole('tab')
    await tabs.first().waitFor()
    for (const tab of await tabs.all()) {
      await tab.click()
      const panel = await page.getByRole('tabpanel').textContent()
      // What does not work yet has nothing to copy, and says so.
      if (!panel?.startsWith('Not yet')) expect(panel).toContain(url)
    }
    const last = await tabs.last().textContent()
    await page.reload()
    await page.getByRole('tab', { name: last ?? '', selected: true }).waitFor()
  })

  it('waits for no span while the collector is away', async () => {
    const { page, watch } = await open(collector().url)
    watch.tolerate(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/)
    const light = page.getByRole('main').getByRole('status')
    await light.getByText('Waiting for the first span').waitFor()
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor()
    await collector().stop()
    await light.getByText('The collector does not answer').waitFor()
    await collector().start()
    await light.getByText('Waiting for the first span').waitFor({ timeout: 60_000 })
  }, 180_000)

  it('sees the first span arrive, and leads to its session and to the list', async () => {
    const { url } = collector()
    const { page } = await open(url)
    const light = page.getByRole('main').getByRole('status')
    await light.getByText('Waiting for the first span').waitFor()
    await sendPlan(url, eventfulSession(Date.now()))
    await light.getByText('Received').waitFor()
    await light.getByText('build-agent').waitFor()
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Open Exporter image under 100 MB' }).click()
    await page.getByRole('heading', { level: 1, name: 'Exporter image under 100 MB' }).waitFor()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('table', { name: 'Sessions' }).getByRole('link', { name: 'Exporter image under 100 MB' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
  })
})
