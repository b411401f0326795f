import { useQuery } from '@tanstack/react-query'
import { latestLogQuery } from '../data/queries.ts'
import { SafeText } from './safe-text.tsx'
import { RelativeTime } from './time.tsx'

/** Says, where no session has come, that log records have: they belong to none until a span names the same session or trace. */
export function LogsOnly() {
  const { data: log } = useQuery(latestLogQuery())
  if (!log) return null
  return (
    <p role="status" className="max-w-prose text-sm">
      Log records arrive, the latest from{' '}
      <span className="font-medium">
        <SafeText text={log.service ?? 'a program without a name'} oneLine />
      </span>{' '}
      (<RelativeTime at={log.receivedAt} />
      ). They belong to no session until spans come. Read them with <code className="font-mono text-xs">npx tracker logs</code> or at{' '}
      <a href="/api/v1/logs" className="text-accent underline underline-offset-2">
        /api/v1/logs
      </a>
      .
    </p>
  )
}
