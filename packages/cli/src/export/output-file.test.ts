import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../testing/process.ts'
import { openOutputFile } from './output-file.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const pathOf = (name: string) => join(folder.path, name)
const PART = /^\.report\.[0-9a-f]{16}\.part$/

describe('a file for output', () => {
  it('is whole and private when it is finished', async () => {
    const sink = await openOutputFile(pathOf('new'), false)
    await sink.write('a')
    await sink.write(Buffer.from('b'))
    await sink.finish()
    expect(readFileSync(pathOf('new'), 'utf8')).toBe('ab')
    expect(statSync(pathOf('new')).mode & 0o077).toBe(0)
  })

  it('that is abandoned is not there', async () => {
    const sink = await openOutputFile(pathOf('abandoned'), false)
    await sink.write('a')
    await sink.abandon()
    expect(existsSync(pathOf('abandoned'))).toBe(false)
  })

  it('that is there stays as it is', async () => {
    writeFileSync(pathOf('old'), 'old')
    await expect(openOutputFile(pathOf('old'), false)).rejects.toMatchObject({
      message: `${pathOf('old')} is there already; --force replaces it`,
    })
    const abandoned = await openOutputFile(pathOf('old'), true)
    await abandoned.write('half')
    await abandoned.abandon()
    expect(readFileSync(pathOf('old'), 'utf8')).toBe('old')
  })

  it('that another program has made meanwhile stays as it is', async () => {
    const sink = await openOutputFile(pathOf('raced'), false)
    writeFileSync(pathOf('raced'), 'theirs')
    await expect(sink.finish()).rejects.toMatchObject({ code: 'unsupported' })
    await sink.abandon()
    expect(readFileSync(pathOf('raced'), 'utf8')).toBe('theirs')
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('is replaced by force, when the new one is whole', async () => {
    writeFileSync(pathOf('older'), 'old')
    const sink = await openOutputFile(pathOf('older'), true)
    await sink.write('new')
    expect(readFileSync(pathOf('older'), 'utf8')).toBe('old')
    await sink.finish()
    expect(readFileSync(pathOf('older'), 'utf8')).toBe('new')
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('that is a device is written to, and not replaced', async () => {
    const sink = await openOutputFile('/dev/null', true)
    await sink.write('gone')
    await sink.finish()
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it('is written beside its name, under one that nobody can guess, and through no link', async () => {
    const own = pathOf('own')
    mkdirSync(own)
    const names: string[] = []
    for (let round = 0; round < 2; round++) {
      const sink = await openOutputFile(join(own, 'report'), false)
      names.push(...readdirSync(own))
      await sink.abandon()
    }
    expect(names).toEqual([expect.stringMatching(PART), expect.stringMatching(PART)])
    expect(names[0]).not.toBe(names[1])
    expect(readdirSync(own)).toEqual([])
  })

  it('at a link to nothing is one that is there', async () => {
    symlinkSync(pathOf('nowhere'), pathOf('link'))
    await expect(openOutputFile(pathOf('link'), false)).rejects.toMatchObject({ message: expect.stringContaining('is there already') })
    const sink = await openOutputFile(pathOf('link'), true)
    await sink.write('new')
    await sink.finish()
    expect(lstatSync(pathOf('link')).isFile()).toBe(true)
    expect(existsSync(pathOf('nowhere'))).toBe(false)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is not left half by %s', async (signal) => {
    const own = pathOf(signal)
    mkdirSync(own)
    const code = `
      import { openOutputFile } from ${JSON.stringify(new URL('output-file.ts', import.meta.url).href)}
      const sink = await openOutputFile(${JSON.stringify(join(own, 'report'))}, false)
      await sink.write('half')
      console.log('written')
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    expect(readdirSync(own)).toEqual([expect.stringMatching(PART)])
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([null, signal])
    expect(readdirSync(own)).toEqual([])
  })

  it('leaves no listeners behind', async () => {
    const before = process.listenerCount('SIGTERM')
    const [finished, abandoned] = [await openOutputFile(pathOf('finished'), false), await openOutputFile(pathOf('given up'), false)]
    expect(process.listenerCount('SIGTERM')).toBe(before + 2)
    await finished.finish()
    await abandoned.abandon()
    expect(process.listenerCount('SIGTERM')).toBe(before)
  })

  it('that cannot be written is named as it was asked for', async () => {
    const path = pathOf('no/such/report')
    await expect(openOutputFile(path, false)).rejects.toMatchObject({
      message: `cannot write ${path} (no such file or directory); name another file with --output`,
    })
  })

  it.each([
    ['is a folder', () => folder.path, 'is a folder'],
    ['is in no folder', () => pathOf('no/such/folder'), 'cannot write'],
  ])('that %s is refused', async (_, path, says) => {
    await expect(openOutputFile(path(), true)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(says) })
  })
})
