import { cpus, totalmem } from 'node:os'

/** What figures depend on. No name of the machine or of its user. */
export interface Machine {
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGib: number
}

const GIB = 1024 ** 3

/** The machine that this runs on. */
export function thisMachine(): Machine {
  const cores = cpus()
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGib: Math.round(totalmem() / GIB),
  }
}
