import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { List, Session } from '../../collector/src/contract.ts'
import { fillDemo } from '../demo/fill-demo.ts'
import { sendChanges, sendPlan } from '../demo/send.ts'
import { blogPosts } from '../demo/sessions/blog-posts.ts'
import { runningSession } from '../demo/sessions/running.ts'
import { endMsOf, type Plan } from '../demo/step.ts'
import { setUpBrowser } from './browser.ts'
import { elementCount, eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const MANY = 120
/** What is drawn does not depend on how many sessions there are. */
const MAX_ELEMENTS = 2_000

const collector = setUpCollector(async (url) => {
  await fillDemo(url, { nowMs: NOW_MS })
  for (const plan of blogPosts(NOW_MS - 6 * 24 * 3_600_000, MANY)) await sendPlan(url, olderCopy(plan))
})
const open = setUpBrowser()

/** The same work as another session, further back. */
function olderCopy(plan: Plan): Plan {
  const key = `older-${plan.name}-of-the-archive`
  return { ...plan, name: key, root: { ...plan.root, attributes: { ...plan.root.attributes, 'tracker.session.key': key } } }
}

const rows = (page: Page) => page.getByRole('table', { name: 'Sessions' }).locator('tbody tr')
const names = (page: Page) => rows(page).locator('a').allTextContents()
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

async function openList(search = '') {
  const opened = await open(`${collector().url}/${search}`)
  await waitUntilShown(opened.page)
  return opened
}

describe('the list of sessions', () => {
  it('shows the latest first, with what they cost', async () => {
    const { items } = await collector().rest.get<List<Session>>('/sessions?limit=5')
    const { page } = await openList()
    await rows(page).nth(4).waitFor()
    for (const [index, session] of items.entries()) {
      const row = rows(page).nth(index)
      if (session.title !== null && !session.title.startsWith('<')) expect(await row.textContent()).toContain(session.title)
      const titles = await row
        .locator('td:visible [title]')
        .evaluateAll((elements) => elements.map((element) => element.getAttribute('title')))
      expect(titles).toContain(`${session.tokensTotal.toLocaleString('en-US')} tokens`)
    }
  })

  it('draws only what is in view, and loads more on the way down to the oldest', async () => {
    const { page } = await openList('?sort=started:asc')
    const oldest = (await names(page))[0] ?? ''
    await page.goto(collector().url)
    await waitUntilShown(page)
    await eventually(async () => {
      await page.keyboard.press('End')
      return (await names(page)).at(-1)
    }).toBe(oldest)
    expect(await elementCount(page)).toBeLessThan(MAX_ELEMENTS)
  })

  it('is narrowed and sorted in its address, which lasts', async () => {
    const { page } = await openList()
    await page.getByLabel('Status').selectOption({ label: 'Failed' })
    await eventually(() => names(page)).toEqual(['Add a currency to every order'])
    await page.getByLabel('Status').selectOption({ label: 'Any status' })
    await page.getByLabel('Workflow').selectOption({ label: 'blog-post' })
    await page.getByRole('button', { name: 'Cost' }).click()
    await eventually(() => parameter(page, 'sort')).toBe('cost')
    expect(parameter(page, 'workflow')).toBe('blog-post')
    const { items } = await collector().rest.get<List<Session>>('/sessions?workflow=blog-post&sort=cost&limit=3')
    const expected = items.map(({ title }) => title)
    await eventually(async () => (await names(page)).slice(0, 3)).toEqual(expected)
    expect(await page.getByRole('columnheader', { name: 'Cost' }).getAttribute('aria-sort')).toBe('descending')

    await page.reload()
    await eventually(async () => (await names(page)).slice(0, 3)).toEqual(expected)
    await rows(page).first().click()
    await page.waitForURL('**/timeline')
    await page.goBack()
    await eventually(async () => (await names(page)).slice(0, 3)).toEqual(expected)
    expect(parameter(page, 'sort')).toBe('cost')
    await page.goForward()
    await page.waitForURL('**/timeline')
  })

  it('goes back through what it was narrowed to, and not through every word that was typed', async () => {
    const { page } = await openList()
    const search = () => new URL(page.url()).search
    await page.getByLabel('Status').selectOption({ label: 'Completed' })
    await eventually(search).toBe('?status=completed')
    await page.getByLabel('Search sessions').fill('exporter')
    await eventually(() => parameter(page, 'q')).toBe('exporter')
    await page.getByLabel('Search sessions').fill('exporter image')
    await eventually(() => parameter(page, 'q')).toBe('exporter image')
    await page.getByRole('button', { name: 'Cost' }).click()
    await eventually(() => parameter(page, 'sort')).toBe('cost')
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await eventually(search).toBe('?sort=cost')

    for (const before of ['?status=completed&q=exporter+image&sort=cost', '?status=completed&q=exporter+image', '?status=completed', '']) {
      await page.goBack()
      await eventually(search).toBe(before)
      await eventually(() => page.getByLabel('Search sessions').inputValue()).toBe(before.includes('q=') ? 'exporter image' : '')
      await eventually(() => page.getByLabel('Status').inputValue()).toBe(before === '' ? '' : 'completed')
    }
    await rows(page).nth(5).waitFor()
  })

  it('draws what is in view also when what stands above it grows', async () => {
    const { page } = await openList()
    await rows(page).nth(5).waitFor()
    const beyond = () =>
      page.evaluate(`(() => {
        const rows = [...document.querySelectorAll('tbody tr')]
        const above = rows.filter((row) => row.getBoundingClientRect().bottom < 0).length
        const below = rows.filter((row) => row.getBoundingClientRect().top > innerHeight).length
        // Ten, but for one that is on the edge.
        return [above, below].map((count) => Math.abs(count - 10) <= 1)
      })()`)
    await page.evaluate('scrollTo(0, 1500)')
    await eventually(beyond).toEqual([true, true])
    await page.evaluate(`(() => {
      const notice = document.createElement('div')
      notice.style.height = '600px'
      document.querySelector('main').prepend(notice)
      scrollTo(0, 2100)
    })()`)
    await eventually(beyond).toEqual([true, true])
    await page.setViewportSize({ width: 760, height: 900 })
    await page.evaluate('scrollTo(0, 2400)')
    await eventually(beyond).toEqual([true, true])
  })

  it('finds words in what was said, not only in titles', async () => {
    const { page } = await openList()
    await page.keyboard.press('/')
    await page.keyboard.type('distroless')
    await eventually(() => names(page)).toEqual(['Exporter image under 100 MB'])
    expect(parameter(page, 'q')).toBe('distroless')
  })

  it('keeps what is typed in the search, blanks included', async () => {
    const { page } = await openList()
    await page.keyboard.press('/')
    await page.keyboard.type('exporter ')
    await eventually(() => parameter(page, 'q')).toBe('exporter')
    await page.keyboard.type('image')
    await eventually(() => parameter(page, 'q')).toBe('exporter image')
    expect(await page.getByLabel('Search sessions').inputValue()).toBe('exporter image')
  })

  it('says that more could not be loaded, asks once, and goes on when it is asked to', async () => {
    let asked = 0
    const withCursor = (url: URL) => url.pathname === '/api/v1/sessions' && url.searchParams.has('cursor')
    const { page, watch } = await open(collector().url, {}, async (opening) => {
      await opening.route(withCursor, async (route) => {
        asked++
        await route.fulfill({
          status: 500,
          contentType: 'application/json',
          body: '{"error":{"code":"internal","message":"disk is away"}}',
        })
      })
    })
    watch.tolerate(/500/)
    await waitUntilShown(page)
    const failure = page.getByRole('alert').filter({ hasText: 'disk is away' })
    for (const key of ['End', 'Home', 'End', 'Home', 'End']) await page.keyboard.press(key)
    await failure.waitFor()
    for (const key of ['Home', 'End']) await page.keyboard.press(key)
    await failure.waitFor()
    // Once, and once more where the list was made anew meanwhile; not at each key.
    expect(asked).toBeLessThan(3)

    await page.unroute(withCursor)
    await failure.getByRole('button', { name: 'Try again' }).click()
    await failure.waitFor({ state: 'detached' })
    await eventually(async () => {
      await page.keyboard.press('End')
      return Number(await rows(page).last().getAttribute('data-index'))
    }).toBeGreaterThan(100)
  })

  it('says when nothing matches, and takes the filters away', async () => {
    const { page } = await openList('?q=nobody-ever-wrote-this&status=failed')
    await page.getByRole('heading', { name: 'No session matches' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click()
    await rows(page).nth(5).waitFor()
    expect(new URL(page.url()).search).toBe('')
  })

  it('is narrowed to a stretch of time', async () => {
    const { page } = await openList('?sort=started:asc')
    await page.getByRole('button', { name: /^Time/ }).click()
    await page.getByRole('button', { name: /24 hours/i }).click()
    await eventually(() => parameter(page, 'after')).not.toBeNull()
    const dayAgo = new Date(Date.now() - 24 * 3_600_000).toISOString()
    const { items } = await collector().rest.get<List<Session>>(`/sessions?after=${dayAgo}&sort=started:asc&limit=1`)
    await eventually(async () => (await names(page))[0]).toBe(items[0]?.title)
  })
})

describe('a list that is open', () => {
  it('gets new sessions, and moves what runs', async () => {
    const { url } = collector()
    const { page } = await openList()
    const before = (await names(page))[0]
    const [plan] = blogPosts(Date.now() + 3 * 3_600_000, 1)
    if (!plan) throw new Error('there is a blog post')
    await sendPlan(url, { ...olderCopy({ ...plan, name: 'just-now' }), startMs: Date.now() })
    await eventually(async () => (await names(page))[0]).not.toBe(before)

    const running = runningSession(NOW_MS)
    const row = rows(page).filter({ hasText: 'Release 4.12.0' })
    await row.getByRole('img', { name: 'Running' }).waitFor()
    await sendChanges(url, running, { fromMs: NOW_MS, toMs: endMsOf(running) })
    await row.getByRole('img', { name: 'Completed' }).waitFor()
  })

  it('says that the collector is gone, and goes on when it is back', async () => {
    const { page, watch } = await openList()
    watch.tolerate(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/)
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor()
    await collector().stop()
    await page.getByRole('status').getByText('Connecting').waitFor()
    await page.getByLabel('Status').selectOption({ label: 'Abandoned' })
    await page.getByRole('alert').getByText('The sessions could not be loaded').waitFor({ timeout: 60_000 })
    await collector().start()
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor({ timeout: 60_000 })
    await page.getByRole('heading', { name: 'No session matches' }).waitFor()
  }, 180_000)
})
