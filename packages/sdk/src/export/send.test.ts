import { describe, expect, it } from 'vitest'
import { createSend } from './send.ts'

const NEVER = new AbortController().signal
const sendTo = (status: number, text = '{}') =>
  createSend({ url: 'http://test', headers: {} }, async () => new Response(status === 204 ? null : text, { status }))('{}', NEVER)

describe('createSend', () => {
  it.each([
    [200, 'ok'],
    [202, 'ok'],
    [204, 'ok'],
    [400, 'refused'],
    [401, 'denied'],
    [403, 'denied'],
    [404, 'misplaced'],
    [405, 'misplaced'],
    [408, 'retry'],
    [410, 'misplaced'],
    [413, 'too large'],
    [415, 'misplaced'],
    [421, 'misplaced'],
    [422, 'refused'],
    [429, 'retry'],
    [500, 'refused'],
    [501, 'misplaced'],
    [503, 'retry'],
  ])('takes %d as %s', async (code, status) => expect(await sendTo(code)).toMatchObject({ status }))

  it.each([
    ['nothing', 'ok', ''],
    ['an empty line', 'ok', '\r\n'],
    ['an object', 'ok', '{}'],
    ['an object of its own', 'ok', ' {"status":"ok"}\n'],
    ['a text', 'misplaced', 'hi'],
    ['a page', 'misplaced', '<!doctype html><p>Welcome'],
    ['a list', 'misplaced', '[]'],
    ['a word in quotes', 'misplaced', '"ok"'],
    ['half an object', 'misplaced', '{"partialSuccess":'],
    ['too much', 'misplaced', `{"a":"${'x'.repeat(70_000)}"}`],
  ])('takes 200 with %s as %s', async (_, status, text) => expect(await sendTo(200, text)).toMatchObject({ status }))

  it('does not read an answer that has no end', async () => {
    let pieces = 0
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000).fill(32 + (pieces++ % 2))) })
    const result = await createSend({ url: 'http://test', headers: {} }, async () => new Response(endless))('{}', NEVER)
    expect(result).toMatchObject({ status: 'misplaced' })
    expect(pieces).toBeLessThan(100)
  })

  it('does not follow a redirect, which would lose the body, and says where it leads', async () => {
    const followed: unknown[] = []
    const redirect: typeof fetch = async (_, init) => {
      followed.push(init?.redirect)
      return new Response(null, { status: 301, headers: { location: 'https://c/v1/traces' } })
    }
    const result = await createSend({ url: 'http://c/v1/traces', headers: {} }, redirect)('{}', NEVER)
    expect(result).toEqual({ status: 'misplaced', reason: 'it answered 301, to https://c/v1/traces' })
    expect(followed).toEqual(['manual'])
  })

  it('quotes what a stranger answers in one line without control characters', async () =>
    expect(await sendTo(404, ` <h1>\n\u001b[31mnot\tfound</h1>${'x'.repeat(1000)}`)).toEqual({
      status: 'misplaced',
      reason: `it answered 404: <h1> [31mnot found</h1>${'x'.repeat(175)}`,
    }))

  it('reads what was taken in part', async () =>
    expect(await sendTo(200, '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"why"}}')).toEqual({
      status: 'ok',
      rejectedSpans: 2,
      message: 'why',
    }))

  it.each([
    ['its code', { cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) }, 'ECONNREFUSED'],
    ['its message', { cause: new Error('bad port') }, 'bad port'],
    ['the error itself', undefined, 'fetch failed'],
  ])('says why there was no answer: %s', async (_, options, reason) => {
    const fails: typeof fetch = () => Promise.reject(new TypeError('fetch failed', options))
    expect(await createSend({ url: 'http://test', headers: {} }, fails)('{}', NEVER)).toMatchObject({ status: 'retry', reason })
  })

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController()
    const hang: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    const sent = createSend({ url: 'http://test', headers: {} }, hang)('{}', stop.signal)
    stop.abort()
    expect(await sent).toMatchObject({ status: 'retry' })
  })
})
