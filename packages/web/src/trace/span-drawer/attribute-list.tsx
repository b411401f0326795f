import type { Attribute, CutText } from '@ai-tracker/collector/contract'
import { SafeText } from '../safe-text.tsx'
import { shownValue } from './any-value.ts'
import { AttributeValue, type ValueSource } from './attribute-value.tsx'

interface AttributeListProps {
  readonly attributes: readonly Attribute[]
  /** Where they stand in what has them, as a JSON pointer: `/attributes`. */
  readonly at: string
  /** What of them was cut, of the attributes of a span. */
  readonly cut?: readonly CutText[]
  /** Where what was cut is asked for. Without it they came whole. */
  readonly source?: ValueSource
  /** Attributes that the sender dropped. */
  readonly dropped?: number
  /** What stands elsewhere already. */
  readonly isLeftOut?: (attribute: Attribute) => boolean
}

/** Attributes by key, each with its value and type. */
export function AttributeList({ attributes, at, cut = [], source, dropped = 0, isLeftOut = () => false }: AttributeListProps) {
  return (
    <>
      <dl className="divide-y divide-line">
        {attributes.map((attribute, index) => {
          if (isLeftOut(attribute)) return null
          const { key, value } = attribute
          const valueAt = `${at}/${index}/value`
          const shown = shownValue(value)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys may come twice, and the list does not change
            <div key={index} className="py-2">
              <dt className="mb-1 flex items-baseline justify-between gap-2 font-mono text-xs break-all text-muted">
                <span>
                  <SafeText text={key} oneLine />
                </span>
                {shown.type !== 'text' && <span className="shrink-0 text-2xs">{shown.type}</span>}
              </dt>
              <dd>
                <AttributeValue value={shown} cut={cut.filter((each) => each.at.startsWith(`${valueAt}/`))} at={valueAt} source={source} />
              </dd>
            </div>
          )
        })}
      </dl>
      {attributes.every(isLeftOut) && <p className="text-muted">None</p>}
      {dropped > 0 && <p className="mt-1 text-xs text-warning">The sender dropped {dropped} more.</p>}
    </>
  )
}
