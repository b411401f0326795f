import { join } from 'node:path'
import { expect, it } from 'vitest'
import { faultFolder, testCollector } from './fault-folder.ts'
import { overload } from './overload.ts'
import { faultsOfOverload, MAX_MEMORY_MIB, OVERLOAD_SIZES } from './overload-result.ts'

// The memory of another process is read as Linux tells it.
it.runIf(process.platform === 'linux')(
  `more than can be stored, from hundreds of connections, takes at most ${MAX_MEMORY_MIB} MiB; what was acknowledged is stored once`,
  async () => {
    const file = join(faultFolder(), 'tracker.db')
    const collector = testCollector(file)
    const result = await overload(collector, OVERLOAD_SIZES.short)
    collector.kill('SIGTERM')
    expect(await collector.end).toEqual([0, null])
    expect(faultsOfOverload(file, result, OVERLOAD_SIZES.short)).toEqual([])
    expect(result.toldLater).toBeGreaterThan(0)
  },
  300_000,
)
