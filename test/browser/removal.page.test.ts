import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { List, Retention, Session } from '../../collector/src/contract.ts'
import { fillDemo } from '../demo/fill-demo.ts'
import { sendPlan } from '../demo/send.ts'
import { blogPosts } from '../demo/sessions/blog-posts.ts'
import { runningSession } from '../demo/sessions/running.ts'
import type { Plan } from '../demo/step.ts'
import { PHONE, setUpBrowser, type View } from './browser.ts'
import { eventually, expectAccessible, expectControlsReachable, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

/** Deleting and pinning in the page, and what it says of what goes by itself. */

const NOW_MS = Date.now()
/** Of which each test takes one of its own; enough for a list of several pages. */
const COPIES = 120
/** What a browser says of a session that was removed. */
const GONE = /404/

/** Named session-0, session-1, … */
function copy(plan: Plan, index: number): Plan {
  const key = `session-${index}`
  return { ...plan, name: key, root: { ...plan.root, attributes: { ...plan.root.attributes, 'tracker.session.key': key } } }
}

const running = runningSession(NOW_MS)
/** Known by its trace alone. */
const keyless = withoutKey(running)

function withoutKey(plan: Plan): Plan {
  const { 'tracker.session.key': _, ...attributes } = plan.root.attributes ?? {}
  return { ...plan, name: 'keyless', root: { ...plan.root, attributes } }
}

const collector = setUpCollector(async (url) => {
  for (const plan of [running, keyless]) await sendPlan(url, plan, NOW_MS)
  for (const [index, plan] of blogPosts(NOW_MS, COPIES).entries()) await sendPlan(url, copy(plan, index))
})
const open = setUpBrowser()

const rows = (page: Page) => page.getByRole('table', { name: 'Sessions' }).locator('tbody tr')
const rowOf = (page: Page, { id }: Session) => rows(page).filter({ has: page.locator(`a[href*="/sessions/${id}/"]`) })
const sessionNamed = (index: number) => collector().rest.get<Session>(`/sessions/key:session-${index}`)
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Delete this session?' })
const focused = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement?.textContent || document.activeElement?.ariaLabel || ""')

async function openSession(index: number) {
  const opened = await open(collector().url + screen({ name: `session-${index}` }, 'timeline'))
  await waitUntilShown(opened.page)
  return opened
}

async function openList(search = '') {
  const opened = await open(`${collector().url}/${search}`)
  await rows(opened.page).first().waitFor()
  return opened
}

async function isStored({ id }: Session): Promise<boolean> {
  const { items } = await collector().rest.get<List<Session>>('/sessions?limit=500')
  return items.some((session) => session.id === id)
}

describe('a session is deleted', () => {
  it('after a dialog that names what goes, and leads back to the list', async () => {
    const session = await sessionNamed(0)
    const { page } = await openSession(0)
    await page.getByRole('button', { name: 'Delete session' }).click()
    const text = (await dialogOf(page).textContent()) ?? ''
    for (const named of [session.title ?? '', `${session.spanCount} spans`, 'deleted for good', `session export ${session.id}`])
      expect(text).toContain(named)
    for (const untrue of ['It is pinned', 'It still runs']) expect(text).not.toContain(untrue)
    await expectAccessible(page)
    await dialogOf(page).getByRole('button', { name: 'Delete for good' }).click()
    await eventually(() => new URL(page.url()).pathname).toBe('/')
    await rows(page).first().waitFor()
    expect(await rowOf(page, session).count()).toBe(0)
    await eventually(() => focused(page)).toBe('Sessions')
    expect(await isStored(session)).toBe(false)
  })

  it('by nobody who cancels, whichever way, and the focus is back on the button', async () => {
    const session = await sessionNamed(1)
    const { page } = await openSession(1)
    const button = page.getByRole('button', { name: 'Delete session' })
    for (const cancel of [
      () => page.keyboard.press('Escape'),
      () => page.keyboard.press('Enter'),
      () => dialogOf(page).getByRole('button', { name: 'Close' }).click(),
      () => page.mouse.click(5, 5),
    ]) {
      await button.press('Enter')
      await eventually(() => focused(page)).toBe('Cancel')
      await cancel()
      await dialogOf(page).waitFor({ state: 'detached' })
      await eventually(() => focused(page)).toBe('Delete session')
    }
    expect(await isStored(session)).toBe(true)
  })

  it.each([
    [
      'and of one that runs it says what is stored of what comes',
      running,
      /what it still sends of its traces is not stored; a new trace .* new session\./,
    ],
    ['and of one without a key that nothing is', keyless, / It still runs: what it still sends is not stored\.$/],
  ] as const)('%s', async (_, plan, words) => {
    const { page } = await open(collector().url + screen(plan, 'timeline'))
    await waitUntilShown(page)
    await page.getByRole('button', { name: 'Delete session' }).click()
    expect(await dialogOf(page).getByText('It still runs').textContent()).toMatch(words)
    await expectAccessible(page)
  })

  it('with the keyboard alone', async () => {
    const session = await sessionNamed(2)
    const { page } = await openSession(2)
    await page.getByRole('button', { name: 'Delete session' }).focus()
    await page.keyboard.press('Enter')
    await eventually(() => focused(page)).toBe('Cancel')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await eventually(() => new URL(page.url()).pathname).toBe('/')
    expect(await isStored(session)).toBe(false)
    await page.goBack()
    expect(page.url()).not.toContain(`/sessions/${session.id}`)
  })

  it('and an error is said where the question was', async () => {
    const { page, watch } = await openSession(3)
    watch.tolerate(/failed|ERR_FAILED/)
    await page.route('**/api/v1/sessions/*', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()))
    await page.getByRole('button', { name: 'Delete session' }).click()
    await dialogOf(page).getByRole('button', { name: 'Delete for good' }).click()
    await eventually(() => dialogOf(page).getByRole('alert').textContent()).toContain('It was not deleted: the collector does not answer')
    await expectAccessible(page)
    expect(await isStored(await sessionNamed(3))).toBe(true)
  })
})

