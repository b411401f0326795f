import type { TranscriptMoment } from '@ai-tracker/collector/contract'
import { Check } from 'lucide-react'
import { Described } from '../../../trace/markdown/described.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { AttributeList } from '../../../trace/span-drawer/attribute-list.tsx'
import { Fold } from './fold.tsx'
import { alternativesIn, isTold } from './sent-event.ts'
import { SentEventView } from './sent-event-view.tsx'

/** A choice: what was chosen, why, and from what. */
export function DecisionView({ moment }: { readonly moment: TranscriptMoment }) {
  const { chosen, rationale } = choiceOf(moment)
  return (
    <div className="mt-1 flex flex-col gap-1">
      {chosen !== '' && (
        <p className="font-medium break-words">
          <SafeText text={chosen} />
        </p>
      )}
      {rationale !== '' && <Described text={rationale} />}
      <Fold label="Alternatives">
        <SentEventView moment={moment}>
          {({ event, span }) => {
            const alternatives = alternativesIn(event.attributes, chosen)
            if (alternatives) return <Alternatives texts={alternatives} chosen={chosen} />
            const isLeftOut = (attribute: (typeof event.attributes)[number]) => isTold(attribute, moment)
            return <AttributeList attributes={event.attributes} at={event.at} cut={span.cut} source={span} isLeftOut={isLeftOut} />
          }}
        </SentEventView>
      </Fold>
    </div>
  )
}

const MAX_ALTERNATIVES = 50

function Alternatives({ texts, chosen }: { readonly texts: readonly string[]; readonly chosen: string }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {texts.slice(0, MAX_ALTERNATIVES).map((text, index) => (
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
      {texts.length > MAX_ALTERNATIVES && <li className="text-muted">and {texts.length - MAX_ALTERNATIVES} more</li>}
    </ul>
  )
}

/** The transcript has the choice in its first line and the reasons in those below. */
function choiceOf({ detail }: TranscriptMoment): { readonly chosen: string; readonly rationale: string } {
  const [chosen = '', ...rationale] = (detail ?? '').split('\n')
  return { chosen, rationale: rationale.join('\n') }
}
