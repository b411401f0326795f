/** One browser for a test file, a context of its own for every test. */
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { findBrowser } from './find-browser.ts'
import { type Watch, watch } from './watch.ts'

/** How a page is looked at. */
export interface View {
  readonly theme?: 'light' | 'dark'
  /** Pixels. */
  readonly width?: number
  readonly height?: number
  /** Whether a finger is used and not a mouse. */
  readonly hasTouch?: boolean
}

/** A page of the collector, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page
  readonly watch: Watch
}

/** Opens an address. @param prepare what happens before the page is asked for */
export type Open = (url: string, view?: View, prepare?: (page: Page) => Promise<void>) => Promise<OpenPage>

/** Sizes that every screen is tested at. */
export const DESKTOP: View = { width: 1440, height: 900 }
export const PHONE: View = { width: 390, height: 844, hasTouch: true }

/** A browser under load needs several times as long as alone; what hangs is still found. */
export const WAIT_MS = 15_000
/** Pictures of failed tests. */
const FAILED = join(import.meta.dirname, '..', '..', '.screenshots', 'failed')
const LAUNCH_MS = 60_000

/** Starts a browser. @throws Error that says what to install where there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no browser found: run `npm test`, which installs one, or set TRACKER_BROWSER')
  return await chromium.launch({ executablePath, timeout: LAUNCH_MS, args: ['--disable-dev-shm-usage', '--force-color-profile=srgb'] })
}

/** A context that looks as a view says; times are UTC, so that they are the same everywhere. */
export async function newContext(
  browser: Browser,
  { theme = 'light', width = 1440, height = 900, hasTouch = false }: View,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    hasTouch,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(WAIT_MS)
  return context
}

/**
 * For a test file: a browser, and the function that opens an address in a page of its own. At the end of its test the page is closed,
 * and the test fails when anything went wrong in it that was not tolerated.
 */
export function setUpBrowser(): Open {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchBrowser()
  }, LAUNCH_MS)
  afterAll(async () => await browser?.close())

  return async (url, view = DESKTOP, prepare = async () => undefined) => {
    if (!browser) throw new Error('a page is opened in a test, when the browser runs')
    const context = await newContext(browser, view)
    const page = await context.newPage()
    const watched = watch(context, page, new URL(url).origin)
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await keepPicture(page, task.name)
      await context.close()
      expect(watched.problems).toEqual([])
    })
    await prepare(page)
    await page.goto(url)
    return { page, watch: watched }
  }
}

/** Leaves a picture of what a failed test saw, for the person who looks into it. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(FAILED, `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`)
  // A page that hangs must not hide the failure that it is a picture of.
  await page.screenshot({ path, timeout: 5_000 }).catch(() => undefined)
}
