import type { Session } from '@ai-tracker/collector/contract'
import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { Money } from '../../trace/amount.tsx'
import { SafeText } from '../../trace/safe-text.tsx'
import { SessionDuration } from '../../trace/session-duration.tsx'
import { sessionName } from '../../trace/session-name.ts'
import { StatusIcon } from '../../trace/status-badge.tsx'
import { RelativeTime } from '../../trace/time.tsx'
import { classes } from '../../ui/classes.ts'
import { COLUMNS } from './columns.ts'
import { PinMark, Problems, SessionTokens } from './session-cells.tsx'

const MAX_MODELS = 2

interface SessionRowProps {
  readonly session: Session
  readonly index: number
  /** Distance from the top of the list. */
  readonly topPx: number
  readonly ref: Ref<HTMLTableRowElement>
}

/** One session as a row of the table; the link in it covers the whole row. */
export function SessionRow({ session, index, topPx, ref }: SessionRowProps) {
  return (
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${topPx}px)` }}
      className={classes(
        COLUMNS,
        'absolute top-0 left-0 w-full items-center border-b border-line px-3 py-2 hover:bg-hover has-focus-visible:bg-selected has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent sm:px-4 md:min-h-14',
      )}
    >
      <td className="row-span-2 flex self-start pt-0.5 md:row-span-1 md:self-center md:pt-0">
        <StatusIcon status={session.status} />
      </td>
      <td className="min-w-0">
        <span className="flex items-center gap-1.5">
          <Link
            to="/sessions/$id/timeline"
            params={{ id: String(session.id) }}
            data-row
            className="one-line block scroll-my-8 font-medium outline-none after:absolute after:inset-0"
          >
            <SafeText text={sessionName(session)} oneLine />
          </Link>
          {session.pinned && <PinMark />}
        </span>
        <span className="one-line block text-xs text-muted">
          <SafeText text={originOf(session)} oneLine />
        </span>
      </td>
      <td className="self-start text-right text-xs text-muted md:self-center md:text-sm">
        <RelativeTime at={session.startedAt} />
      </td>
      <td className="hidden text-right text-sm md:block">
        <SessionDuration session={session} />
      </td>
      <td className="hidden text-right text-sm md:block">
        <SessionTokens session={session} />
      </td>
      <td className="hidden text-right text-sm md:block">
        <Money usd={session.costUsd} coverage={session.costCoverage} />
      </td>
      <td className="hidden justify-end gap-2 text-sm md:flex">
        <Problems session={session} />
      </td>
      <td className="col-span-2 flex flex-wrap gap-x-3 pt-1 text-xs text-muted md:hidden">
        <SessionDuration session={session} />
        <span>
          <SessionTokens session={session} /> tokens
        </span>
        <Money usd={session.costUsd} coverage={session.costCoverage} />
        <Problems session={session} />
      </td>
    </tr>
  )
}

/** What it came from, and the models that answered. */
function originOf({ workflow, service, source, models }: Session): string {
  const origin = [workflow, service].filter((part) => part !== null && part !== '')
  const more = models.length - MAX_MODELS
  const answered = [...models.slice(0, MAX_MODELS), ...(more > 0 ? [`${more} more`] : [])].join(', ')
  return [...(origin.length > 0 ? origin : [source]), answered].filter(Boolean).join(' · ')
}
