import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { blogPosts } from '../demo/sessions/blog-posts.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'

const [first, second, third] = blogPosts(Date.now(), 3)
if (!first || !second || !third) throw new Error('there are three blog posts')
/** Browsers open no more than six connections to a host. */
const TABS = 8
/** After this a tab that reads for the others is taken for dead. */
const SILENCE_MS = 60_000

const collector = setUpCollector((url) => sendPlan(url, first))
const open = setUpBrowser()

const live = (page: Page) => page.getByRole('status').getByText('Live', { exact: true }).waitFor()
const rowCount = (page: Page) => page.getByRole('table', { name: 'Sessions' }).locator('tbody tr').count()

/** Opens the list in several tabs of one browser. @returns the tabs, and how often the live stream was asked for */
async function openTabs(count: number, prepare: (page: Page) => Promise<void> = async () => undefined) {
  let asked = 0
  const countStreams = async (page: Page): Promise<void> => {
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/v1/live') asked++
    })
  }
  const { page, watch } = await open(collector().url, {}, countStreams)
  watch.tolerate(/^window: /)
  await live(page)
  const others: Page[] = []
  while (others.length < count - 1) {
    const other = await page.context().newPage()
    await countStreams(other)
    await prepare(other)
    await other.goto(collector().url)
    await live(other)
    others.push(other)
  }
  return { page, others, asked: () => asked }
}

describe('many tabs', () => {
  it('share one stream, also when the tab that reads it is closed', async () => {
    const { page, others, asked } = await openTabs(TABS)
    expect(asked()).toBe(1)
    for (const other of others) await eventually(() => rowCount(other)).toBe(1)
    await sendPlan(collector().url, second)
    for (const other of others) await eventually(() => rowCount(other)).toBe(2)

    await page.close()
    await eventually(asked).toBe(2)
    await sendPlan(collector().url, third)
    for (const other of others) await eventually(() => rowCount(other)).toBe(3)
    await live(others.at(-1) ?? page)
    expect(asked()).toBe(2)
  })

  it('do not wait for a tab that was put to sleep', async () => {
    const { page, others, asked } = await openTabs(2, (other) => other.clock.install())
    const other = others[0] ?? page
    await other.bringToFront()
    await other.clock.fastForward(SILENCE_MS + 1_000)
    await eventually(asked).toBe(2)
    await live(other)
    await live(page)
  })
})
