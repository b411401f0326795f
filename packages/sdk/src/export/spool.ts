import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/**
 * Requests that could not be sent, as OTLP/JSON lines in files, until somebody can send them.
 *
 * A file is owned by the process that its name tells, in one of these states, and changes hands only by being renamed, which is atomic:
 *
 *   TARGET.TIME-RANDOM.HOST.PID.open.jsonl      PID appends to it
 *   TARGET.TIME-RANDOM.jsonl                    nobody's: whoever renames it may send it
 *   TARGET.TIME-RANDOM.HOST.PID.sending.jsonl   PID sends it, and removes it when everything has arrived
 *   TARGET.TIME-RANDOM.rejected.jsonl           the collector will never take it; kept for a person to look at
 *
 * What a dead process owned is nobody's. A process that dies while sending leaves lines that arrived to be sent again; the receiver
 * knows spans by their id and stores none twice.
 */
export interface Spool {
  /** Keeps a request. Returns when it is in the file. @throws Error when it cannot be written */
  append(body: string): void
  /** Takes the oldest file that nobody owns; `undefined` when there is none. */
  claim(): ClaimedFile | undefined
  /** Files that wait, of this target. */
  isEmpty(): boolean
  /** Keeps a request that was refused for good. */
  reject(body: string): void
  /** Requests that fell out because the folder was full. */
  dropped(): number
}

/** A file that this process sends. */
export interface ClaimedFile {
  readonly bodies: readonly string[]
  /** Everything arrived. */
  remove(): void
  /** The rest has to wait: only `bodies` from here on are kept. */
  release(from: number): void
}

/** Where the files lie, and how much there may be. */
export interface SpoolOptions {
  readonly folder: string
  /** What tells the requests of one collector from those of another. */
  readonly target: string
  readonly maxBytes: number
}

/** A file grows up to here, so that dropping the oldest one drops little. */
const MAX_FILE_BYTES = 4 * 1024 * 1024
/** Whether a process of another machine that shares this folder still lives cannot be known; after this long it does not. */
const FOREIGN_OWNER_MS = 60 * 60 * 1000

interface SpoolFile {
  readonly name: string
  readonly state: 'free' | 'open' | 'sending' | 'rejected'
  readonly bytes: number
  readonly isOwned: boolean
}

/** Opens a spool. Nothing is made on disk before the first request has to wait. */
export function openSpool({ folder, target, maxBytes }: SpoolOptions): Spool {
  const owner = `${hostname().replace(/[^A-Za-z0-9-]/g, '_')}.${process.pid}`
  let current: string | undefined
  let droppedCount = 0

  const files = (): readonly SpoolFile[] => listFiles(folder, owner)
  const mine = (file: SpoolFile) => file.name.startsWith(`${target}.`)
  const newName = () => `${target}.${new Date().toISOString().replace(/[:.]/g, '')}-${randomBytes(4).toString('hex')}`

  const makeRoom = (bytes: number) => {
    let total = files().reduce((sum, file) => sum + file.bytes, bytes)
    for (const file of files()) {
      if (total <= maxBytes) return
      if (file.state === 'sending' && file.isOwned) continue
      droppedCount += countLines(join(folder, file.name))
      rmSync(join(folder, file.name), { force: true })
      total -= file.bytes
    }
  }
  const write = (name: string, body: string) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const bytes = Buffer.byteLength(body) + 1
    if (bytes > maxBytes) throw new Error(`one request of ${bytes} bytes is larger than the spool may be`)
    makeRoom(bytes)
    appendFileSync(join(folder, name), `${body}\n`, { mode: 0o600 })
  }
  const closeCurrent = () => {
    if (current !== undefined) rename(folder, current, freeName(current))
    current = undefined
  }

  return {
    append(body) {
      if (current !== undefined && sizeOf(join(folder, current)) > MAX_FILE_BYTES) closeCurrent()
      current ??= `${newName()}.${owner}.open.jsonl`
      write(current, body)
    },
    claim() {
      closeCurrent()
      for (const file of files().filter(mine)) {
        if (file.state === 'rejected' || file.isOwned) continue
        const claimed = `${freeName(file.name).replace(/\.jsonl$/, '')}.${owner}.sending.jsonl`
        if (rename(folder, file.name, claimed)) return claimedFile(folder, claimed)
      }
      return undefined
    },
    isEmpty: () => !files().some((file) => mine(file) && file.state !== 'rejected' && (!file.isOwned || file.name === current)),
    reject: (body) => write(`${newName()}.rejected.jsonl`, body),
    dropped: () => droppedCount,
  }
}

