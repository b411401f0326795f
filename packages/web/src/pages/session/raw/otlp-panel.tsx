import type { SessionDetail } from '@ai-tracker/collector/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { download } from '../../../data/download.ts'
import { otlpQuery } from '../../../data/queries.ts'
import { counted } from '../../../trace/format.ts'
import { LongText } from '../../../trace/long-text.tsx'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/field.tsx'
import { ErrorState } from '../../../ui/notice.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'

/** The spans of a trace as they were sent, and all of the session as a file. */
export function OtlpPanel({ session }: { readonly session: SessionDetail }) {
  const { trace } = useSearch({ from: '/sessions/$id/raw' })
  const navigate = useNavigate({ from: '/sessions/$id/raw' })
  const traceId = trace ?? session.traceId
  const saving = useMutation({
    mutationFn: () => download(`/api/v1/export?signal=all&session=${session.id}`, `session-${session.id}.otlp.jsonl`),
  })
  return (
    <Panel
      title="As it was sent (OTLP/JSON)"
      aside={
        <Button size="sm" disabled={saving.isPending} onClick={() => saving.mutate()}>
          <Download size={14} aria-hidden="true" />
          {saving.isPending ? 'Saving' : 'Save the session'}
        </Button>
      }
    >
      {saving.error && <p className="mb-2 text-danger">{saving.error.message}</p>}
      {session.traceIds.length > 1 && (
        <div className="mb-3 flex flex-wrap items-center gap-2 text-xs text-muted">
          {`One of ${counted(session.traceCount, 'trace')}`}
          <Select
            label="Trace"
            value={traceId}
            options={session.traceIds.map((id) => ({ value: id, label: id }))}
            onChange={(id) => void navigate({ search: (before) => ({ ...before, trace: id }), replace: true })}
          />
        </div>
      )}
      <Otlp sessionId={String(session.id)} traceId={traceId} />
    </Panel>
  )
}

function Otlp({ sessionId, traceId }: { readonly sessionId: string; readonly traceId: string }) {
  const { data, error, refetch } = useQuery(otlpQuery(sessionId, traceId))
  if (!data && error) return <ErrorState title="The trace could not be loaded" error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={12} label="Loading the trace" />
  return (
    <>
      <LongText key={traceId} text={data.text} label="Trace as OTLP/JSON" isFormatted />
      {data.hasMore && <p className="mt-2 text-muted">This is the beginning of a long trace. Save the session to have all of it.</p>}
    </>
  )
}
