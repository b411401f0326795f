import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPlans } from '../demo/demo-plans.ts'
import { sendPlan } from '../demo/send.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { findBrowser } from './find-browser.ts'

/* A page of another site in a real browser, against a collector without a token: nothing may be read or written (S2, S3, S4, S5). */

const SLOW_MS = 120_000
const server = createServer((_, response) =>
  response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>evil</title><body>'),
)
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => server.close())

/** All that a page can try; gives what it got to read. `url` is the collector. */
const ATTACK = `async (url) => {
  const read = []
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'evil', startTimeUnixNano: '1' }] }] }] })
  const attempt = async (path, init) => {
    try {
      const reply = await fetch(url + path, init)
      const text = await reply.text()
      if (reply.type !== 'opaque' || text !== '') read.push(path + ' ' + reply.status + ' ' + text.slice(0, 100))
    } catch {}
  }
  for (const path of ['/api/v1/sessions', '/api/v1/info', '/openapi.json', '/metrics', '/healthz', '/api/v1/export', '/']) {
    for (const mode of ['cors', 'no-cors']) for (const credentials of ['omit', 'include']) await attempt(path, { mode, credentials })
  }
  for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics', '/']) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json', 'application/x-protobuf']) {
      await attempt(path, { method: 'POST', mode: 'no-cors', body, headers: { 'Content-Type': type } })
      await attempt(path, { method: 'POST', body, headers: { 'Content-Type': type } })
      await attempt(path, { method: 'POST', mode: 'no-cors', body: new Blob([body], { type }) })
      try { navigator.sendBeacon(url + path, new Blob([body], { type })) } catch {}
    }
    const form = document.createElement('form')
    Object.assign(form, { method: 'POST', action: url + path, enctype: 'text/plain', target: 'hidden' })
    const input = document.createElement('input')
    Object.assign(input, { name: body.slice(0, -1) + ',"x":"', value: '"}' })
    form.append(input)
    const frame = document.createElement('iframe')
    frame.name = 'hidden'
    document.body.append(frame, form)
    form.submit()
    await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }))
    try { read.push('frame ' + frame.contentDocument.body.innerText) } catch {}
    frame.remove()
  }
  for (const [method, path] of [['DELETE', '/api/v1/sessions/1'], ['PUT', '/api/v1/sessions/1/pin'], ['DELETE', '/api/v1/sessions/1/pin'], ['PATCH', '/api/v1/sessions/1']])
    await attempt(path, { method })
  for (const path of ['/api/v1/sessions', '/openapi.json']) {
    await new Promise((done) => {
      const script = Object.assign(document.createElement('script'), { src: url + path, onload: () => { read.push('script ' + path); done() }, onerror: done })
      document.body.append(script)
    })
  }
  await new Promise((done) => {
    const events = new EventSource(url + '/api/v1/live')
    events.onopen = () => { read.push('events'); done() }
    events.onerror = () => { events.close(); done() }
  })
  await new Promise((done) => {
    const socket = new WebSocket(url.replace('http', 'ws') + '/api/v1/live')
    socket.onopen = () => { read.push('socket'); done() }
    socket.onerror = done
  })
  return read
}`

/** What the collector has: sessions with their pins, and how much it took. */
async function state(url: string): Promise<string> {
  const sessions = await (await fetch(`${url}/api/v1/sessions?limit=500`)).text()
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return (
    sessions +
    metrics
      .split('\n')
      .filter((line) => /accepted/.test(line))
      .join()
  )
}

async function attack(page: Page, origin: string, url: string): Promise<readonly string[]> {
  await page.goto(origin)
  return await page.evaluate<readonly string[]>(`(${ATTACK})(${JSON.stringify(url)})`)
}

describe('a page of another site', () => {
  it(
    'reads nothing and writes nothing, by whatever name it calls',
    async () => {
      const { port } = server.address() as AddressInfo
      const browser = await chromium.launch({
        executablePath: findBrowser() ?? 'chromium',
        args: ['--disable-dev-shm-usage', '--host-resolver-rules=MAP *.test 127.0.0.1'],
      })
      try {
        await withCollector(async ({ url }) => {
          const [plan] = demoPlans(Date.now())
          if (plan) await sendPlan(url, plan)
          const before = await state(url)
          expect(before).toContain('"id":1')
          const own = new URL(url).port
          const page = await browser.newPage()
          expect(await attack(page, `http://127.0.0.1:${port}/`, url)).toEqual([])
          expect(await attack(page, `http://evil.test:${port}/`, `http://localhost:${own}`)).toEqual([])
          // A name that was rebound to this machine: the page would be of the same origin as what it asks.
          for (const path of ['/', '/api/v1/sessions', '/openapi.json', '/v1/traces', '/healthz']) {
            const reply = await page.goto(`http://evil.test:${own}${path}`)
            expect([path, reply?.status(), await reply?.text()]).toEqual([path, 403, expect.not.stringContaining('traceId')])
          }
          expect(await state(url)).toBe(before)
          // What a page of our own could do, or the attack proves nothing.
          expect((await attack(page, `${url}/healthz`, url)).join()).toMatch(/api\/v1\/sessions 200.*events/s)
          expect(await state(url)).not.toBe(before)
        })
      } finally {
        await browser.close()
      }
    },
    SLOW_MS,
  )
})
