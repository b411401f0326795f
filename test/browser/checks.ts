/** What every screen has to meet. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { WAIT_MS } from './browser.ts'

/** Waits until what is read meets what is expected of it: `await eventually(() => page.url()).toContain('sort=cost')`. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: WAIT_MS })
}

/** Only violations are told in full; the rest would be long lists that nobody reads. Axe's legacy mode opens no window of its own. */
const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
/** What depends on colours. Everything else is the same in another theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Fails when axe finds a violation of WCAG 2.2 A or AA, or of its best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolation(axe(page))
}

/** As `expectAccessible`, in the dark theme, of a page that meets it in the light one. */
export async function expectAccessibleInDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNoViolation(axe(page).withRules(COLOUR_RULES))
}

async function expectNoViolation(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze()
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html.slice(0, 300)}\n  ${failureSummary}`).join('\n')}`,
  )
  expect(found, found.join('\n')).toEqual([])
}

/** Fails when the page can be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths: { readonly content: number; readonly window: number } = await page.evaluate(
    '({ content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth })',
  )
  expect(widths.content, 'the page is wider than the window').toBeLessThanOrEqual(widths.window)
}

/** Fails when a link, button or field that can be seen lies outside of the window to its left or right. */
export async function expectControlsReachable(page: Page): Promise<void> {
  const outside: readonly string[] = await page.evaluate(CONTROLS_OUTSIDE)
  expect(outside, outside.join('\n')).toEqual([])
}

/** How many elements the document has. */
export async function elementCount(page: Page): Promise<number> {
  return await page.evaluate('document.querySelectorAll("*").length')
}

/** Controls in a box that scrolls sideways can be reached by scrolling that box. */
const CONTROLS_OUTSIDE = `(() => {
  const scrolls = (element) => element && (/(auto|scroll)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
  return [...document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((element) => !scrolls(element.parentElement))
    .filter((element) => {
      const { left, right, width, height } = element.getBoundingClientRect()
      const isHidden = width <= 1 || height <= 1
      return !isHidden && (left < -1 || right > innerWidth + 1)
    })
    .map((element) => element.outerHTML.slice(0, 200))
})()`
