import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, newContext } from './browser.ts'
import { smallerPng } from './png.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(async () => await browser.close())

const pages = [
  { name: 'few colours', style: 'background: #123456; color: #123456', colorType: 3 },
  { name: 'many colours', style: 'background: linear-gradient(45deg, red, lime, blue)', colorType: 2 },
]

/** Whether two pictures have the same pixels, as the browser sees them. */
const COMPARE = `async ([first, second]) => {
  const pixels = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    context.drawImage(bitmap, 0, 0)
    return context.getImageData(0, 0, bitmap.width, bitmap.height).data
  }
  const [a, b] = [await pixels(first), await pixels(second)]
  return a.length === b.length && a.every((value, at) => value === b[at])
}`

describe('smallerPng', () => {
  it.each(pages)('keeps every pixel of a page with $name in fewer bytes', async ({ style, colorType }) => {
    const context = await newContext(browser, { width: 320, height: 200 })
    const page = await context.newPage()
    await page.setContent(`<body style="${style}"><p>Some text</p>`)
    const png = await page.screenshot()
    const smaller = smallerPng(png)
    const isSame = await page.evaluate(`(${COMPARE})(${JSON.stringify([png.toString('base64'), smaller.toString('base64')])})`)
    expect(isSame).toBe(true)
    expect(smaller.length).toBeLessThan(png.length)
    expect(smaller[25]).toBe(colorType)
    await context.close()
  })

  it('refuses what is no PNG file', () => {
    expect(() => smallerPng(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toThrow('no PNG')
  })
})
