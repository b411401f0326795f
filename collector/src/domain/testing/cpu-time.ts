/** Milliseconds that this process has computed: unlike the time of day, they do not pass while other programs have the processors. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
