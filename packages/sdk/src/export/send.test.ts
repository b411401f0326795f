import { describe, expect, it } from 'vitest'
import { createSend } from './send.ts'

const NEVER = new AbortController().signal
const sendTo = (status: number, text = '') =>
  createSend({ url: 'http://test', headers: {} }, async () => new Response(status === 204 ? null : text, { status }))('{}', NEVER)

describe('createSend', () => {
  it.each([
    [200, 'ok'],
    [202, 'ok'],
    [204, 'ok'],
    [400, 'refused'],
    [401, 'denied'],
    [403, 'denied'],
    [404, 'refused'],
    [408, 'retry'],
    [413, 'too large'],
    [429, 'retry'],
    [503, 'retry'],
  ])('takes %d as %s', async (code, status) => expect(await sendTo(code)).toMatchObject({ status }))

  it('reads what was taken in part', async () =>
    expect(await sendTo(200, '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"why"}}')).toEqual({
      status: 'ok',
      rejectedSpans: 2,
      message: 'why',
    }))

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController()
    const hang: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    const sent = createSend({ url: 'http://test', headers: {} }, hang)('{}', stop.signal)
    stop.abort()
    expect(await sent).toMatchObject({ status: 'retry' })
  })
})
