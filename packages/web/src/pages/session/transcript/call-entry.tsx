import type { TranscriptCall } from '@ai-tracker/collector/contract'
import { Sparkles } from 'lucide-react'
import { Money } from '../../../trace/amount.tsx'
import { clockTime, count, exactTime, percent, short } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { TimeTaken } from '../../../trace/time.tsx'
import { visibleLine } from '../../../trace/visible-text.ts'
import { SpanLink } from '../span-link.tsx'
import type { ShownMessage } from './conversation.ts'
import { Failure } from './exception-view.tsx'
import { MessageView } from './message-view.tsx'
import { RepeatedMessages } from './repeated-messages.tsx'
import { useIsLive } from './transcript-context.ts'

interface CallEntryProps {
  readonly call: TranscriptCall
  readonly messages: readonly ShownMessage[]
}

/** A model call: what was new in its request, and its answer. */
export function CallEntry({ call, messages }: CallEntryProps) {
  return (
    <article aria-label={visibleLine(`Model call, ${call.model ?? 'unknown model'}`)}>
      <CallHead call={call} />
      <div className="mt-2 flex flex-col gap-3">
        {call.repeatedCount > 0 && <RepeatedMessages call={call} />}
        {messages.map(({ message, parts }) => (
          <MessageView key={message.index} message={message} parts={parts} responseId={call.id} />
        ))}
        {call.isWithoutContent && <WithoutContent />}
        <Failure item={call} otherwise="Failed" />
      </div>
    </article>
  )
}

/** Ways to end that need no word: the answer is complete, or it asks for a tool. */
const EXPECTED_ENDS: ReadonlySet<string> = new Set(['stop', 'tool_call'])

function CallHead({ call }: { readonly call: TranscriptCall }) {
  const cached = call.tokensInput > 0 ? call.tokensCacheRead / call.tokensInput : 0
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-muted">
      <span className="flex min-w-0 items-center gap-1.5 font-medium text-ink">
        <Sparkles size={14} aria-hidden="true" className="shrink-0 text-kind-call" />
        <SpanLink span={call}>
          <SafeText text={call.model ?? 'Unknown model'} oneLine />
        </SpanLink>
      </span>
      {call.at !== null && (
        <time dateTime={call.at} title={exactTime(call.at)} className="figures">
          {clockTime(call.at).slice(0, 8)}
        </time>
      )}
      <TimeTaken startedAt={call.at} durationMs={call.durationMs} isLive={useIsLive()} />
      <span className="figures" title={`${count(call.tokensInput)} tokens in, ${count(call.tokensOutput)} out`}>
        {short(call.tokensInput)} in{cached > 0 && ` (${percent(cached)} cached)`} · {short(call.tokensOutput)} out
      </span>
      <Money usd={call.costUsd} />
      {call.finishReason !== null && !EXPECTED_ENDS.has(call.finishReason) && (
        <span className="text-warning">
          <SafeText text={call.finishReason.replaceAll('_', ' ')} oneLine />
        </span>
      )}
    </header>
  )
}

function WithoutContent() {
  return (
    <p className="text-muted">
      The sender recorded no content of this call, only what it used. Many instrumentations have a switch for it, such as{' '}
      <code className="font-mono text-xs break-all">OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true</code>.
    </p>
  )
}
