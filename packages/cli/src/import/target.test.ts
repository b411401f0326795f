import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../../../../collector/src/config.ts'
import { ownedDatabase, standIn } from '../testing/stand-in.ts'
import { getJson, openTarget, type Target } from './target.ts'

function open(file: string): Target {
  const target = openTarget(loadConfig({ argv: ['--db', file], env: { HOME: '/no/such/home' } }), () => undefined)
  onTestFinished(target.close)
  return target
}

describe('a target', () => {
  it('takes a database as soon as whoever had it gives it free', async () => {
    const ownership = ownedDatabase()
    const target = open(ownership.file)
    await expect(target.request('/api/v1/info', {})).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('in use'),
    })
    ownership.release()
    expect(await target.request('/api/v1/info', {})).toMatchObject({ status: 200 })
    expect(target.isOurs).toBe(true)
  })

  it('takes no answer that breaks off for a whole one', async () => {
    const { file } = await standIn((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('{', () => response.destroy())
    })
    await expect(open(file).request('/api/v1/info', {})).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the answer of the collector broke off before its end',
    })
  })

  it.each([
    ['an answer that breaks off', (response) => response.writeHead(200, { 'Content-Length': '9' }).write('{', () => response.destroy())],
    ['an answer that is no JSON', (response) => response.end('<html>')],
    ['an error', (response) => response.writeHead(500).end('{}')],
  ] as const satisfies readonly (readonly [string, (response: ServerResponse) => unknown])[])(
    'is asked again after %s',
    async (_, first) => {
      let asked = 0
      const { file } = await standIn((_request, response) => void (asked++ === 0 ? first(response) : response.end('{"a":1}')))
      expect(await getJson(open(file), '/api/v1/info')).toEqual({ a: 1 })
      expect(asked).toBe(2)
    },
  )
})
