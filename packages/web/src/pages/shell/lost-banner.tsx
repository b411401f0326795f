import { Unplug } from 'lucide-react'
import { clockTime, exactTime } from '../../trace/format.ts'

/** Says that the page shows what was known at a moment. Its place is there before, so that it is read out when it appears. */
export function LostBanner({ sinceMs }: { readonly sinceMs: number | undefined }) {
  return (
    <div role="status" className="sticky bottom-0 z-30">
      {sinceMs !== undefined && <Lost since={new Date(sinceMs).toISOString()} />}
    </div>
  )
}

function Lost({ since }: { readonly since: string }) {
  return (
    <p className="flex items-start justify-center gap-2 border-t border-danger-fill bg-danger-soft px-3 py-2.5 text-sm text-danger sm:px-4">
      <Unplug size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <span>
        <strong className="font-semibold">
          The collector has not answered since{' '}
          <time dateTime={since} title={exactTime(since)} className="figures">
            {clockTime(since).slice(0, 8)}
          </time>
          .
        </strong>{' '}
        What you see is what was known then.
      </span>
    </p>
  )
}
