/** What cannot be compared as it stands, by client. */

/** Two packages record each call, as siblings. Nothing ties the two spans of a failed call together: it has no response and so no id. */
const FAILURES_TWICE: ReadonlySet<string> = new Set(['py-openllmetry-anthropic-native'])

/** Whether a failed call counts twice. */
export function repeatsFailure(client: string): boolean {
  return FAILURES_TWICE.has(client)
}

/** Whether tool spans carry the id of the call. OpenLLMetry's decorators have no place for it. */
export function tellsCallId(client: string): boolean {
  return !client.includes('openllmetry')
}
