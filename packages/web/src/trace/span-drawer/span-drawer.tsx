import type { SpanDetail } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { type SpanName, spanQuery } from '../../data/queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { useHotkeys } from '../../ui/hotkeys.ts'
import { ErrorState } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { KindIcon } from '../kind-icon.tsx'
import { SafeText } from '../safe-text.tsx'
import { SpanFacts } from './span-facts.tsx'
import { SpanLogs } from './span-logs.tsx'
import { SpanParts } from './span-parts.tsx'
import { useIsLive } from './use-is-live.ts'

interface SpanDrawerProps {
  readonly span: SpanName
  readonly onClose: () => void
}

/** One span with everything that was sent, beside the page, which stays usable. Esc closes it and gives the focus back. */
export function SpanDrawer({ span: name, onClose }: SpanDrawerProps) {
  const { data: span, error, refetch } = useQuery(spanQuery(name))
  const panel = useFocus(`${name.traceId}-${name.spanId}`)
  useHotkeys({ Escape: onClose })
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label="Span"
      className="fixed inset-0 z-40 flex flex-col border-l border-line bg-surface shadow-float outline-none sm:left-auto sm:w-[min(560px,90vw)]"
    >
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        {span && <KindIcon kind={span.kind} size={16} />}
        <h2 className="line-clamp-2 min-w-0 text-base break-words">{span ? <SafeText text={span.name} oneLine /> : 'Span'}</h2>
        {span?.status === 'failed' && <Badge tone="danger">Failed</Badge>}
        {span?.status === 'running' && <EndlessBadge span={span} />}
        <IconButton label="Close" className="ml-auto" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {span ? (
          <SpanBody key={`${span.traceId}-${span.spanId}`} span={span} name={name} />
        ) : (
          <Waiting error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </aside>
  )
}

/** Of a span without an end. */
function EndlessBadge({ span }: { readonly span: SpanDetail }) {
  return useIsLive(span) ? <Badge tone="info">Running</Badge> : <Badge tone="warning">Never ended</Badge>
}

function SpanBody({ span, name }: { readonly span: SpanDetail; readonly name: SpanName }) {
  const error = [span.errorType, span.errorMessage ?? span.statusMessage].filter(Boolean).join(': ')
  return (
    <>
      <div className="flex flex-col gap-3 p-4">
        {error !== '' && (
          <p className="max-h-60 overflow-y-auto rounded-md bg-danger-soft p-2.5 text-sm break-words whitespace-pre-wrap text-danger">
            <SafeText text={error} />
          </p>
        )}
        {span.warnings.length > 0 && <p className="text-sm text-warning">Warnings: {span.warnings.join(', ')}</p>}
        {span.repeated && (
          <p className="text-sm text-muted">Its tokens and cost are counted with another span, which it wraps or repeats.</p>
        )}
        <SpanFacts span={span} />
      </div>
      <SpanLogs span={name} />
      <SpanParts span={span} />
    </>
  )
}

function Waiting({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  if (error) return <ErrorState title="The span could not be loaded" error={error} onRetry={onRetry} />
  return (
    <div className="p-4">
      <SkeletonLines lines={10} label="Loading the span" />
    </div>
  )
}

/** Takes the focus when another span is opened, and gives it back in the end. */
function useFocus(id: string) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another span takes the focus again
  useEffect(() => panel.current?.focus({ preventScroll: true }), [id])
  return panel
}
