import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { send, temporaryFolder, tracker, trackerServe } from './testing/process.ts'
import { blogPost } from './testing/telemetry.ts'

function databaseFile(): string {
  const folder = temporaryFolder()
  onTestFinished(folder.remove)
  return join(folder.path, 'tracker.db')
}

describe('tracker serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says when it is ready, and ends with 0 on %s', async (signal) => {
    const file = databaseFile()
    const server = await trackerServe(file)
    const grpc = /grpc=(127\.0\.0\.1:\d+)/.exec(server.ready)?.[1]
    expect(server.ready).toBe(`listening http=${server.url} grpc=${grpc} db=${file}\n`)
    expect(await send(server.url, blogPost)).toBe(200)
    expect(await server.stop(signal)).toBe(0)
  })

  it('refuses a file that has an owner already', async () => {
    const file = databaseFile()
    const server = await trackerServe(file)
    onTestFinished(() => void server.stop('SIGTERM'))
    const { code, stdout, stderr } = await tracker(['serve', '--db', file, '--http-port', '0'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^error: ${file} is in use by the collector at ${server.url} .*\\n$`))
  })

  it('wants its token from a command, too', async () => {
    const file = databaseFile()
    const token = 'a-token-of-some-length'
    const server = await trackerServe(file, [], { TRACKER_TOKEN: token })
    onTestFinished(() => void server.stop('SIGTERM'))
    const without = await tracker(['session', 'list', '--db', file])
    expect(without).toMatchObject({ code: 1, stdout: '' })
    expect(without.stderr).toContain('set TRACKER_TOKEN')
    const stderr = 'no sessions yet: point an OpenTelemetry exporter at the collector\n'
    expect(await tracker(['session', 'list', '--db', file], { TRACKER_TOKEN: token })).toEqual({ code: 0, stdout: '', stderr })
  })
})

describe('a reader that leaves early', () => {
  it('is no failure', async () => {
    const start = join(import.meta.dirname, '../start.cjs')
    const child = spawn(process.execPath, [start, 'help'], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.destroy()
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
