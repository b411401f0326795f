import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sizeText, sqliteVersion } from '@ai-tracker/collector'
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts'

/** The first Node.js that runs this program from its sources. */
const OLDEST_NODE = [22, 18] as const

/** Node.js, and the part of this program that is machine code. */
export function checkRuntime(version: string = process.versions.node, loadSqlite: () => string = sqliteVersion): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const what = `Node.js ${version} on ${process.platform} ${process.arch}`
  const [needMajor, needMinor] = OLDEST_NODE
  if (major < needMajor || (major === needMajor && minor < needMinor))
    return problem('runtime', what, `use Node.js ${OLDEST_NODE.join('.')} or later`)
  try {
    return ok('runtime', `${what}, SQLite ${loadSqlite()}`)
  } catch (error) {
    const fix = 'install it again on this machine ("npm ci"): an installation cannot be copied between kinds of machines'
    return problem('runtime', `${what}; SQLite cannot be loaded: ${reasonOf(error)}`, fix)
  }
}

const MIB = 1024 * 1024
const LITTLE_BYTES = 1024 * MIB
const TOO_LITTLE_BYTES = 100 * MIB

/** Room on the disk that has the database. */
export async function checkDisk(file: string, freeBytes: (folder: string) => Promise<number> = freeBytesOf): Promise<Finding> {
  const folder = await existingFolder(dirname(file))
  try {
    const free = await freeBytes(folder)
    const text = `${sizeText(free)} free at ${folder}`
    const fix = 'make room, or move the database to a larger disk and name it with TRACKER_DB'
    if (free < TOO_LITTLE_BYTES) return problem('disk', text, fix)
    return free < LITTLE_BYTES ? warning('disk', text, fix) : ok('disk', text)
  } catch (error) {
    return warning('disk', `the room at ${folder} is not known: ${reasonOf(error)}`, 'look at it yourself')
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** The folder, or the nearest one above it that exists. */
async function existingFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined)
  const above = dirname(folder)
  return found?.isDirectory() || above === folder ? folder : await existingFolder(above)
}