describe('other tabs', () => {
  it('say that an open session was removed, and lists lose it where it was, also further down', async () => {
    const session = await sessionNamed(4)
    const other = await openSession(4)
    const list = await openList('?sort=started:asc')
    // Down to the last page, on which the latest stand.
    await eventually(async () => {
      await list.page.keyboard.press('End')
      return await rowOf(list.page, session).count()
    }).toBe(1)
    other.watch.tolerate(GONE)
    list.watch.tolerate(GONE)
    const reply = await fetch(`${collector().url}/api/v1/sessions/${session.id}`, { method: 'DELETE' })
    expect(reply.status).toBe(204)
    await other.page.getByRole('heading', { name: 'This session was removed' }).waitFor()
    expect(await other.page.getByRole('main').textContent()).toContain('It was deleted, or it was the turn of the oldest ones.')
    await expectAccessible(other.page)
    await eventually(() => rowOf(list.page, session).count()).toBe(0)
    await other.page.getByRole('link', { name: 'All sessions' }).click()
    await rows(other.page).first().waitFor()
  })

  it('say in words that an address leads to no session any more', async () => {
    const session = await sessionNamed(5)
    await fetch(`${collector().url}/api/v1/sessions/${session.id}`, { method: 'DELETE' })
    const { page, watch } = await open(`${collector().url}/sessions/${session.id}/timeline`)
    watch.tolerate(GONE)
    await page.getByRole('heading', { name: 'There is no such session' }).waitFor()
    expect(await page.getByRole('main').textContent()).toContain('It was deleted, or is in another database.')
  })
})

describe('a pin', () => {
  it('is put on and taken off, and the list shows it, also to those who hear it', async () => {
    const session = await sessionNamed(6)
    const list = await openList()
    await eventually(() => rowOf(list.page, session).count()).toBe(1)
    expect(await rowOf(list.page, session).getByText('Pinned').count()).toBe(0)
    const { page } = await openSession(6)
    const button = page.getByRole('button', { name: 'Pin session' })
    expect(await button.getAttribute('aria-pressed')).toBe('false')
    await button.click()
    await eventually(() => button.getAttribute('aria-pressed')).toBe('true')
    expect(await sessionNamed(6)).toMatchObject({ pinned: true })
    await eventually(() => rowOf(list.page, session).getByText('Pinned').count()).toBe(1)
    expect(
      await rowOf(list.page, session)
        .getByTitle(/^Pinned: no limit/)
        .isVisible(),
    ).toBe(true)

    await page.getByRole('button', { name: 'Delete session' }).click()
    expect(await dialogOf(page).textContent()).toContain('It is pinned.')
    await page.keyboard.press('Escape')
    await button.click()
    await eventually(() => button.getAttribute('aria-pressed')).toBe('false')
    await eventually(() => rowOf(list.page, session).getByText('Pinned').count()).toBe(0)
  })
})

describe('while a limit is near', () => {
  const env: Record<string, string> = {}
  const full = setUpCollector(async (url) => await fillDemo(url, { nowMs: NOW_MS }), env)
  /** The collector looks at its start, and then once a minute. So much is more than what notice is given from, less than what is urgent. */
  beforeAll(async () => {
    const { database } = await full().rest.get<Retention>('/retention')
    env.TRACKER_RETENTION_SIZE = String(Math.round(database.usedBytes * 1.1))
    await full().stop()
    await full().start()
  }, 60_000)
  const openFull = async (view: View = {}) => {
    await eventually(async () => (await full().rest.get<Retention>('/retention')).notice?.next?.sessions).toBeGreaterThan(0)
    return await open(full().url, view)
  }
  const banner = (page: Page) => page.getByRole('status').filter({ has: page.getByRole('heading', { name: /will be removed$/ }) })

  it('the list says what goes, when, and what to do', async () => {
    const { page } = await openFull()
    const { notice } = await full().rest.get<Retention>('/retention')
    const text = (await banner(page).textContent()) ?? ''
    expect(text).toMatch(new RegExp(`The ${notice?.next?.sessions} oldest sessions? will be removed`))
    expect(text).toMatch(
      /The database holds [\d.]+ Mi?B, [89]\d% of its limit of [\d.]+ Mi?B\. They take about [\d.]+ [kM]i?B, and go not before 20\d\d-/,
    )
    expect(text).toContain('To keep one, pin it or export it; to keep more, start the collector with a larger --retention-size.')
    expect(await banner(page).locator('time').getAttribute('datetime')).toBe(notice?.next?.at)
    await banner(page).getByRole('link', { name: 'Show the oldest' }).click()
    await eventually(() => new URL(page.url()).search).toBe('?sort=started:asc')
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(page)
  })

  it('it fits on a phone', async () => {
    const { page } = await openFull(PHONE)
    await banner(page).waitFor()
    await expectNoSidewaysScroll(page)
    await expectControlsReachable(page)
  })

  it('it stays away once it is dismissed, until the browser is opened anew', async () => {
    const { page } = await openFull()
    await banner(page).getByRole('button', { name: 'Dismiss' }).click()
    await banner(page).waitFor({ state: 'detached' })
    await page.reload()
    await rows(page).first().waitFor()
    expect(await banner(page).count()).toBe(0)
    const { page: another } = await openFull()
    await banner(another).waitFor()
  })
})
