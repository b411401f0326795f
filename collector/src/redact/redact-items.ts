import type { LogItem, LogRecord, LogsData } from '../domain/log.ts'
import type { Exemplar, Metric, MetricData, MetricItem, MetricsData, PointBase } from '../domain/metric.ts'
import type { Resource, Scope, Span, SpanItem, TracesData } from '../domain/span.ts'
import { mapSame, type ValueRedactor } from './value-redactor.ts'

/** How texts and values are changed. */
export interface TextChanges extends ValueRedactor {
  text(text: string): string
}

/** Redacts items of every signal. */
export interface ItemRedactor {
  traces(data: TracesData): TracesData
  logs(data: LogsData): LogsData
  metrics(data: MetricsData): MetricsData
  span(item: SpanItem): SpanItem
  log(item: LogItem): LogItem
  metric(item: MetricItem): MetricItem
}

/**
 * Walks through items: names and status messages of spans, attributes everywhere, bodies of log records. Ids, times and numbers are
 * no texts; names of metrics, scopes and schemas are the programmer's.
 */
export function redactItems(changes: TextChanges): ItemRedactor {
  const span = (sent: Span): Span => redactSpan(sent, changes)
  const log = (sent: LogRecord): LogRecord => redactLog(sent, changes)
  const metric = (sent: Metric): Metric => redactMetric(sent, changes)
  const resource = rememberObjects<Resource>((sent) => withFields(sent, { attributes: changes.attributes(sent.attributes) }))
  const scope = rememberObjects<Scope>((sent) => withFields(sent, { attributes: changes.attributes(sent.attributes) }))
  const around = <T extends { readonly resource: Resource; readonly scope: Scope }>(item: T) => ({
    resource: resource(item.resource),
    scope: scope(item.scope),
  })
  return {
    span: (item) => withFields<SpanItem>(item, { span: span(item.span), ...around(item) }),
    log: (item) => withFields<LogItem>(item, { log: log(item.log), ...around(item) }),
    metric: (item) => withFields<MetricItem>(item, { metric: metric(item.metric), ...around(item) }),
    traces: (data) =>
      withFields(data, {
        resourceSpans: mapSame(data.resourceSpans, (group) =>
          withFields(group, {
            resource: resource(group.resource),
            scopeSpans: mapSame(group.scopeSpans, (inner) =>
              withFields(inner, { scope: scope(inner.scope), spans: mapSame(inner.spans, span) }),
            ),
          }),
        ),
      }),
    logs: (data) =>
      withFields(data, {
        resourceLogs: mapSame(data.resourceLogs, (group) =>
          withFields(group, {
            resource: resource(group.resource),
            scopeLogs: mapSame(group.scopeLogs, (inner) =>
              withFields(inner, { scope: scope(inner.scope), logRecords: mapSame(inner.logRecords, log) }),
            ),
          }),
        ),
      }),
    metrics: (data) =>
      withFields(data, {
        resourceMetrics: mapSame(data.resourceMetrics, (group) =>
          withFields(group, {
            resource: resource(group.resource),
            scopeMetrics: mapSame(group.scopeMetrics, (inner) =>
              withFields(inner, { scope: scope(inner.scope), metrics: mapSame(inner.metrics, metric) }),
            ),
          }),
        ),
      }),
  }
}

function redactSpan(span: Span, { text, attributes }: TextChanges): Span {
  return withFields(span, {
    name: text(span.name),
    attributes: attributes(span.attributes),
    events: mapSame(span.events, (event) =>
      withFields(event, { name: text(event.name), attributes: attributes(event.attributes, event.name) }),
    ),
    links: mapSame(span.links, (link) => withFields(link, { attributes: attributes(link.attributes) })),
    status: span.status.message === '' ? span.status : withFields(span.status, { message: text(span.status.message) }),
  })
}

function redactLog(log: LogRecord, { attributes, body }: TextChanges): LogRecord {
  const event = log.eventName || eventAttribute(log)
  return withFields(log, {
    body: log.body === undefined ? undefined : body(log.body, event),
    attributes: attributes(log.attributes, event),
  })
}

/** Senders before v1.5 of the protocol had no field for the name of an event. */
function eventAttribute({ attributes }: LogRecord): string {
  const value = attributes.find(({ key }) => key === 'event.name')?.value
  return typeof value === 'string' ? value : ''
}

function redactMetric(metric: Metric, changes: TextChanges): Metric {
  return withFields(metric, {
    description: changes.text(metric.description),
    metadata: changes.attributes(metric.metadata),
    data: metric.data && redactData(metric.data, changes),
  })
}

function redactData(data: MetricData, { labels }: TextChanges): MetricData {
  const measured = <T extends PointBase & { readonly exemplars: readonly Exemplar[] }>(point: T): T => {
    const exemplars = mapSame(point.exemplars, (exemplar) =>
      withFields(exemplar, { filteredAttributes: labels(exemplar.filteredAttributes) }),
    )
    const attributes = labels(point.attributes)
    return attributes === point.attributes && exemplars === point.exemplars ? point : { ...point, attributes, exemplars }
  }
  switch (data.kind) {
    case 'gauge':
    case 'sum':
      return withFields(data, { points: mapSame(data.points, measured) })
    case 'histogram':
      return withFields(data, { points: mapSame(data.points, measured) })
    case 'exponential_histogram':
      return withFields(data, { points: mapSame(data.points, measured) })
    case 'summary':
      return withFields(data, { points: mapSame(data.points, (point) => withFields(point, { attributes: labels(point.attributes) })) })
  }
}

/** The object with other fields; the same object when they are the same. */
function withFields<T extends object>(value: T, fields: Readonly<Partial<T>>): T {
  for (const key in fields) if (value[key] !== fields[key]) return { ...value, ...fields }
  return value
}

/** Resources and scopes are shared by many items: each is gone through once. */
function rememberObjects<T extends object>(change: (value: T) => T): (value: T) => T {
  const known = new WeakMap<T, T>()
  return (value) => {
    const found = known.get(value)
    if (found) return found
    const changed = change(value)
    known.set(value, changed)
    return changed
  }
}
