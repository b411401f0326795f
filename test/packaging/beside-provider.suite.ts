import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownNode } from './node-runtimes.ts'
import type { Tarball } from './pack.ts'
import { installProject, type Project } from './project.ts'
import { type Served, serve } from './serve.ts'

const PROGRAM = 'beside-provider.mjs'
const START_MS = 30_000
const INSTALL_MS = 60_000

/** Programs that have OpenTelemetry already: the newest of each line that our SDK promises to work beside. */
const PROVIDERS = [
  { name: 'SDK 2 with API 1.9', sdk: '@opentelemetry/sdk-trace-node', version: '^2.12.0', api: '~1.9.1', className: 'NodeTracerProvider' },
  { name: 'SDK 3 with API 1.10', sdk: '@opentelemetry/sdk-trace', version: '^3.1.1', api: '^1.10.0', className: 'TracerProvider' },
] as const

/** What the programs are installed from and send to. */
interface Sources {
  readonly tarballs: () => readonly Tarball[]
  /** A project with the collector. */
  readonly collector: () => Project
  readonly scratch: string
}

/** Our SDK in programs with a provider of their own: npm finds versions that suit both, and the session arrives. */
export function describeBesideProvider({ tarballs, collector, scratch }: Sources): void {
  describe('the SDK in a program with a provider of its own', () => {
    let served: Served

    beforeAll(async () => {
      served = await serve(collector(), 'beside-provider.db')
    }, START_MS)

    it.each(PROVIDERS)(
      '$name',
      async ({ sdk, version, api, className }) => {
        const others = { '@opentelemetry/api': api, [sdk]: version }
        const own = tarballs().filter(({ name }) => /sdk$|semconv$/.test(name))
        const folder = join(scratch, 'beside', className)
        const project = await installProject(folder, { node: ownNode(), tarballs: own, others })
        cpSync(join(import.meta.dirname, 'consumers', PROGRAM), join(folder, PROGRAM))
        await project.run('node', PROGRAM, served.url, sdk, className)
        const sessions = await fetch(`${served.url}/api/v1/sessions?workflow=${encodeURIComponent(sdk)}`)
        expect(await sessions.json()).toMatchObject({ items: [{ status: 'completed' }] })
      },
      INSTALL_MS,
    )

    afterAll(async () => {
      await served?.stop()
    })
  })
}
