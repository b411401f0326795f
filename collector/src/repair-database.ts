import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { AppError } from './domain/app-error.ts'
import { openDeriver } from './open-deriver.ts'
import { isDamage } from './store/sqlite/care/damage.ts'
import { restoreHeader } from './store/sqlite/care/file-header.ts'
import { type RebuildNeeds, rebuild } from './store/sqlite/care/rebuild.ts'
import type { RebuildReport } from './store/sqlite/care/reports.ts'
import { restoreSchema } from './store/sqlite/care/schema-pages.ts'
import { takeOwnershipOfDamaged } from './store/sqlite/owner.ts'
import { isPassing } from './store/sqlite/passing-error.ts'
import { WRITER_LAYERS } from './writer-layers.ts'

/** What a repair saved, and where the damaged file is now. */
export interface RepairReport extends RebuildReport {
  readonly file: string
  /** The damaged database, under its new name. */
  readonly keptAs: string
  /** What had to be made anew before anything could be read: the first 100 bytes, or all that says where the tables are. */
  readonly restored: 'nothing' | 'header' | 'schema'
}

/** How a repair tells how far it is, and the time that the damaged file is named after. */
export interface RepairOptions {
  /** @param total 0 = nobody knows yet */
  readonly progress: (done: number, total: number) => void
  readonly nowMs: number
}

/**
 * Makes a whole database of everything that can be read of a damaged one, and puts it in its place. The damaged one is kept aside.
 * @throws AppError `unavailable` when a collector has it, `unsupported` when nothing can be read of it; nothing is changed then
 */
export async function repairDatabase(file: string, { progress, nowMs }: RepairOptions): Promise<RepairReport> {
  if (!existsSync(file)) throw new AppError('not_found', `no database at ${file}; name one with --db (TRACKER_DB)`)
  const ownership = takeOwnershipOfDamaged(file)
  try {
    return await repairOwned(ownership.file, { progress, nowMs })
  } catch (error) {
    if (!isPassing(error)) throw error
    throw new AppError(
      'unavailable',
      `${file} cannot be repaired now (${error.message}); nothing was changed. It needs as much room again`,
      {
        cause: error,
      },
    )
  } finally {
    ownership.release()
  }
}

async function repairOwned(file: string, { progress, nowMs }: RepairOptions): Promise<RepairReport> {
  const work = { target: `${file}.repaired`, stage: `${file}.repair-stage`, copy: `${file}.repair-copy` }
  const clear = (): void => Object.values(work).forEach(removeDatabase)
  clear() // of a repair that was killed
  try {
    const deriver = await openDeriver(undefined)
    const needs = { ...work, ...deriver, options: WRITER_LAYERS, progress }
    const { report, restored } = await rebuildFrom(file, work.copy, needs)
    chmodSync(work.target, 0o600)
    return { ...report, file, keptAs: exchange(file, work.target, nowMs), restored }
  } finally {
    clear()
  }
}

interface Rebuilt {
  readonly report: RebuildReport
  readonly restored: RepairReport['restored']
}

/** From the file as it is; else from a copy in which what is the same in every file of ours is made anew. */
async function rebuildFrom(file: string, copy: string, needs: Omit<RebuildNeeds, 'source'>): Promise<Rebuilt> {
  const attempts: readonly { readonly restored: Rebuilt['restored']; readonly source: () => string }[] = [
    { restored: 'nothing', source: () => file },
    { restored: 'header', source: () => changedCopy(file, copy, restoreHeader) },
    { restored: 'schema', source: () => changedCopy(file, copy, (name) => withSchema(name, needs.stage)) },
  ]
  let fault: unknown
  for (const { restored, source } of attempts) {
    try {
      const report = await rebuild({ ...needs, source: source() })
      if (restored === 'nothing' || hasContent(report)) return { report, restored }
      throw new AppError('unsupported', 'it holds nothing of ours')
    } catch (error) {
      if (!isDamage(error) && !isForeign(error) && !(error instanceof AppError)) throw error
      fault ??= error
      for (const name of [copy, needs.target, needs.stage]) removeDatabase(name)
    }
  }
  throw new AppError('unsupported', `nothing can be read of ${file}: restore a backup, or move it away to begin anew; it is as it was`, {
    cause: fault,
  })
}

/** The log goes with it: what was stored last may be there alone. */
function changedCopy(file: string, copy: string, change: (copy: string) => void): string {
  copyFileSync(file, copy)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  change(copy)
  return copy
}

function withSchema(copy: string, fresh: string): void {
  restoreSchema(copy, fresh)
  removeDatabase(fresh)
  restoreHeader(copy)
}

/** A file of another kind looks like one of ours of which every row is lost. */
function hasContent({ tables, spans }: RebuildReport): boolean {
  const received = tables.filter(({ table }) => ['log_records', 'metric_points', 'receipts'].includes(table))
  return spans > 0 || received.some(({ rows }) => rows > 0)
}

/** A schema that can be read, but is not ours. */
function isForeign(error: unknown): boolean {
  return error instanceof Error && /no such table/.test(error.message)
}

/** At no moment is there neither the one nor the other at the name. @returns the new name of the damaged one */
function exchange(file: string, repaired: string, nowMs: number): string {
  const keptAs = `${file}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`
  keep(file, keptAs)
  if (existsSync(`${file}-wal`)) keep(`${file}-wal`, `${keptAs}-wal`)
  // A log of the one must never be taken for the other's.
  for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true })
  renameSync(repaired, file)
  return keptAs
}

/** A second name; where the disk knows none, a copy. */
function keep(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true })
}
