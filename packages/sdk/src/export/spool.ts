import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { countLines, freeName, listFiles, rename, type SpoolFile, sizeOf } from './spool-files.ts'

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
  /** Where requests wait, for messages: `in FOLDER`. */
  readonly place: string
  /** Keeps a request. Returns when it is in the file. @throws Error when it cannot be written */
  append(body: string): void
  /** Takes the oldest file that nobody owns; `undefined` when there is none. */
  claim(): ClaimedFile | undefined
  /** Files that wait, of this target. */
  isEmpty(): boolean
  /** Files that nobody owns, what this process wrote included: for another process that outlives this one. */
  handOver(): readonly FileToSend[]
  /** Keeps a request that was refused for good. */
  reject(body: string): void
  /** Requests that fell out because the folder was full. */
  dropped(): number
  /** What waits here and ends with the process. */
  mortal(): readonly string[]
}

/** A file that this process sends. */
export interface ClaimedFile {
  readonly bodies: readonly string[]
  /** Everything arrived. */
  remove(): void
  /** The rest has to wait: only `bodies` from here on are kept. */
  release(from: number): void
}

/** A file that another process may claim and send. All paths are absolute. */
export interface FileToSend {
  readonly path: string
  /** What it is called while process `pid` sends it: before and after the number. */
  readonly sending: readonly [beforePid: string, afterPid: string]
  /** What it is called when nobody owns it. */
  readonly free: string
}

/** Where the files lie, and how much there may be. */
export interface SpoolOptions {
  readonly folder: string
  /** What tells the requests of one collector from those of another. */
  readonly target: string
  readonly maxBytes: number
  /** When this process began, in milliseconds since 1970. */
  readonly processStartMs?: number
}

/** One for all threads of the process. */
const PROCESS_START_MS = Date.now() - process.uptime() * 1000
/** The folder changes little from others, and looking into it takes the program's time. */
const LOOK_MS = 10_000
/** A file grows up to here, so that dropping the oldest one drops little. */
const MAX_FILE_BYTES = 4 * 1024 * 1024

/** Opens a spool. Nothing is made on disk before the first request has to wait. */
export function openSpool({ folder: given, target, maxBytes, processStartMs = PROCESS_START_MS }: SpoolOptions): Spool {
  // The program may change its working folder.
  const folder = resolve(given)
  const host = hostname().replace(/[^A-Za-z0-9-]/g, '_')
  const owner = `${host}.${process.pid}`
  let current: string | undefined
  let rejected: string | undefined
  let droppedCount = 0
  /** At most so many: what others have removed since the last look is not known. */
  let folderBytes = 0
  let lookedMs = Number.NEGATIVE_INFINITY
  let emptyUntilMs = Number.NEGATIVE_INFINITY

  const files = (): readonly SpoolFile[] => listFiles(folder, { owner, processStartMs })
  const isFree = ({ name, state, isOwned }: SpoolFile) => name.startsWith(`${target}.`) && state !== 'rejected' && !isOwned
  const noteEmpty = (isEmpty: boolean) => {
    emptyUntilMs = isEmpty ? performance.now() + LOOK_MS : Number.NEGATIVE_INFINITY
  }
  const newName = () => `${target}.${new Date().toISOString().replace(/[:.]/g, '')}-${randomBytes(4).toString('hex')}`

  const makeRoom = (bytes: number) => {
    folderBytes += bytes
    if (folderBytes <= maxBytes && performance.now() < lookedMs + LOOK_MS) return
    lookedMs = performance.now()
    const all = files()
    let total = all.reduce((sum, file) => sum + file.bytes, bytes)
    for (const file of all) {
      if (total <= maxBytes) break
      if (file.state === 'sending' && file.isOwned) continue
      droppedCount += countLines(join(folder, file.name))
      rmSync(join(folder, file.name), { force: true })
      total -= file.bytes
    }
    folderBytes = total
  }
  const write = (name: string, body: string) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const bytes = Buffer.byteLength(body) + 1
    if (bytes > maxBytes) throw new Error(`one request of ${bytes} bytes is larger than the spool may be`)
    makeRoom(bytes)
    appendFileSync(join(folder, name), `${body}\n`, { mode: 0o600 })
  }
  const closeCurrent = () => {
    if (current === undefined) return
    rename(folder, current, freeName(current))
    current = undefined
    noteEmpty(false)
  }

  return {
    place: `in ${folder}`,
    append(body) {
      if (current !== undefined && sizeOf(join(folder, current)) > MAX_FILE_BYTES) closeCurrent()
      current ??= `${newName()}.${owner}.open.jsonl`
      write(current, body)
    },
    claim() {
      closeCurrent()
      for (const file of files().filter(isFree)) {
        const claimed = `${freeName(file.name).replace(/\.jsonl$/, '')}.${owner}.sending.jsonl`
        if (rename(folder, file.name, claimed)) return claimedFile(folder, claimed, { owner, onRelease: () => noteEmpty(false) })
      }
      noteEmpty(true)
      return undefined
    },
    isEmpty() {
      if (current !== undefined) return false
      if (performance.now() >= emptyUntilMs) noteEmpty(!files().some(isFree))
      return performance.now() < emptyUntilMs
    },
    handOver() {
      closeCurrent()
      const free = files().filter(isFree)
      return free.map(({ name }) => {
        const stem = join(folder, freeName(name)).replace(/\.jsonl$/, '')
        return { path: join(folder, name), sending: [`${stem}.${host}.`, '.sending.jsonl'], free: `${stem}.jsonl` }
      })
    },
    reject(body) {
      if (rejected !== undefined && sizeOf(join(folder, rejected)) > MAX_FILE_BYTES) rejected = undefined
      rejected ??= `${newName()}.rejected.jsonl`
      write(rejected, body)
    },
    dropped: () => droppedCount,
    mortal: () => [],
  }
}

interface Claimer {
  readonly owner: string
  /** The file is nobody's again. */
  onRelease(): void
}

function claimedFile(folder: string, name: string, { owner, onRelease }: Claimer): ClaimedFile {
  const path = join(folder, name)
  // The last line of a process that was killed while writing may lack its end; it is no JSON then, and nobody could read it.
  const bodies = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
  return {
    bodies,
    remove: () => rmSync(path, { force: true }),
    release(from) {
      onRelease()
      if (from === 0) {
        rename(folder, name, freeName(name))
        return
      }
      // Under a name that is known as a file of ours: whatever happens on the way, both are found again.
      const rest = freeName(name).replace(/\.jsonl$/, `-${randomBytes(2).toString('hex')}.${owner}.open.jsonl`)
      appendFileSync(join(folder, rest), linesOf(bodies.slice(from)), { mode: 0o600 })
      rmSync(path, { force: true })
      rename(folder, rest, freeName(rest))
    },
  }
}

function linesOf(bodies: readonly string[]): string {
  return bodies.map((body) => `${body}\n`).join('')
}
