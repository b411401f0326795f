import type { Response } from '@ai-tracker/collector/contract'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Money, Tokens } from '../../../trace/amount.tsx'
import { SafeText } from '../../../trace/safe-text.tsx'
import { Duration, RelativeTime } from '../../../trace/time.tsx'
import { classes } from '../../../ui/classes.ts'
import { spanParam } from '../search.ts'
import { Derivation } from './derivation.tsx'

/** One model call: a line that opens how its amount came about. */
export function CallLine({ call }: { readonly call: Response }) {
  const { call: openCall } = useSearch({ from: '/sessions/$id/cost' })
  const navigate = useNavigate({ from: '/sessions/$id/cost' })
  const isOpen = openCall === call.id
  const toggle = (): void =>
    void navigate({ search: (before) => ({ ...before, call: isOpen ? undefined : call.id }), replace: true, resetScroll: false })
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={toggle}
        className="grid min-h-12 w-full grid-cols-[auto_minmax(0,1fr)_5rem] items-center gap-x-3 px-4 text-left text-sm hover:bg-hover md:grid-cols-[auto_minmax(0,1fr)_8rem_5rem_5rem_5rem_5rem]"
      >
        <ChevronRight size={14} aria-hidden="true" className={classes('text-muted', isOpen && 'rotate-90')} />
        <span className="min-w-0">
          <span className="one-line block">{call.model === null ? <i>Unknown model</i> : <SafeText text={call.model} oneLine />}</span>
          <span className="one-line block text-xs text-muted">
            <SafeText text={[call.phase, call.error?.type ?? call.error?.message].filter(Boolean).join(' · ')} oneLine />
          </span>
        </span>
        <Cell title="Started">
          <RelativeTime at={call.createdAt} />
        </Cell>
        <Cell title="Duration">
          <Duration ms={call.latencyMs} />
        </Cell>
        <Cell title="Input tokens">
          <Tokens value={call.tokensInput} /> in
        </Cell>
        <Cell title="Output tokens">
          <Tokens value={call.tokensOutput} /> out
        </Cell>
        <Money usd={call.costUsd} className="text-right font-medium" />
      </button>
      {isOpen && (
        <div className="flex flex-col gap-3 border-t border-line bg-canvas px-4 py-3 sm:pl-11">
          <Derivation call={call} />
          <Link
            to="."
            search={(before: object) => ({ ...before, span: spanParam(call) })}
            resetScroll={false}
            className="w-fit rounded-sm text-accent underline underline-offset-2"
          >
            Show the span
          </Link>
        </div>
      )}
    </>
  )
}

function Cell({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <span title={title} className="figures hidden text-right text-xs text-muted md:block">
      {children}
    </span>
  )
}
