import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { call, frame } from '../../collector/src/receive/testing/grpc-call.ts'
import { ownCollector } from './own-collector.ts'

const TOKEN = 'the-right-token-7f3a91c2'
const GUESS = 'the-wrong-token-0b5de8aa'
const SLOW_MS = 60_000

/** Everything that a client may do with a token, in every place where one may stand. */
async function tryEverywhere(url: string, token: string): Promise<readonly (readonly [status: number, answer: string])[]> {
  const answers: (readonly [number, string])[] = []
  const ask = async (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<void> => {
    const body = method === 'POST' ? '{"resourceSpans":[]}' : null
    const reply = await fetch(url + path, { method, body, headers: { 'Content-Type': 'application/json', ...headers } })
    answers.push([reply.status, JSON.stringify([...reply.headers]) + (await reply.text())])
  }
  for (const path of ['/api/v1/info', '/nowhere', '/v1/traces', '/metrics']) {
    for (const method of ['GET', 'POST']) {
      await ask(path, { Authorization: `Bearer ${token}` }, method)
      await ask(path, { Authorization: `Basic ${Buffer.from(`user:${token}`).toString('base64')}` }, method)
      await ask(path, { Authorization: token, Cookie: `token=${token}`, 'X-Api-Key': token }, method)
      await ask(`${path}?token=${token}&access_token=${token}`, {}, method)
    }
  }
  await ask(`/api/v1/${token}`, { Authorization: `Bearer ${token}` })
  await ask('/v1/traces', { Authorization: `Bearer ${token}`, 'Content-Type': token, 'Content-Encoding': token, 'User-Agent': 'x' }, 'POST')
  return answers
}

/** Requests that are cut or no requests. */
async function tryBroken(url: string, token: string): Promise<string> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.end(`GET /api/v1/info HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${token}\r\nbroken header\r\n\r\n`)
  return await text(socket)
}

describe('a token', () => {
  it(
    'is in no line, no answer and no file of a collector, right or wrong, wherever it was sent',
    async () => {
      const collector = await ownCollector({ TRACKER_TOKEN: TOKEN })
      const { url, grpcPort } = collector
      const right = await tryEverywhere(url, TOKEN)
      const wrong = await tryEverywhere(url, GUESS)
      const rest = [await tryBroken(url, TOKEN), await tryBroken(url, GUESS)]
      for (const token of [TOKEN, GUESS])
        for (const authorization of [`Bearer ${token}`, token])
          rest.push(JSON.stringify(await call(grpcPort, frame('x'), { authorization, 'x-token': token })))

      expect(right.map(([status]) => status)).toContain(200)
      expect(new Set(wrong.map(([status]) => status))).toEqual(new Set([401]))
      await collector.stop()
      const files = ['', '-wal'].map((end) => contentOf(collector.file + end))
      const seen = [...right.map(([, answer]) => answer), ...wrong.map(([, answer]) => answer), ...rest, collector.output(), ...files]
      expect(collector.output().length + (files[0]?.length ?? 0)).toBeGreaterThan(1000)
      // What was asked for is quoted to who asked, and was a path here: `there is no GET /api/v1/…`. It is written nowhere.
      const quoted = seen.filter((each) => !/there is no GET \/api\/v1\//.test(each))
      for (const secret of [TOKEN, GUESS, Buffer.from(`user:${TOKEN}`).toString('base64')])
        expect(quoted.filter((each) => each.includes(secret))).toEqual([])
    },
    SLOW_MS,
  )

  it(
    'opens nothing when it stands in the address',
    async () => {
      const { url } = await ownCollector({ TRACKER_TOKEN: TOKEN })
      for (const address of [`/api/v1/info?token=${TOKEN}`, `/api/v1/info?access_token=${TOKEN}`, `/api/v1/info#${TOKEN}`])
        expect((await fetch(url + address)).status).toBe(401)
      const inUserPart = request(`${url.replace('//', `//token:${TOKEN}@`)}/api/v1/info`).end()
      const status = await new Promise((resolve) => inUserPart.once('response', (reply) => resolve(reply.resume().statusCode)))
      expect(status).toBe(401)
    },
    SLOW_MS,
  )

  it('is compared by digests of one length, in a time that says nothing about it', () => {
    const source = readFileSync(new URL('../../collector/src/receive/token-guard.ts', import.meta.url), 'utf8')
    expect(source).toContain('timingSafeEqual(digest(sent), expected)')
    expect(source).not.toMatch(/(sent|token) [!=]== (?!undefined)/)
  })
})

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    // The log of a database that was closed in good order is gone.
    return ''
  }
}
