import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import type { Capture } from './capture-server.ts'
import { startCapture } from './capture-server.ts'

async function start(): Promise<Capture> {
  const capture = await startCapture()
  onTestFinished(() => capture.close())
  return capture
}

const JSON_TYPE = { 'content-type': 'application/json' }
const send = (capture: Capture, path: string, init: RequestInit) => fetch(`${capture.url}${path}`, { method: 'POST', ...init })

it('keeps traces in order of arrival, JSON or protobuf, packed or not, and hands them out once', async () => {
  const capture = await start()
  await send(capture, '/v1/traces', { headers: JSON_TYPE, body: '{"resourceSpans":[]}' })
  await send(capture, '/v1/traces', { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync('{"resourceSpans":[{}]}') })
  await send(capture, '/v1/traces', {
    headers: { 'content-type': 'application/x-protobuf' },
    body: Uint8Array.from([0x0a, 0x03, 0x1a, 0x01, 0x75]),
  })
  expect(capture.take()).toEqual([{ resourceSpans: [] }, { resourceSpans: [{}] }, { resourceSpans: [{ schemaUrl: 'u' }] }])
  expect(capture.take()).toEqual([])
})

it('answers logs and metrics and drops them', async () => {
  const capture = await start()
  expect((await send(capture, '/v1/logs', { headers: JSON_TYPE, body: '{}' })).status).toBe(200)
  expect(capture.take()).toEqual([])
})

it('answers 400 to what it cannot read', async () => {
  const capture = await start()
  expect((await send(capture, '/v1/traces', { headers: JSON_TYPE, body: '{' })).status).toBe(400)
})