/** Requests that wait in memory, where no file may be written. They do not outlive the process. */
export function memorySpool(maxBytes: number): Spool {
  const waiting: string[] = []
  let bytes = 0
  let droppedCount = 0
  return {
    append(body) {
      waiting.push(body)
      bytes += body.length
      while (bytes > maxBytes && waiting.length > 1) {
        bytes -= waiting.shift()?.length ?? 0
        droppedCount++
      }
    },
    claim() {
      const bodies = waiting.splice(0)
      bytes = 0
      if (bodies.length === 0) return undefined
      const release = (from: number) => {
        waiting.unshift(...bodies.slice(from))
        bytes = waiting.reduce((sum, body) => sum + body.length, 0)
      }
      return { bodies, remove: () => undefined, release }
    },
    isEmpty: () => waiting.length === 0,
    reject: () => {
      droppedCount++
    },
    dropped: () => droppedCount,
  }
}

function claimedFile(folder: string, name: string): ClaimedFile {
  const path = join(folder, name)
  // The last line of a process that was killed while writing may lack its end; it is no JSON then, and nobody could read it.
  const bodies = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
  return {
    bodies,
    remove: () => rmSync(path, { force: true }),
    release(from) {
      if (from > 0) {
        const rest = `${path}.rest`
        rmSync(rest, { force: true })
        appendFileSync(
          rest,
          bodies
            .slice(from)
            .map((body) => `${body}\n`)
            .join(''),
          { mode: 0o600 },
        )
        renameSync(rest, path)
      }
      rename(folder, name, freeName(name))
    },
  }
}

/** Oldest first: names begin, after the target, with the time. */
function listFiles(folder: string, owner: string): readonly SpoolFile[] {
  return namesIn(folder)
    .flatMap((name): readonly SpoolFile[] => {
      const found = /^([^.]+)\.([^.]+)(?:\.([^.]+)\.(\d+)\.(open|sending)|\.(rejected))?\.jsonl$/.exec(name)
      if (!found) return []
      const [, , , host, pid, held, rejected] = found
      const stat = statOf(join(folder, name))
      if (stat === undefined) return []
      const isOwned = held !== undefined && isAlive({ host: `${host}`, pid: Number(pid), owner, ageMs: Date.now() - stat.mtimeMs })
      const state = rejected !== undefined ? 'rejected' : held === 'open' || held === 'sending' ? held : 'free'
      return [{ name, state, bytes: stat.size, isOwned }]
    })
    .toSorted((a, b) => (timeOf(a.name) < timeOf(b.name) ? -1 : 1))
}

interface OwnerFacts {
  readonly host: string
  readonly pid: number
  readonly owner: string
  readonly ageMs: number
}

function isAlive({ host, pid, owner, ageMs }: OwnerFacts): boolean {
  if (`${host}.${pid}` === owner) return true
  if (!owner.startsWith(`${host}.`)) return ageMs < FOREIGN_OWNER_MS
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The same file when nobody owns it. */
function freeName(name: string): string {
  return `${name.split('.').slice(0, 2).join('.')}.jsonl`
}

function timeOf(name: string): string {
  return name.split('.')[1] ?? ''
}

/** Whether it was there to be renamed: another process may have been faster. */
function rename(folder: string, from: string, to: string): boolean {
  try {
    renameSync(join(folder, from), join(folder, to))
    return true
  } catch {
    return false
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function statOf(path: string): { readonly size: number; readonly mtimeMs: number } | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

function sizeOf(path: string): number {
  return statOf(path)?.size ?? 0
}

function countLines(path: string): number {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1
  } catch {
    return 0
  }
}
