import { isDeepStrictEqual } from 'node:util'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { callAttributes, MODELS } from '../demo/conversation.ts'
import { requestsOf, spansAt } from '../demo/otlp-json.ts'
import { sessionStep } from '../demo/parts.ts'
import { sendPlan, sendRequest } from '../demo/send.ts'
import type { Plan, Step } from '../demo/step.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const CALLS = 260
const PAGES = 6
/** A list is followed while no more pages of it are loaded. */
const MOST_PAGES = 3

/** A session that runs, with calls of which each costs less than the one before, and further ones that cost more than all of these. */
function session(name: string, further = 0): Plan {
  const children = [
    ...Array.from({ length: CALLS }, (_, index) => call(100_000 - index * 100)),
    ...Array.from({ length: further }, (_, index) => call(200_000 + index * 1_000)),
  ]
  return {
    name,
    service: 'live-lists',
    scope: ['@ai-tracker/sdk', '0.1.0'],
    startMs: NOW_MS - 3_600_000,
    root: sessionStep({ key: name, title: name }, { lengthMs: 36_000_000, children }),
  }
}

function call(input: number): Step {
  return { name: `chat ${input}`, kind: 3, lengthMs: 900, attributes: callAttributes(MODELS.sonnet, { input, output: 100, cached: 0 }) }
}

const collector = setUpCollector(async (url) => {
  for (const name of ['deep', 'short']) await sendPlan(url, session(name), NOW_MS)
})
const open = setUpBrowser()

/** The calls of a session, and which requests for what the page has sent. */
async function openCalls(name: string) {
  const asked: string[] = []
  const { page } = await open(collector().url + screen({ name }, 'cost'), {}, async (opening) => {
    opening.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').at(-1) ?? ''))
  })
  await waitUntilShown(page)
  return { page, askedFor: (what: string) => asked.filter((each) => each === what).length }
}

/** Sends one more call, and waits until the page has noticed. */
async function oneMore(name: string, further: number, askedFor: (what: string) => number): Promise<void> {
  const before = askedFor('cost')
  const plan = session(name, further)
  for (const request of requestsOf(plan, spansAt(plan, NOW_MS).slice(-1))) await sendRequest(collector().url, request)
  await eventually(() => askedFor('cost')).toBeGreaterThan(before)
}

/** The row in the middle of the window, when everything is drawn: its words, its place in the list, and where it is. */
const rowInView = (page: Page): Promise<{ readonly text: string; readonly index: number; readonly top: number }> =>
  page.evaluate(`(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const row = document.elementFromPoint(700, 500).closest('li')
    const text = row.textContent.replace(/\\d+[smh] ago/, '')
    return { text, index: Number(row.dataset.index), top: Math.round(row.getBoundingClientRect().top) }
  })()`)

/** The same, when it moves no more: a key that scrolls goes on for a while. */
async function restingRow(page: Page) {
  await eventually(async () => isDeepStrictEqual(await rowInView(page), await rowInView(page))).toBe(true)
  return await rowInView(page)
}

const lastIndex = (page: Page): Promise<number> =>
  page.evaluate(`Number([...document.querySelectorAll('li[data-index]')].at(-1).dataset.index)`)

describe('a list of a session that goes on', () => {
  it('is not asked for again while somebody reads far down, who is told and keeps the place', async () => {
    const { page, askedFor } = await openCalls('deep')
    await eventually(async () => {
      await page.keyboard.press('End')
      return await lastIndex(page)
    }).toBe(CALLS - 1)
    await page.evaluate('scrollBy(0, -2000)')
    const before = await restingRow(page)
    const loaded = askedFor('responses')

    for (const further of [1, 2, 3]) await oneMore('deep', further, askedFor)
    const button = page.getByRole('button', { name: 'Show what is new' })
    await button.waitFor()
    expect(askedFor('responses')).toBe(loaded)
    expect(await rowInView(page)).toEqual(before)

    await button.click()
    await button.waitFor({ state: 'detached' })
    expect(askedFor('responses') - loaded).toBe(PAGES)
    await eventually(() => rowInView(page)).toEqual({ ...before, index: before.index + 3 })
    await page.keyboard.press('Home')
    await eventually(() => page.locator('li[data-index="0"]').textContent()).toContain('202k')
  })

  it('follows while it is short, and what is read stays where it is', async () => {
    const { page, askedFor } = await openCalls('short')
    await page.evaluate('scrollBy(0, 1600)')
    const before = await restingRow(page)
    const loaded = askedFor('responses')
    await oneMore('short', 1, askedFor)
    await eventually(() => rowInView(page)).toEqual({ ...before, index: before.index + 1 })
    expect(askedFor('responses') - loaded).toBeLessThanOrEqual(MOST_PAGES)
    await page.keyboard.press('Home')
    await eventually(() => page.locator('li[data-index="0"]').textContent()).toContain('200k')
  })
})
