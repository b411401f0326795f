/** Words for how severe a log record is, least first. Source: opentelemetry-proto `SeverityNumber`, which has four numbers for each. */
export const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

/** One of these words. */
export type Severity = (typeof SEVERITIES)[number]

const NUMBERS_PER_SEVERITY = 4

/** The least severity number of a word. */
export function severityNumber(severity: Severity): number {
  return SEVERITIES.indexOf(severity) * NUMBERS_PER_SEVERITY + 1
}

/** The word of a severity number; null = unspecified, or a number that no word has. */
export function severityWord(number: number): Severity | null {
  return SEVERITIES[Math.ceil(number / NUMBERS_PER_SEVERITY) - 1] ?? null
}

/** Whether a log record with this severity number tells of a failure. */
export function isFailure(number: number): boolean {
  return number >= severityNumber('error')
}
