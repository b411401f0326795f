import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type CollectorProcess, type StartOptions, startCollector } from './collector-process.ts'

/** A folder for the time of one test. */
export function faultFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-fault-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A collector that does not outlive the test. */
export function testCollector(file: string, options?: StartOptions): CollectorProcess {
  const collector = startCollector(file, options)
  onTestFinished(async () => {
    collector.kill('SIGKILL')
    await collector.end
  })
  return collector
}
