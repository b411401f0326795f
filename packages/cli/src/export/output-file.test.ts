import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/process.ts'
import { openOutputFile } from './output-file.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const pathOf = (name: string) => join(folder.path, name)

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

  it.each([
    ['is a folder', () => folder.path, 'is a folder'],
    ['is in no folder', () => pathOf('no/such/folder'), 'cannot write'],
  ])('that %s is refused', async (_, path, says) => {
    await expect(openOutputFile(path(), true)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(says) })
  })
})
