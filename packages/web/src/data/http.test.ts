import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { address, errorOf, getBeginning, getBlob, getJson, getText, RequestError } from './http.ts'

describe('address', () => {
  it('leaves out what is not set', () => expect(address('/a', { b: undefined, c: '', d: 0 })).toBe('/a?d=0'))
  it('encodes values', () => expect(address('/a', { q: 'x&y=z #' })).toBe('/a?q=x%26y%3Dz+%23'))
  it('is the path without any', () => expect(address('/a')).toBe('/a'))
})

describe('errorOf', () => {
  it('reads an error of the API', () => {
    expect(errorOf('{"error":{"code":"not_found","message":"no session 9"}}')).toEqual({ code: 'not_found', message: 'no session 9' })
  })
  it.each(['', '<html>', 'null', '[]', '{"error":null}', '{"error":{"code":5,"message":"x"}}', '{"error":{"code":"x"}}'])(
    'knows nothing of %j',
    (body) => expect(errorOf(body)).toBeUndefined(),
  )
})

describe('an answer that breaks off', () => {
  it.each([
    { name: 'JSON', read: getJson },
    { name: 'a text', read: getText },
    { name: 'a file', read: getBlob },
    { name: 'a beginning', read: (url: string) => getBeginning(url, { maxChars: 1_000 }) },
  ])('is an error that says so: $name', async ({ read }) => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('{"a":')
      setImmediate(() => response.destroy())
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const reading = read(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await expect(reading).rejects.toEqual(new RequestError({ status: 0, code: 'broken_off', message: 'the answer broke off; try again' }))
  })
})
