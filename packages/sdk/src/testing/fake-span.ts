import type { RecordedSpan } from '../recorded-span.ts'

let count = 0

/** A span that has ended, with what a test says about it. */
export function fakeSpan(fields: Partial<RecordedSpan> = {}): RecordedSpan {
  const spanId = (++count).toString(16).padStart(16, '0')
  return {
    name: `span ${count}`,
    kind: 0,
    startTime: [1_700_000_000, 5],
    endTime: [1_700_000_001, 6],
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    ended: true,
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    spanContext: () => ({ traceId: 'a'.repeat(32), spanId, traceFlags: 1 }),
    ...fields,
  }
}

const RESOURCE = { attributes: { 'service.name': 'test' } }
const SCOPE = { name: 'test' }
