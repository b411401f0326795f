import type { LogRecord } from '../domain/log.ts'
import type { Metric } from '../domain/metric.ts'
import type { Signal } from '../domain/signal.ts'
import type { Resource, Scope, Span } from '../domain/span.ts'
import type { SignalData } from './decoded.ts'

/** Items of one scope, whatever the signal: `ScopeSpans`, `ScopeLogs`, `ScopeMetrics`. */
export interface ScopeGroup<Item> {
  readonly scope: Scope
  readonly items: readonly Item[]
}

/** Items of one resource, whatever the signal: `ResourceSpans`, `ResourceLogs`, `ResourceMetrics`. */
export interface ResourceGroup<Item> {
  readonly resource: Resource
  readonly scopes: readonly ScopeGroup<Item>[]
}

/**
 * The messages around the items of a signal. They have the same form in every signal: requests hold 1 resource groups, a resource
 * group 1 resource, 2 scope groups, 3 schema_url, a scope group 1 scope, 2 items, 3 schema_url. Here is what differs.
 */
export interface Envelope<S extends Signal, Item> {
  readonly signal: S
  /** Names of the fields in OTLP/JSON. */
  readonly resources: 'resourceSpans' | 'resourceLogs' | 'resourceMetrics'
  readonly scopes: 'scopeSpans' | 'scopeLogs' | 'scopeMetrics'
  readonly items: 'spans' | 'logRecords' | 'metrics'
  /** For how many items of a reply's count this one stands. */
  countOf(item: Item): number
  /** The groups as the domain names them. */
  pack(groups: readonly ResourceGroup<Item>[]): SignalData[S]
  /** The inverse of `pack`. */
  unpack(data: SignalData[S]): readonly ResourceGroup<Item>[]
}

/** Spans. */
export const SPANS: Envelope<'traces', Span> = {
  signal: 'traces',
  resources: 'resourceSpans',
  scopes: 'scopeSpans',
  items: 'spans',
  countOf: () => 1,
  pack: (groups) => ({
    resourceSpans: groups.map(({ resource, scopes }) => ({
      resource,
      scopeSpans: scopes.map(({ scope, items }) => ({ scope, spans: items })),
    })),
  }),
  unpack: ({ resourceSpans }) =>
    resourceSpans.map(({ resource, scopeSpans }) => ({
      resource,
      scopes: scopeSpans.map(({ scope, spans }) => ({ scope, items: spans })),
    })),
}

/** Log records. */
export const LOGS: Envelope<'logs', LogRecord> = {
  signal: 'logs',
  resources: 'resourceLogs',
  scopes: 'scopeLogs',
  items: 'logRecords',
  countOf: () => 1,
  pack: (groups) => ({
    resourceLogs: groups.map(({ resource, scopes }) => ({
      resource,
      scopeLogs: scopes.map(({ scope, items }) => ({ scope, logRecords: items })),
    })),
  }),
  unpack: ({ resourceLogs }) =>
    resourceLogs.map(({ resource, scopeLogs }) => ({
      resource,
      scopes: scopeLogs.map(({ scope, logRecords }) => ({ scope, items: logRecords })),
    })),
}

/** Metrics, which count by their points. */
export const METRICS: Envelope<'metrics', Metric> = {
  signal: 'metrics',
  resources: 'resourceMetrics',
  scopes: 'scopeMetrics',
  items: 'metrics',
  countOf: ({ data }) => data?.points.length ?? 0,
  pack: (groups) => ({
    resourceMetrics: groups.map(({ resource, scopes }) => ({
      resource,
      scopeMetrics: scopes.map(({ scope, items }) => ({ scope, metrics: items })),
    })),
  }),
  unpack: ({ resourceMetrics }) =>
    resourceMetrics.map(({ resource, scopeMetrics }) => ({
      resource,
      scopes: scopeMetrics.map(({ scope, metrics }) => ({ scope, items: metrics })),
    })),
}
