import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createConversation, MODELS } from '../demo/conversation.ts'
import { sessionStep } from '../demo/parts.ts'
import { sendPlan } from '../demo/send.ts'
import { HOSTILE, HUGE_TEXT_END, HUGE_TEXT_LENGTH, hostileSession } from '../demo/sessions/hostile.ts'
import type { Plan } from '../demo/step.ts'
import { PHONE, setUpBrowser } from './browser.ts'
import { elementCount, eventually, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, spanParam, waitUntilShown } from './states.ts'

const hostile = hostileSession(Date.now())
/** Markdown that ends the stack, or takes minutes. */
const UNDRAWABLE = ['> '.repeat(5_500), '**a*'.repeat(2_900), '!['.repeat(2_000) + '](a)'.repeat(2_000)]
const undrawable = undrawableSession(UNDRAWABLE)
const collector = setUpCollector(async (url) => {
  await sendPlan(url, hostile)
  await sendPlan(url, undrawable)
})
const open = setUpBrowser()

/** Fetching and laying out megabytes on a machine with other work to do. */
const SLOW_MS = 60_000

/** How long is looked for one more fold. */
const FOLD_MS = 1_000
const MAX_FOLDS = 100

const addresses = [
  '/',
  ...['timeline', 'transcript', 'cost', 'issues', 'raw'].map((name) => screen(hostile, name)),
  `${screen(hostile, 'timeline')}?span=${spanParam(hostile, 'execute_tool cat')}`,
  `${screen(hostile, 'transcript')}?span=${spanParam(hostile, 'chat claude-sonnet-4-5')}`,
  `${screen(hostile, 'issues')}?span=${spanParam(hostile, hostile.root.name)}`,
]

/** What no page may hold, whatever was sent: something that runs, something that is fetched, or a character that reorders or hides a line. */
const FORBIDDEN = `(() => {
  const elements = (selector) => [...document.querySelectorAll(selector)].map((element) => element.outerHTML.slice(0, 200))
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const unseen = []
  while (walker.nextNode()) if (/[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(walker.currentNode.data)) unseen.push(JSON.stringify(walker.currentNode.data.slice(0, 80)))
  const attributes = [...document.querySelectorAll('[title], [aria-label]')]
    .flatMap((element) => [element.title, element.ariaLabel ?? ''])
    .filter((text) => /[\\u202a-\\u202e\\u2066-\\u2069\\u001b]/.test(text)).map((text) => JSON.stringify(text.slice(0, 80)))
  return [
    ...elements('body script, iframe, object, embed, form[action], base, [onerror], [onclick], [onload]'),
    ...elements('img:not([src^="/assets/"]):not([src^="data:image/svg"])'),
    ...[...document.links].filter((link) => !/^https?:|^mailto:/.test(link.href)).map((link) => link.outerHTML.slice(0, 200)),
    ...[...document.links].filter((link) => new URL(link.href).origin !== location.origin && !/noopener/.test(link.rel)).map((link) => link.outerHTML.slice(0, 200)),
    ...unseen,
    ...attributes,
    ...(globalThis.hacked === undefined ? [] : ['it ran: ' + globalThis.hacked]),
    ...(/[\\u202a-\\u202e\\u001b]/.test(document.title) ? ['the title: ' + JSON.stringify(document.title)] : []),
  ]
})()`

/** An assistant that answers with texts, after a tool that gave back 120 KB of numbers. */
function undrawableSession(texts: readonly string[]): Plan {
  const conversation = createConversation(MODELS.sonnet, 'You help.')
  const call = { id: 'call_numbers', name: 'embed', arguments: { text: 'a' } }
  const numbers = JSON.stringify(Array.from({ length: 60_000 }, () => 1))
  const steps = [
    conversation.call({ text: 'This has **a strong word**.', calls: [call] }),
    conversation.tool(call, { result: numbers, lengthMs: 300 }),
    ...texts.map((text) => conversation.call({ text })),
  ]
  return {
    name: 'undrawable',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: Date.now() - 3_600_000,
    root: sessionStep({ key: 'undrawable' }, { children: steps }),
  }
}

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(FORBIDDEN)).toEqual([])
}

