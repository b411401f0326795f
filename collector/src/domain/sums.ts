/** What is added up per trace and per session. Every field is a count, but for `costNanos`. */
export interface Sums {
  spans: number
  running: number
  errors: number
  issues: number
  actions: number
  responses: number
  /** Responses with a known cost. */
  priced: number
  tokensInput: number
  tokensOutput: number
  tokensCacheRead: number
  tokensCacheWrite: number
  costNanos: bigint
}

/** A fresh set of sums, all zero. */
export function zeroSums(): Sums {
  return {
    spans: 0,
    running: 0,
    errors: 0,
    issues: 0,
    actions: 0,
    responses: 0,
    priced: 0,
    tokensInput: 0,
    tokensOutput: 0,
    tokensCacheRead: 0,
    tokensCacheWrite: 0,
    costNanos: 0n,
  }
}

/** Adds `sign × delta` to `sums`, in place. */
export function addSums(sums: Sums, delta: Sums, sign: 1 | -1): void {
  sums.spans += sign * delta.spans
  sums.running += sign * delta.running
  sums.errors += sign * delta.errors
  sums.issues += sign * delta.issues
  sums.actions += sign * delta.actions
  sums.responses += sign * delta.responses
  sums.priced += sign * delta.priced
  sums.tokensInput += sign * delta.tokensInput
  sums.tokensOutput += sign * delta.tokensOutput
  sums.tokensCacheRead += sign * delta.tokensCacheRead
  sums.tokensCacheWrite += sign * delta.tokensCacheWrite
  sums.costNanos += sign === 1 ? delta.costNanos : -delta.costNanos
}
