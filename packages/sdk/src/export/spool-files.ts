import { readdirSync, readFileSync, renameSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a process of another machine that shares this folder still lives cannot be known; after this long it does not. */
const FOREIGN_OWNER_MS = 60 * 60 * 1000

/** A file of the folder; `spool.ts` says what its name means. */
export interface SpoolFile {
  readonly name: string
  readonly state: 'free' | 'open' | 'sending' | 'rejected'
  readonly bytes: number
  readonly isOwned: boolean
}

/** Oldest first: names begin, after the target, with the time. */
export function listFiles(folder: string, own: ThisProcess): readonly SpoolFile[] {
  return namesIn(folder)
    .flatMap((name): readonly SpoolFile[] => {
      const found = /^([^.]+)\.([^.]+)(?:\.([^.]+)\.(\d+)\.(open|sending)|\.(rejected))?\.jsonl$/.exec(name)
      if (!found) return []
      const [, , , host, pid, held, rejected] = found
      const stat = statOf(join(folder, name))
      if (stat === undefined) return []
      const isOwned = held !== undefined && isAlive({ host: `${host}`, pid: Number(pid), ...stat }, own)
      const state = rejected !== undefined ? 'rejected' : held === 'open' || held === 'sending' ? held : 'free'
      return [{ name, state, bytes: stat.size, isOwned }]
    })
    .toSorted((a, b) => (timeOf(a.name) < timeOf(b.name) ? -1 : 1))
}

/** Who looks into the folder. */
export interface ThisProcess {
  /** Host and process number, as in the names of files. */
  readonly owner: string
  readonly processStartMs: number
}

interface HeldFile {
  readonly host: string
  readonly pid: number
  /** When it was written to. */
  readonly mtimeMs: number
  /** When it was written to or renamed. */
  readonly ctimeMs: number
}

/** Whether the owner of a file still lives. */
function isAlive({ host, pid, mtimeMs, ctimeMs }: HeldFile, { owner, processStartMs }: ThisProcess): boolean {
  // The same number may have been that of another process: the first one of a container has the same in every life.
  if (`${host}.${pid}` === owner) return ctimeMs >= processStartMs
  if (!owner.startsWith(`${host}.`)) return Date.now() - mtimeMs < FOREIGN_OWNER_MS
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The same file when nobody owns it. */
export function freeName(name: string): string {
  return `${name.split('.').slice(0, 2).join('.')}.jsonl`
}

function timeOf(name: string): string {
  return name.split('.')[1] ?? ''
}

/** Whether it was there to be renamed: another process may have been faster. */
export function rename(folder: string, from: string, to: string): boolean {
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

function statOf(path: string): Pick<Stats, 'size' | 'mtimeMs' | 'ctimeMs'> | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** Bytes of a file; 0 when it is not there. */
export function sizeOf(path: string): number {
  return statOf(path)?.size ?? 0
}

/** Requests in a file; 0 when it cannot be read. */
export function countLines(path: string): number {
  try {
    return readFileSync(path, 'utf8').split('\n').length - 1
  } catch {
    return 0
  }
}
