import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PHONE, setUpBrowser } from './browser.ts'
import { elementCount, eventually, expectAccessible, expectControlsReachable, expectNoSidewaysScroll } from './checks.ts'

const STRICT = "default-src 'self'; img-src 'self' data:"
const LOOSE = "default-src * data: 'unsafe-inline'"
const CONTROL = '<html lang="en"><title>t</title><main><h1>t</h1><button style="position: absolute; left: 500px">far</button>'
const BOX =
  '<html lang="en"><title>t</title><main><h1>t</h1><div style="overflow-x: auto" tabindex="0"><button style="margin-left: 500px">far</button></div>'

/** What each address answers; the pages do what ours must not. */
const PAGES: Readonly<Record<string, { readonly policy: string; readonly html: string }>> = {
  '/good': { policy: STRICT, html: '<html lang="en"><title>t</title><main><h1>t</h1></main>' },
  '/inline': { policy: STRICT, html: '<script>globalThis.ran = true</script>' },
  '/error': { policy: LOOSE, html: "<script>console.error('a complaint')</script>" },
  '/throws': { policy: LOOSE, html: "<script>throw new Error('nobody catches me')</script>" },
  '/dialog': { policy: LOOSE, html: "<script>setTimeout(() => alert('look here'))</script>" },
  '/window': { policy: LOOSE, html: "<script>open('/good')</script>" },
  '/foreign': { policy: LOOSE, html: '<img alt="" src="http://127.0.0.2:9/pixel.png">' },
  '/missing': { policy: LOOSE, html: '<img alt="" src="/nothing.png">' },
  '/low-contrast': {
    policy: LOOSE,
    html: '<html lang="en"><title>t</title><main><h1 style="color: #ccc; background: #fff">A heading in pale grey</h1></main>',
  },
  '/wide': { policy: LOOSE, html: '<html lang="en"><title>t</title><main style="width: 900px">t</main>' },
  '/control': { policy: LOOSE, html: CONTROL },
  '/box': { policy: LOOSE, html: BOX },
}

const server = createServer((request, response) => {
  const page = PAGES[request.url ?? '']
  const html = `<!doctype html><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">${page?.html}`
  response
    .writeHead(page ? 200 : 404, { 'Content-Type': 'text/html', 'Content-Security-Policy': page?.policy ?? STRICT })
    .end(page ? html : '')
})
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => server.close())
const at = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

const bad = [
  { path: '/inline', problem: /^console error: .*Content Security Policy/ },
  { path: '/error', problem: /^console error: a complaint/ },
  { path: '/throws', problem: /^uncaught: Error: nobody catches me/ },
  { path: '/dialog', problem: /^dialog: look here/ },
  { path: '/window', problem: /^window: / },
  { path: '/foreign', problem: /^request to another origin: http:\/\/127\.0\.0\.2:9\/pixel\.png/ },
  { path: '/missing', problem: /^answered 404: .*nothing\.png/ },
]

describe('the watch over a page', () => {
  const open = setUpBrowser()

  it('finds nothing in a page that does nothing', async () => {
    const { page, watch } = await open(at('/good'))
    await expectAccessible(page)
    expect(await elementCount(page)).toBeLessThan(12)
    expect(watch.problems).toEqual([])
  })

  it.each(bad)('sees what $path does', async ({ path, problem }) => {
    const { watch } = await open(at(path))
    await eventually(() => watch.problems).toContainEqual(expect.stringMatching(problem))
    watch.tolerate(/./)
    expect(watch.problems).toEqual([])
  })

  it('sees text that can hardly be read', async () => {
    const { page } = await open(at('/low-contrast'))
    await expect(expectAccessible(page)).rejects.toThrow('color-contrast')
  })

  it('sees a page that is wider than the window', async () => {
    const { page } = await open(at('/wide'), PHONE)
    await expect(expectNoSidewaysScroll(page)).rejects.toThrow('wider than the window')
  })

  it('sees a control outside of the window, but not one in a box that scrolls', async () => {
    const { page } = await open(at('/control'), PHONE)
    await expect(expectControlsReachable(page)).rejects.toThrow('far')
    await page.goto(at('/box'))
    await expectControlsReachable(page)
  })
})
