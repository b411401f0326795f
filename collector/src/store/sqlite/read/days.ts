const S_PER_DAY = 86_400
const S_PER_MINUTE = 60

/**
 * The day that a moment lies in, by the clock of a time zone.
 * @param timeZone IANA name or offset; must be one that the runtime knows
 * @returns takes seconds since 1970, gives `YYYY-MM-DD`
 */
export function dayIn(timeZone: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const offset = fixedOffset(timeZone)
  if (offset === undefined) return (seconds) => format.format(seconds * 1000)
  return (seconds) => new Date(Math.floor((seconds + offset) / S_PER_DAY) * S_PER_DAY * 1000).toISOString().slice(0, 10)
}

/** Seconds east of Greenwich of a zone without summer time, for which no calendar is needed. */
function fixedOffset(timeZone: string): number | undefined {
  if (timeZone === 'UTC') return 0
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(timeZone)
  if (!match) return undefined
  const [, sign, hours, minutes] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * S_PER_MINUTE
}
