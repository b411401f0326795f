import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { call } from '../testing/call.ts'
import { temporaryFolder } from '../testing/process.ts'

/** What `session delete` takes away, `session export` writes before. */

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const OTHER = '5ce0e9a56015fec5aadfa328ae398115'
const time = (second: number): string => `17675208${String(second).padStart(2, '0')}000000000`
const named = (key: string) => [{ key: 'session.id', value: { stringValue: key } }]

const span = (traceId: string, spanId: string, key: string) => ({
  ...{ traceId, spanId, name: 'invoke_agent', kind: 1, attributes: named(key) },
  ...{ startTimeUnixNano: time(1), endTimeUnixNano: time(2) },
})
const record = (second: number, body: string, more: object) => ({ timeUnixNano: time(second), body: { stringValue: body }, ...more })
const gauge = (second: number, key: string, asInt: string) => ({
  name: 'queue',
  gauge: { dataPoints: [{ timeUnixNano: time(second), asInt, attributes: named(key) }] },
})

const REQUESTS = [
  {
    resourceSpans: [
      { scopeSpans: [{ spans: [span(TRACE, '0000000000000001', 'kept-key'), span(OTHER, '0000000000000002', 'other-key')] }] },
    ],
  },
  {
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              record(3, 'of its trace', { traceId: TRACE }),
              record(4, 'of its key', { attributes: named('kept-key') }),
              record(5, 'of another', { traceId: OTHER }),
            ],
          },
        ],
      },
    ],
  },
  {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [gauge(3, 'kept-key', '7'), gauge(4, 'kept-key', '8'), gauge(5, 'other-key', '9')] }] }],
  },
]

it('a session comes back whole from its copy: spans, logs and metrics, and nothing of another', async () => {
  const folder = temporaryFolder()
  const [file, empty, sent, copy] = ['tracker.db', 'empty.db', 'sent.jsonl', 'copy.jsonl'].map((name) => join(folder.path, name))
  if (!file || !empty || !sent || !copy) throw new Error('no paths')
  try {
    writeFileSync(sent, REQUESTS.map((request) => `${JSON.stringify(request)}\n`).join(''))
    const imported = async (from: string, db: string) => JSON.parse((await call(['import', from, '--db', db, '--json'])).stdout).new
    expect(await imported(sent, file)).toEqual({ spans: 2, logRecords: 3, metricPoints: 3 })
    const exported = async (db: string) => JSON.parse((await call(['session', 'export', 'key:kept-key', '--db', db])).stdout)
    const before = await exported(file)
    const bodies = before.logs.map(({ body }: { readonly body: unknown }) => body)
    expect(bodies).toEqual([{ stringValue: 'of its trace' }, { stringValue: 'of its key' }])
    expect(before.metrics.map(({ value }: { readonly value: unknown }) => value)).toEqual([{ intValue: '8' }, { intValue: '7' }])

    expect(await call(['session', 'export', 'key:kept-key', '--format', 'otlp', '-o', copy, '--db', file])).toMatchObject({ code: 0 })
    expect(await imported(copy, empty)).toEqual({ spans: 1, logRecords: 2, metricPoints: 2 })
    const after = await exported(empty)
    const times = (list: readonly { readonly atNs?: string; readonly timeNs?: string }[]) => list.map(({ atNs, timeNs }) => atNs ?? timeNs)
    expect([times(after.logs), times(after.metrics)]).toEqual([times(before.logs), times(before.metrics)])
    expect(after.session).toMatchObject({ key: 'kept-key', spanCount: 1 })

    expect(await call(['session', 'delete', 'key:kept-key', '--yes', '--db', file])).toMatchObject({ code: 0 })
    const again = JSON.parse((await call(['import', copy, '--db', file, '--json'])).stdout)
    expect(again).toMatchObject({ new: { spans: 0, logRecords: 0, metricPoints: 0 }, known: 0, deleted: 5 })
    expect((await call(['import', copy, '--db', file])).stdout).toMatch(/^deleted +5 items of deleted sessions, not stored$/m)
  } finally {
    folder.remove()
  }
})
