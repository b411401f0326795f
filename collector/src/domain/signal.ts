/** The signals that are stored, by the last part of their path: `/v1/traces`. */
export const SIGNALS = ['traces', 'logs', 'metrics'] as const

/** A signal of OTLP that is stored. */
export type Signal = (typeof SIGNALS)[number]
