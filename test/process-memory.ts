import { readFileSync } from 'node:fs'

/** Memory of a process in MiB, as Linux tells it: what it has now (`VmRSS`), or the most that it ever had (`VmHWM`). */
export function memoryMib(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const [, kib] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}
