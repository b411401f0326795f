import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { TSC } from './compile.ts'
import type { Project } from './project.ts'
import { runCommand } from './run-command.ts'

const CONSUMERS = join(import.meta.dirname, 'consumers')
const STRICT = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2024']
const CHECKS = [...STRICT, '--types', 'node']

/** Programs as ES modules, and as CommonJS where the package has that, too. */
const PROGRAMS = [
  { source: 'semconv.ts', copies: ['semconv.ts', 'semconv.cts'] },
  { source: 'sdk.ts', copies: ['sdk.ts', 'sdk.cts'] },
  { source: 'collector.ts', copies: ['collector.ts'] },
] as const

/** Ways in which a program's compiler looks for types. */
const RESOLUTIONS = [
  { name: 'Node 16', options: ['--module', 'node16'] },
  { name: 'the newest Node', options: ['--module', 'nodenext'] },
  { name: 'a bundler', options: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
] as const

/** The declarations of our packages in a strict program that checks them, too. */
export function describeTypes(project: () => Project): void {
  describe('types', () => {
    it.each(RESOLUTIONS)('are there for a compiler that resolves like $name', async ({ options }) => {
      const { folder } = project()
      for (const { source, copies } of PROGRAMS) for (const copy of copies) cpSync(join(CONSUMERS, source), join(folder, copy))
      const files = PROGRAMS.flatMap(({ copies }) => copies)
      await runCommand([process.execPath, TSC, ...CHECKS, ...options, ...files], { cwd: folder })
    })

    it('are there for a program that records, and has not installed those of Node.js', async () => {
      const { folder } = project()
      const file = 'without-node.mts'
      writeFileSync(
        join(folder, file),
        "import { tracker } from '@ai-tracker/sdk'\nawait using session = tracker.startSession()\nsession.cancel()\n",
      )
      await runCommand([process.execPath, TSC, ...STRICT, '--types', '', '--module', 'nodenext', file], { cwd: folder })
    })
  })
}
