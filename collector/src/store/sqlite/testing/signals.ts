import type { Attributes, AttributeValue } from '../../../domain/attribute.ts'
import type { LogItem, LogRecord } from '../../../domain/log.ts'
import type { Metric, MetricItem, NumberPoint } from '../../../domain/metric.ts'
import type { Receipt } from '../../../domain/receipt.ts'
import { NO_CONTENT } from '../../../domain/receipt.ts'
import { item } from './make.ts'

/** Logs and metrics as tests write them; the rest is valid defaults. */

const around = (service = 'test') => {
  const { resource, scope } = item({ id: '1', service })
  return { resource, scope }
}

/** Attributes by name. */
export function attributes(values: Readonly<Record<string, AttributeValue>>): Attributes {
  return Object.entries(values).map(([key, value]) => ({ key, value }))
}

/** A log record. */
export function logItem(fields: Partial<LogRecord> & { readonly service?: string } = {}): LogItem {
  const { service, ...log } = fields
  return {
    ...around(service),
    log: {
      timeNs: 1n,
      observedNs: 0n,
      severityNumber: 9,
      severityText: '',
      body: 'hello',
      attributes: [],
      droppedAttributesCount: 0,
      flags: 0,
      traceId: '',
      spanId: '',
      eventName: '',
      ...log,
    },
  }
}

/** A point of a gauge or sum. */
export function numberPoint(fields: Partial<NumberPoint> = {}): NumberPoint {
  return { attributes: [], startNs: 0n, timeNs: 1n, flags: 0, value: 1n, exemplars: [], ...fields }
}

/** A metric. Without data it is a monotonic sum of one point. */
export function metricItem(fields: Partial<Metric> & { readonly service?: string } = {}): MetricItem {
  const { service, ...metric } = fields
  const data = { kind: 'sum', temporality: 2, isMonotonic: true, points: [numberPoint()] } as const
  return { ...around(service), metric: { name: 'requests', description: '', unit: '1', metadata: [], data, ...metric } }
}

/** What is noted of a request. */
export function receipt(fields: Partial<Receipt> = {}): Receipt {
  return {
    ...NO_CONTENT,
    signal: 'traces',
    origin: { transport: 'http/protobuf', userAgent: 'test/1', wireBytes: 10 },
    bodyBytes: 20,
    ...fields,
  }
}
