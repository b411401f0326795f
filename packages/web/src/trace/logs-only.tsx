import type { Log } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { latestLogQuery } from '../data/queries.ts'
import { SafeText } from './safe-text.tsx'
import { RelativeTime } from './time.tsx'

/**
 * Says, where no session has come, that log records have: they belong to none until a span names the same session or trace. Its place is
 * there before, so that it is read out when it appears.
 */
export function LogsOnly() {
  const { data: log } = useQuery(latestLogQuery())
  return (
    <div className="max-w-prose text-sm">
      <div role="status">{log && <Arriving service={log.service} />}</div>
      {/* Not in what is read out: it changes every second. */}
      {log && (
        <p className="mt-1 text-xs text-muted">
          The latest: <RelativeTime at={log.receivedAt} />
        </p>
      )}
    </div>
  )
}

function Arriving({ service }: Pick<Log, 'service'>) {
  return (
    <p className="mt-1">
      Log records arrive, the latest from{' '}
      <span className="font-medium">
        <SafeText text={service ?? 'a program without a name'} oneLine />
      </span>
      . They belong to no session until spans come. Read them with <code className="font-mono text-xs">npx tracker logs</code> or at{' '}
      <a href="/api/v1/logs" className="text-accent underline underline-offset-2">
        /api/v1/logs
      </a>
      .
    </p>
  )
}
