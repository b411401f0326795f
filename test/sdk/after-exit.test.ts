/** The process that outlives a program: what it sends is gone from the spool, and what it cannot send is still there. */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { sendAfterExit } from '../../packages/sdk/src/export/after-exit.ts'
import { openSpool } from '../../packages/sdk/src/export/spool.ts'
import { withFolder } from './run-program.ts'

const SOON = { timeout: 15_000, interval: 50 }

interface Received {
  readonly body: string
  readonly authorization: string | undefined
}

interface Answer {
  readonly status: number
  readonly text: string
}

/** A collector that answers its requests in turn; the last answer stays. */
function collectorThatAnswers(...statuses: readonly number[]) {
  return collectorThatSays(...statuses.map((status) => ({ status, text: '{}' })))
}

async function collectorThatSays(...answers: readonly Answer[]) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    received.push({ body, authorization: request.headers.authorization })
    const { status, text } = answers[Math.min(received.length, answers.length) - 1] ?? { status: 200, text: '' }
    response.writeHead(status, { location: '/elsewhere' }).end(text)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close().closeAllConnections())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1/traces`
  return { target: { url, headers: { authorization: 'Bearer t' } }, received }
}

describe('the process that outlives a program', () => {
  it('sends all files, with the headers, and removes them', () =>
    withFolder(async (folder) => {
      const { target, received } = await collectorThatAnswers(200)
      const spool = openSpool({ folder, target: 't', maxBytes: 1000 })
      await writeFile(join(folder, 't.2020-a.jsonl'), '{"n":1}\n{"n":')
      for (const n of [2, 3]) spool.append(`{"n":${n}}`)
      sendAfterExit(target, spool.handOver())
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), SOON)
      expect(received).toEqual([1, 2, 3].map((n) => ({ body: `{"n":${n}}`, authorization: 'Bearer t' })))
    }))

  it.each([302, 401, 404, 400, 413, 503])('leaves a file as it was when the collector answers %d', (status) =>
    withFolder(async (folder) => {
      const { target, received } = await collectorThatAnswers(200, status)
      const name = 't.2020-a.jsonl'
      await writeFile(join(folder, name), '{"n":1}\n{"n":2}\n{"n":3}\n')
      sendAfterExit(target, openSpool({ folder, target: 't', maxBytes: 1000 }).handOver())
      await vi.waitFor(() => expect(received).toHaveLength(2), SOON)
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual([name]), SOON)
      expect(await readFile(join(folder, name), 'utf8')).toBe('{"n":1}\n{"n":2}\n{"n":3}\n')
    }),
  )

  it('takes an empty answer for a receipt', () =>
    withFolder(async (folder) => {
      const { target, received } = await collectorThatSays({ status: 202, text: '' })
      await writeFile(join(folder, 't.2020-a.jsonl'), '{"n":1}\n')
      sendAfterExit(target, openSpool({ folder, target: 't', maxBytes: 1000 }).handOver())
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), SOON)
      expect(received).toHaveLength(1)
    }))

  it.each([
    ['a text', 'hi'],
    ['a list', '[]'],
    ['a page', '<p>{}'],
    ['much', `{"a":"${'x'.repeat(70_000)}"}`],
  ])('leaves a file as it was when another program says %s', (_, text) =>
    withFolder(async (folder) => {
      const { target, received } = await collectorThatSays({ status: 200, text })
      await writeFile(join(folder, 't.2020-a.jsonl'), '{"n":1}\n')
      sendAfterExit(target, openSpool({ folder, target: 't', maxBytes: 1000 }).handOver())
      await vi.waitFor(() => expect(received).toHaveLength(1), SOON)
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['t.2020-a.jsonl']), SOON)
    }),
  )

  it('leaves alone what another process was faster to take', () =>
    withFolder(async (folder) => {
      const { target, received } = await collectorThatAnswers(200)
      for (const name of ['t.2020-a.jsonl', 't.2020-b.jsonl']) await writeFile(join(folder, name), `{"n":"${name}"}\n`)
      const files = openSpool({ folder, target: 't', maxBytes: 1000 }).handOver()
      await rename(join(folder, 't.2020-a.jsonl'), join(folder, 'taken'))
      sendAfterExit(target, files)
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['taken']), SOON)
      expect(received).toHaveLength(1)
    }))
})
