import { execFileSync } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { faultFolder } from './fault-folder.ts'

/** A disk of its own, in memory, which can be full or read-only. */
export interface SmallDisk {
  readonly folder: string
  /** Changes it while it is in use. @param options such as `size=8m` or `ro` */
  remount(options: string): void
}

/** Why there is none; `undefined` = there can be. Only root may mount one, and only Linux has it. */
export const NO_SMALL_DISK = reason()

function reason(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has a disk in memory'
  if (process.getuid?.() !== 0) return 'only root may mount a disk'
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'this machine lets nobody mount a disk'
  }
}

/** Mounts a disk for the time of one test. */
export function smallDisk(options: string): SmallDisk {
  const folder = faultFolder()
  mount(['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]))
  return { folder, remount: (changed) => mount(['-o', `remount,${changed}`, folder]) }
}

function mount(args: readonly string[]): void {
  execFileSync('mount', args)
}
