import type { SpanDetail } from '@ai-tracker/collector/contract'
import { CopyButton } from '../../ui/copy-button.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { Money } from '../amount.tsx'
import { count, exactTime, UNKNOWN } from '../format.ts'
import { kindLook } from '../kinds.ts'
import { SafeText } from '../safe-text.tsx'
import { TimeTaken } from '../time.tsx'
import { useIsLive } from './use-is-live.ts'

/** OTLP `Span.SpanKind` in words. */
const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']

/** What a span is, in one table. */
export function SpanFacts({ span }: { readonly span: SpanDetail }) {
  const isLive = useIsLive(span)

  const { instrumentation } = span
  return (
    <KeyValues
      items={[
        { name: 'Kind', value: `${kindLook(span.kind).label} (${SPAN_KINDS[span.spanKind] ?? span.spanKind} span)` },
        { name: 'Start', value: span.startedAt === null ? UNKNOWN : <span className="figures">{exactTime(span.startedAt)}</span> },
        {
          name: 'Duration',
          value: <TimeTaken startedAt={span.startedAt} durationMs={span.status === 'running' ? null : span.durationMs} isLive={isLive} />,
        },
        ...(span.model === null ? [] : [{ name: 'Model', value: <Clamped text={span.model} /> }]),
        ...(span.tokensTotal === null ? [] : [{ name: 'Tokens', value: <span className="figures">{count(span.tokensTotal)}</span> }]),
        ...(span.costUsd === null ? [] : [{ name: 'Cost', value: <Money usd={span.costUsd} /> }]),
        { name: 'Service', value: span.service === null ? UNKNOWN : <Clamped text={span.service} /> },
        {
          name: 'Instrumentation',
          value: <Clamped text={[instrumentation.name, instrumentation.version].join(' ').trim() || UNKNOWN} />,
        },
        { name: 'Dialect', value: span.dialects.join(', ') },
        { name: 'Span id', value: <Id id={span.spanId} label="Copy span id" /> },
        { name: 'Trace id', value: <Id id={span.traceId} label="Copy trace id" /> },
        ...(span.parentSpanId === null ? [] : [{ name: 'Parent', value: <Id id={span.parentSpanId} label="Copy parent span id" /> }]),
      ]}
    />
  )
}

/** Three lines of a text; all of it is among the attributes. */
function Clamped({ text }: { readonly text: string }) {
  return (
    <span className="line-clamp-3 break-words">
      <SafeText text={text} oneLine />
    </span>
  )
}

function Id({ id, label }: { readonly id: string; readonly label: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-xs break-all">{id}</code>
      <CopyButton text={id} label={label} className="-my-1.5" />
    </span>
  )
}
