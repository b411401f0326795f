import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type * as Files from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../testing/process.ts'
import { openOutputFile } from './output-file.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const path = join(folder.path, 'report')

/** What happens right before a file gets its name, and whether the file system knows links. */
const disk = vi.hoisted(() => ({ beforeNaming: (): void => undefined, hasLinks: true }))

vi.mock('node:fs/promises', async (importOriginal) => {
  const files = await importOriginal<typeof Files>()
  const link: typeof Files.link = async (from, to) => {
    disk.beforeNaming()
    if (!disk.hasLinks) throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' })
    await files.link(from, to)
  }
  const rename: typeof Files.rename = async (from, to) => {
    disk.beforeNaming()
    await files.rename(from, to)
  }
  return { ...files, link, rename }
})

afterEach(() => {
  disk.beforeNaming = () => undefined
  disk.hasLinks = true
})

async function write(isForced: boolean): Promise<void> {
  const sink = await openOutputFile(path, isForced)
  await sink.write('ours')
  await sink.finish().catch(async (error) => {
    await sink.abandon()
    throw error
  })
}

describe('a file that another program makes at the last moment', () => {
  it.each([true, false])('stays as it is (links: %s)', async (hasLinks) => {
    disk.hasLinks = hasLinks
    disk.beforeNaming = () => writeFileSync(path, 'theirs')
    await expect(write(false)).rejects.toMatchObject({ message: `${path} is there already; --force replaces it` })
    expect(readFileSync(path, 'utf8')).toBe('theirs')
    expect(readdirSync(folder.path)).toEqual(['report'])
  })

  it('is replaced by force', async () => {
    disk.beforeNaming = () => writeFileSync(path, 'theirs')
    await write(true)
    expect(readFileSync(path, 'utf8')).toBe('ours')
  })
})

it('a file is written where the file system knows no links', async () => {
  const other = await openOutputFile(join(folder.path, 'other'), false)
  disk.hasLinks = false
  await other.write('ours')
  await other.finish()
  expect(readFileSync(join(folder.path, 'other'), 'utf8')).toBe('ours')
  expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([])
})
