import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sendPlan } from '../demo/send.ts'
import { blogPosts } from '../demo/sessions/blog-posts.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { longConversation } from '../demo/sessions/long-conversation.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const failing = failingSession(NOW_MS)
const long = longConversation(NOW_MS)

const collector = setUpCollector(async (url) => {
  for (const plan of [failing, long, ...blogPosts(NOW_MS, 5)]) await sendPlan(url, plan)
})
const open = setUpBrowser()

async function openAt(path: string): Promise<Page> {
  const { page } = await open(collector().url + path)
  await waitUntilShown(page)
  return page
}

/** The list and the row that have the focus. */
const focusedRow = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const row = document.activeElement.closest('[data-index]')
    return row ? (row.closest('[aria-label]').getAttribute('aria-label') + ' ' + row.dataset.index).trim() : ''
  })()`)

const path = (page: Page) => new URL(page.url()).pathname

describe('j and k', () => {
  const lists = [
    { name: 'the sessions', at: '/', list: 'Sessions' },
    { name: 'the model calls', at: screen(long, 'cost'), list: 'model calls' },
    { name: 'the conversation', at: screen(long, 'transcript'), list: 'Conversation' },
    { name: 'the issues', at: screen(failing, 'issues'), list: 'issues' },
  ]

  it.each(lists)('go through $name, without a click before', async ({ at, list }) => {
    const page = await openAt(at)
    await page.locator('[data-row]').first().waitFor()
    for (const [key, row] of [
      ['j', 0],
      ['j', 1],
      ['j', 2],
      ['k', 1],
    ] as const) {
      await page.keyboard.press(key)
      await eventually(() => focusedRow(page)).toBe(`${list} ${row}`)
    }
  })

  it('go on from the issues to the failed spans, whose drawer Enter opens', async () => {
    const page = await openAt(screen(failing, 'issues'))
    await page.locator('[data-row]').first().waitFor()
    const issues = await page.getByRole('list', { name: 'issues', exact: true }).getByRole('listitem').count()
    for (let pressed = 0; pressed < issues; pressed++) await page.keyboard.press('j')
    expect(await focusedRow(page)).toBe(`issues ${issues - 1}`)
    await page.keyboard.press('j')
    expect(await focusedRow(page)).toBe('failed spans 0')
    await page.keyboard.press('k')
    expect(await focusedRow(page)).toBe(`issues ${issues - 1}`)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Span' }).waitFor()
  })

  it('open the calculation of a call with Enter, and keep the row that has the focus in view', async () => {
    const page = await openAt(screen(long, 'cost'))
    await page.locator('[data-row]').first().waitFor()
    for (let pressed = 0; pressed < 40; pressed++) await page.keyboard.press('j')
    await eventually(() => focusedRow(page)).toBe('model calls 39')
    await page.keyboard.press('Enter')
    await page.locator(':focus').getByText('Show the span').waitFor()
    const { y = 0, height = 0 } = (await page.locator(':focus').getByRole('button').first().boundingBox()) ?? {}
    expect(y).toBeGreaterThan(48)
    expect(y + height).toBeLessThanOrEqual(900)
  })

  it('go through the spans of a timeline that was just opened', async () => {
    const page = await openAt(screen(long, 'timeline'))
    const tree = page.getByRole('tree', { name: 'Spans' })
    await tree.getByRole('treeitem').first().waitFor()
    const active = () => tree.getAttribute('aria-activedescendant')
    await page.keyboard.press('j')
    await eventually(() => tree.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
    expect(await active()).toMatch(/-0$/)
    await page.keyboard.press('j')
    await eventually(active).toMatch(/-1$/)
    await page.keyboard.press('k')
    await eventually(active).toMatch(/-0$/)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Span' }).waitFor()
  })
})

describe('shortcuts', () => {
  it('leave alone what is typed, what has a modifier, and what is below a window', async () => {
    const page = await openAt(screen(long, 'cost'))
    const before = path(page)
    for (const keys of ['Control+s', 'Alt+s', 'Meta+4', 'Shift+S']) await page.keyboard.press(keys)
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await help.getByRole('heading', { name: 'Lists' }).click()
    for (const key of ['s', '4', 'j']) await page.keyboard.press(key)
    await help.waitFor()
    expect([path(page), await focusedRow(page)]).toEqual([before, ''])

    const list = await openAt('/')
    await list.keyboard.press('/')
    await list.keyboard.type('s?j')
    await eventually(() => new URL(list.url()).searchParams.get('q')).toBe('s?j')
    await list.getByRole('button', { name: /^Time/ }).click()
    await list.getByRole('button', { name: 'Last hour' }).focus()
    await list.keyboard.press('?')
    await list.keyboard.press('j')
    expect([await list.getByRole('dialog', { name: 'Keyboard shortcuts' }).count(), await focusedRow(list)]).toEqual([0, ''])
  })

  it('of a single character can be switched off, for good', async () => {
    const page = await openAt(screen(failing, 'timeline'))
    await page.keyboard.press('?')
    const setting = page.getByRole('switch', { name: 'Shortcuts of a single character' })
    expect(await setting.getAttribute('aria-checked')).toBe('true')
    await setting.click()
    expect(await setting.getAttribute('aria-checked')).toBe('false')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.reload()
    await waitUntilShown(page)
    const before = path(page)
    for (const key of ['j', '?', '4', 's', '/']) await page.keyboard.press(key)
    expect([path(page), await page.getByRole('dialog').count()]).toEqual([before, 0])

    await page.getByRole('link', { name: /psql/ }).or(page.getByRole('treeitem').nth(1)).first().click()
    await page.getByRole('complementary', { name: 'Span' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'Span' }).waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await setting.click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('4')
    await page.waitForURL('**/issues')
  })
})
