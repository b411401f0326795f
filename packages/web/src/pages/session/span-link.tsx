import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { spanParam } from './search.ts'

interface SpanLinkProps {
  readonly span: { readonly traceId: string; readonly spanId: string }
  readonly children: ReactNode
}

/** Opens the drawer of a span beside the screen that one is on. */
export function SpanLink({ span, children }: SpanLinkProps) {
  return (
    <Link
      to="."
      search={(before: object) => ({ ...before, span: spanParam(span) })}
      resetScroll={false}
      className="rounded-sm underline-offset-2 hover:text-accent hover:underline"
    >
      {children}
    </Link>
  )
}
