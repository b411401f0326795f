import type { CutText } from '@ai-tracker/collector/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { valueQuery } from '../../data/queries.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { characters } from '../format.ts'
import { formattedJson } from '../json-format.ts'
import { LongText } from '../long-text.tsx'
import { SafeText } from '../safe-text.tsx'
import type { ShownValue } from './any-value.ts'

/** The span that a value belongs to. */
export interface ValueSource {
  readonly traceId: string
  readonly spanId: string
}

interface AttributeValueProps {
  readonly value: ShownValue
  /** What of it was cut. */
  readonly cut: readonly CutText[]
  /** JSON pointer of the value. */
  readonly at: string
  /** Without it nothing was cut. */
  readonly source: ValueSource | undefined
}

/** Texts up to here stand in the line, without a box of their own. */
const INLINE = 120

/** One value: short ones in the line, JSON formatted, cut ones with a way to load them whole. */
export function AttributeValue({ value, cut, at, source }: AttributeValueProps) {
  const formatted = useMemo(() => (value.type === 'unset' ? undefined : formattedJson(value.text)), [value.type, value.text])
  const whole = cut.find((each) => each.at === `${at}/stringValue`)
  if (whole && source) return <CutValue beginning={value.text} cut={whole} source={source} />
  const isShort = formatted === undefined && value.text.length <= INLINE && !value.text.includes('\n')
  return (
    <>
      {isShort ? <ShortValue value={value} /> : <BoxedValue text={value.text} formatted={formatted} />}
      {source && cut.map((each) => <CutValue key={each.at} beginning="" name={each.at.slice(at.length)} cut={each} source={source} />)}
    </>
  )
}

function ShortValue({ value }: { readonly value: ShownValue }) {
  if (value.text === '') return <span className="text-muted">empty text</span>
  return (
    <span className={value.type === 'unset' ? 'text-muted' : 'font-mono text-xs break-words'}>
      <SafeText text={value.text} />
    </span>
  )
}

function BoxedValue({ text, formatted }: { readonly text: string; readonly formatted: string | undefined }) {
  const [asSent, setAsSent] = useState(false)
  return (
    <div className="relative">
      <LongText text={formatted === undefined || asSent ? text : formatted} label="Value" />
      <span className="absolute top-1 right-1 flex items-center gap-1">
        {formatted !== undefined && (
          <Button size="sm" variant="quiet" className="bg-sunken" aria-pressed={asSent} onClick={() => setAsSent(!asSent)}>
            As sent
          </Button>
        )}
        <CopyButton text={text} label="Copy value" className="bg-sunken" />
      </span>
    </div>
  )
}

interface CutValueProps {
  readonly beginning: string
  /** What of the value it is, when it is not all of it. */
  readonly name?: string
  readonly cut: CutText
  readonly source: ValueSource
}

/** A text that was too long to come with the span. */
function CutValue({ beginning, name, cut, source }: CutValueProps) {
  const [isWanted, setWanted] = useState(false)
  const { data, error, isFetching } = useQuery({ ...valueQuery({ ...source, at: cut.at }), enabled: isWanted })
  const formatted = useMemo(() => data && formattedJson(data), [data])
  if (data !== undefined) return <BoxedValue text={data} formatted={formatted} />
  return (
    <div className="flex flex-col items-start gap-1.5">
      {beginning !== '' && <LongText text={`${beginning}…`} label="Beginning of the value" />}
      <Button size="sm" disabled={isFetching} onClick={() => setWanted(true)}>
        {isFetching ? 'Loading' : `Show all${name === undefined ? '' : ` of ${name}`} (${characters(cut.length)})`}
      </Button>
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error.message}
        </p>
      )}
    </div>
  )
}