describe('what a hostile sender wrote', () => {
  it.each(addresses)('is text at %s', async (path) => {
    const { page } = await open(collector().url + path)
    await waitUntilShown(page)
    await page.getByText('<script>globalThis.hacked').filter({ visible: true }).first().waitFor()
    await expectHarmless(page)
    expect(new URL(page.url()).origin).toBe(collector().url)
  })

  it.each(addresses)('keeps %s within a phone', async (path) => {
    const { page } = await open(collector().url + path, PHONE)
    await waitUntilShown(page)
    await expectNoSidewaysScroll(page)
  })

  it('is shown with marks for what cannot be seen', async () => {
    const { page } = await open(collector().url + screen(hostile, 'transcript'))
    await waitUntilShown(page)
    for (const mark of ['\\u202e', '\\u2066', '\\x1b', '\\x07']) await page.getByText(mark).first().waitFor()
  })

  it('is harmless when all that is folded is open', async () => {
    const { page } = await open(collector().url + screen(hostile, 'transcript'))
    await waitUntilShown(page)
    await openAllFolds(page)
    await page.getByText(HOSTILE.markdownImage.slice(2, 16)).first().waitFor()
    await expectHarmless(page)
  })
})

describe('messages that cannot be drawn', () => {
  it('are shown as they are, and take nothing with them', async () => {
    const { page } = await open(collector().url + screen(undrawable, 'transcript'))
    await waitUntilShown(page)
    await page.getByText('a strong word').waitFor()
    expect(await page.locator('strong', { hasText: 'a strong word' }).count()).toBe(1)
    for (const beginning of UNDRAWABLE) await page.getByText(beginning.slice(0, 100)).first().waitFor()
  })
})

describe('a list of 60,000 numbers', () => {
  it('is formatted when a person wants it, and does not stop the page', async () => {
    const { page } = await open(`${collector().url}${screen(undrawable, 'timeline')}?span=${spanParam(undrawable, 'execute_tool embed')}`)
    const drawer = page.getByRole('complementary', { name: 'Span' })
    await drawer.getByRole('button', { name: /^Show all/ }).click()
    await drawer.getByText('[ 1, 1, 1,').first().waitFor()
    await drawer.getByRole('button', { name: 'As sent' }).last().click()
    await drawer.getByText('[1,1,1,').first().waitFor()
  })
})

describe('a text of 5 MB', () => {
  const path = `${screen(hostile, 'timeline')}?span=${spanParam(hostile, 'execute_tool cat')}`

  it('is cut, comes when a person wants it, and does not stop the page', async () => {
    const { page } = await open(collector().url + path)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await waitUntilShown(page)
    const drawer = page.getByRole('complementary', { name: 'Span' })
    const before = await elementCount(page)
    await drawer
      .getByRole('button', { name: /^show all \(5M characters\)/i })
      .first()
      .click()
    await drawer.getByRole('button', { name: /^show 100k more of 5M characters$/i }).waitFor({ timeout: SLOW_MS })
    expect(await elementCount(page)).toBeLessThan(before + 50)

    const copy = drawer.getByRole('button', { name: 'Copy value' })
    await copy.last().click()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect([copied.length, copied.endsWith(HUGE_TEXT_END)]).toEqual([HUGE_TEXT_LENGTH, true])

    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.has('span')).toBe(false)
  }, 120_000)
})

/** Opens what is folded, also what only shows then. */
async function openAllFolds(page: Page): Promise<void> {
  const folded = page.getByRole('main').locator('[aria-expanded="false"]')
  for (let opened = 0; opened < MAX_FOLDS; opened++) {
    const fold = await folded
      .first()
      .elementHandle({ timeout: FOLD_MS })
      .catch(() => null)
    if (fold === null) return
    await fold.click()
    await eventually(() => fold.getAttribute('aria-expanded')).toBe('true')
  }
  throw new Error(`there were more than ${MAX_FOLDS} folds`)
}
