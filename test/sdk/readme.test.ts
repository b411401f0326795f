/** What the README of the SDK says that a person can do, done word for word. */
import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTracker } from '@ai-tracker/sdk'
import { expect, it } from 'vitest'
import type { Session } from '../../collector/src/contract.ts'
import { codeBlocks } from '../docs/markdown.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { restOf } from '../end-to-end/rest.ts'
import { withFolder } from './run-program.ts'

const README = join(import.meta.dirname, '../../packages/sdk/README.md')

it('sends the files of a spool to another address by hand', () =>
  withFolder((folder) =>
    withCollector(async ({ url }) => {
      const spool = join(folder, 'spool')
      const tracker = createTracker({ endpoint: 'http://127.0.0.1:1', spool, env: {} })
      for (const workflow of ['one', 'two']) {
        await tracker.session({ workflow, inputs: 'a \\ backslash, a %s, a "quote" and\na new line' }, () => undefined)
        await tracker.flush()
      }
      const [file] = await readdir(spool)
      const block = codeBlocks(await readFile(README, 'utf8'), 'sh').find((text) => text.startsWith('while'))
      const script = `${block}`.replace('http://127.0.0.1:4318', url).replace('FILE.jsonl', `"${join(spool, `${file}`)}"`)
      await writeFile(join(folder, 'script.sh'), script)
      await promisify(execFile)('sh', [join(folder, 'script.sh')])
      const sessions = await restOf(url).list<Session>('/sessions')
      expect(sessions.map(({ workflow, status }) => `${workflow} ${status}`).toSorted()).toEqual(['one completed', 'two completed'])
    }),
  ))

it('joins the tries of one key into one session, with the end of the last one', () =>
  withCollector(async ({ url }) => {
    const tracker = createTracker({ endpoint: url, spool: false, env: {} })
    const attempt = (work: () => void) => tracker.session({ workflow: 'summary', key: 'ticket-4711-summary' }, work).catch(() => undefined)
    await attempt(() => expect.fail('the first try'))
    await attempt(() => undefined)
    expect(await tracker.flush()).toBe(true)
    expect(await restOf(url).list<Session>('/sessions')).toMatchObject([
      { status: 'completed', traceCount: 2, spanCount: 2, errorCount: 1 },
    ])
  }))
