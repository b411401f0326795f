import type { TranscriptMoment } from '@ai-tracker/collector/contract'
import { Check } from 'lucide-react'
import { Described } from '../../../trace/markdown/described.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { Fold } from './fold.tsx'
import { SentEventView } from './sent-event-view.tsx'

interface DecisionViewProps {
  readonly moment: TranscriptMoment
}

/** A choice: what was chosen, why, and from what. */
export function DecisionView({ moment }: DecisionViewProps) {
  const { chosen, rationale, alternativeCount } = moment
  return (
    <div className="mt-1 flex flex-col gap-1">
      {chosen !== null && (
        <p className="font-medium break-words whitespace-pre-wrap">
          <SafeText text={chosen} />
        </p>
      )}
      {rationale !== null && <Described text={rationale} />}
      {alternativeCount > 0 ? (
        <Fold label="Alternatives">
          <Alternatives moment={moment} />
        </Fold>
      ) : (
        <Fold label="Attributes">
          <SentEventView moment={moment} />
        </Fold>
      )}
    </div>
  )
}

function Alternatives({ moment: { chosen, alternatives, alternativeCount } }: DecisionViewProps) {
  const texts = alternatives ?? []
  return (
    <ul className="flex flex-col gap-0.5">
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change, and may hold a text twice
        <li key={index} className="flex items-start gap-1.5">
          <span className="flex w-4 shrink-0 pt-0.5 text-success">
            {text === chosen && <Check size={14} role="img" aria-label="Chosen" />}
          </span>
          <span className="line-clamp-6 min-w-0 break-words">
            <SafeText text={text} oneLine />
          </span>
        </li>
      ))}
      {alternativeCount > texts.length && <li className="text-muted">and {alternativeCount - texts.length} more</li>}
    </ul>
  )
}
