import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../../../../collector/src/config.ts'
import { standIn } from '../testing/stand-in.ts'
import { createDelivery } from './deliver.ts'
import type { Request } from './requests.ts'
import { openTarget } from './target.ts'

const REQUEST: Request = { place: '1', signal: 'traces', mediaType: 'application/json', bytes: Buffer.from('{"resourceSpans":[]}') }
const PATIENCE_MS = 60_000

type Reply = (response: ServerResponse) => void

const taken: Reply = (response) => response.end('{}')
const busy: Reply = (response) => response.writeHead(503, { 'Retry-After': '0' }).end('{"message":"the disk is full"}')
const breakingOff: Reply = (response) => {
  response.writeHead(200, { 'Content-Length': '100' })
  response.write('{', () => response.destroy())
}
const noAnswer: Reply = (response) => response.destroy()

/** Sends to what gives these replies, one after another and the last one for ever; by a clock that the test moves. */
async function delivery(...replies: readonly Reply[]) {
  const clock = { nowMs: 0, asked: 0 }
  const { file } = await standIn((request, response) => {
    const reply = replies[Math.min(clock.asked++, replies.length - 1)]
    request.resume().on('end', () => reply?.(response))
  })
  const target = openTarget(loadConfig({ argv: ['--db', file], env: { HOME: '/no/such/home' } }), () => undefined)
  onTestFinished(target.close)
  const { deliver } = createDelivery({ target, userAgent: 'test', patienceMs: PATIENCE_MS, now: () => clock.nowMs })
  return { clock, deliver: () => deliver(REQUEST) }
}

describe('a request', () => {
  it.each([
    ['a refusal that may pass', busy],
    ['a reply that breaks off', breakingOff],
    ['no answer', noAnswer],
  ])('is sent again after %s', async (_, first) => {
    const { clock, deliver } = await delivery(first, taken)
    expect(await deliver()).toMatchObject({ status: 'stored' })
    expect(clock.asked).toBe(2)
  })

  it('is sent again however long there was nothing to send', async () => {
    const { clock, deliver } = await delivery(taken, busy, taken)
    await deliver()
    clock.nowMs += 10 * PATIENCE_MS
    expect(await deliver()).toMatchObject({ status: 'stored' })
    expect(clock.asked).toBe(3)
  })

  it('is given up when nothing was taken for too long', async () => {
    const { clock, deliver } = await delivery((response) => {
      clock.nowMs += PATIENCE_MS / 2
      busy(response)
    })
    await expect(deliver()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^nothing was taken for 60 s: the disk is full; what was imported so far is stored/),
    })
    expect(clock.asked).toBe(3)
  })
})
