import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core'

/** What went wrong in a page and nobody expected. */
export interface Watch {
  readonly problems: readonly string[]
  /** From now on, and for what was seen already: a problem that matches is expected. */
  tolerate(pattern: RegExp): void
}

/** A request that the page itself gives up, such as its live stream when it is left. */
const GIVEN_UP = 'net::ERR_ABORTED'
/** Hosts that answer from the page itself. */
const OWN_SCHEMES = new Set(['data:', 'blob:', 'about:'])

/**
 * Collects everything that a page must not do: errors and warnings in its console (violations of the Content-Security-Policy among them),
 * uncaught errors, dialogs, further windows, failed requests, and requests to any other origin.
 */
export function watch(context: BrowserContext, page: Page, origin: string): Watch {
  const seen: string[] = []
  const tolerated: RegExp[] = []
  const note = (text: string): void => void seen.push(text)
  const from = (url: string): string => new URL(url).origin

  page.on('console', (message) => noteMessage(message, note))
  page.on('pageerror', (error) => note(`uncaught: ${error.stack ?? error.message}`))
  page.on('dialog', (dialog) => {
    note(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('page', (other) => other !== page && note(`window: ${other.url()}`))
  context.on('request', (request: Request) => {
    const url = request.url()
    if (!OWN_SCHEMES.has(new URL(url).protocol) && from(url) !== origin) note(`request to another origin: ${url}`)
  })
  context.on('requestfailed', (request: Request) => {
    const reason = request.failure()?.errorText ?? 'unknown'
    if (reason !== GIVEN_UP) note(`request failed: ${request.method()} ${request.url()}: ${reason}`)
  })
  context.on('response', (response: Response) => {
    if (response.status() >= 400) note(`answered ${response.status()}: ${response.url()}`)
  })
  return {
    get problems() {
      return seen.filter((problem) => !tolerated.some((pattern) => pattern.test(problem)))
    },
    tolerate: (pattern) => void tolerated.push(pattern),
  }
}

function noteMessage(message: ConsoleMessage, note: (text: string) => void): void {
  if (message.type() === 'error' || message.type() === 'warning')
    note(`console ${message.type()}: ${message.text()} (${message.location().url})`)
}
