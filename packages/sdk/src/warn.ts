import { diag } from '@opentelemetry/api'
import { messageOf } from './failure.ts'
import { processState } from './process-state.ts'

/**
 * Says what went wrong inside of this package: every time to OpenTelemetry's diagnostics, once per kind to standard error.
 * Never throws: whoever calls this is already handling an error.
 */
export function warn(kind: string, message: string): void {
  try {
    diag.warn(`@ai-tracker/sdk: ${message}`)
    const { warned } = processState()
    if (warned.has(kind)) return
    warned.add(kind)
    process.stderr.write(`ai-tracker: ${message}\n`)
  } catch {
    // Neither a broken diagnostics logger nor a closed standard error may reach the program.
  }
}

/** Says it once per kind, to OpenTelemetry's diagnostics as well: what would come again with every call. Never throws. */
export function warnOnce(kind: string, message: string): void {
  if (!processState().warned.has(kind)) warn(kind, message)
}

/** Runs work of ours inside the program: an error becomes a warning, and `fallback` the result. */
export function guarded<T>(kind: string, work: () => T, fallback: T): T {
  try {
    return work()
  } catch (error) {
    warn(kind, `${kind} failed: ${messageOf(error)}`)
    return fallback
  }
}
