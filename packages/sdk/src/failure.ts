import { ATTR_EXCEPTION_MESSAGE, ATTR_EXCEPTION_STACKTRACE, ATTR_EXCEPTION_TYPE } from '@ai-tracker/semconv'
import type { Attributes } from '@opentelemetry/api'

/** What was thrown, in words. */
export interface Failure {
  /** Class or code of the error. Example: `TypeError`, `ECONNREFUSED`. */
  readonly type: string
  readonly message: string
  readonly stack?: string
}

/** Reads whatever was thrown or handed over as an error. Never throws. */
export function failureOf(error: unknown): Failure {
  if (typeof error === 'string') return { type: '_OTHER', message: error }
  const stack = read(error, 'stack')
  return {
    type: read(error, 'code') ?? read(error, 'name') ?? '_OTHER',
    message: read(error, 'message') ?? messageOf(error),
    ...(stack !== undefined && { stack }),
  }
}

/** The text of anything that was thrown. Never throws, whatever the value does. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error)
  } catch {
    return 'an error that cannot be read'
  }
}

/** A failure as attributes of an `exception` event. */
export function exceptionAttributes({ type, message, stack }: Failure): Attributes {
  return {
    [ATTR_EXCEPTION_TYPE]: type,
    [ATTR_EXCEPTION_MESSAGE]: message,
    ...(stack !== undefined && { [ATTR_EXCEPTION_STACKTRACE]: stack }),
  }
}

/** A text or number of an object that may be anything. */
function read(source: unknown, key: string): string | undefined {
  try {
    if (typeof source !== 'object' || source === null) return undefined
    const value: unknown = Reflect.get(source, key)
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value !== '' ? value : undefined
  } catch {
    return undefined
  }
}
