import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { canonicalDump } from '../../collector/src/store/sqlite/canonical-dump.ts'
import { createPlainTable, insertTables, plainRows, readTables } from './bare-statements.ts'
import { LOADS, loadRequests, spanCount } from './loads/load.ts'
import { createPipeline } from './pipeline.ts'
import { onNewFile } from './store-file.ts'

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe('bare statements', () => {
  it.each(LOADS)('leave the very rows that our writer left (%s)', async (load) => {
    const folder = scratch()
    const pipeline = await createPipeline()
    const requests = [...loadRequests({ load, traces: 40, width: 20 })]
    await onNewFile(folder, (ours) =>
      onNewFile(folder, async (bare) => {
        await pipeline.openWriter(ours.db).write(requests.map(pipeline.derive))
        let commits = 0
        insertTables(bare.db, readTables(ours.db, bare.db), { transactions: 3, afterEach: () => commits++ })
        expect(commits).toBe(3)
        expect(canonicalDump(bare.db)).toEqual(canonicalDump(ours.db))
      }),
    )
  })

  it('fill the plain table', async () => {
    const spec = { load: 'plain', traces: 10, width: 1 } as const
    await onNewFile(scratch(), async ({ db }) => {
      createPlainTable(db)
      insertTables(db, [plainRows(loadRequests(spec))], { transactions: 2, afterEach: () => undefined })
      const counted = db
        .prepare('SELECT count(*) AS spans, count(DISTINCT trace) AS traces, count(attributes) AS texts FROM plain_spans')
        .get()
      expect(counted).toEqual({ spans: spanCount(spec), traces: 10, texts: spanCount(spec) })
    })
  })
})
