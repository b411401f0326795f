import { Calendar, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { SessionFilter } from '../../data/session-list-queries.ts'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/field.tsx'
import { Popover, PopoverClose } from '../../ui/popover.tsx'
import { customRange, lastDay, PRESETS, rangeLabel, type TimeRange } from './time-range.ts'

interface TimeFilterProps {
  readonly filter: SessionFilter
  readonly onChange: (range: TimeRange) => void
}

/** When sessions started: one of the usual stretches, or from a day to a day. */
export function TimeFilter({ filter, onChange }: TimeFilterProps) {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const open = (): void => {
    setFrom(/^\d{4}-/.test(filter.after ?? '') ? (filter.after ?? '') : '')
    setTo(lastDay(filter.before) ?? '')
  }
  return (
    <Popover
      label="Time"
      align="end"
      trigger={
        <Button onClick={open} className="font-normal">
          <Calendar size={14} aria-hidden="true" className="text-muted" />
          <span className="sr-only">Time: </span>
          {rangeLabel(filter)}
          <ChevronDown size={14} aria-hidden="true" className="text-muted" />
        </Button>
      }
    >
      <div className="flex flex-col">
        {PRESETS.map(({ label, after }) => (
          <PopoverClose key={label}>
            <button
              type="button"
              aria-pressed={filter.after === after && filter.before === undefined}
              onClick={() => onChange({ after, before: undefined })}
              className="h-8 rounded-sm px-2 text-left hover:bg-hover aria-pressed:bg-selected aria-pressed:font-medium"
            >
              {label}
            </button>
          </PopoverClose>
        ))}
      </div>
      <div className="mt-2 flex items-end gap-2 border-t border-line pt-3">
        <span className="flex min-w-0 flex-1 flex-col gap-1 text-xs text-muted">
          <span aria-hidden="true">From</span>
          <TextInput label="From day" type="date" value={from} onChange={(event) => setFrom(event.target.value)} className="w-full" />
        </span>
        <span className="flex min-w-0 flex-1 flex-col gap-1 text-xs text-muted">
          <span aria-hidden="true">To</span>
          <TextInput label="To day" type="date" value={to} onChange={(event) => setTo(event.target.value)} className="w-full" />
        </span>
      </div>
      <PopoverClose>
        <Button
          variant="primary"
          className="mt-3 w-full"
          disabled={from === '' && to === ''}
          onClick={() => onChange(customRange(from, to))}
        >
          Show these days
        </Button>
      </PopoverClose>
    </Popover>
  )
}
