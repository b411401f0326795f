import type { SessionDetail } from '@ai-tracker/collector/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pin } from 'lucide-react'
import { setPinned } from '../../../data/session-changes.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'

/** Keeps a session from being removed by a limit of age or size, or no longer. */
export function PinButton({ session: { id, pinned } }: { readonly session: SessionDetail }) {
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({ mutationFn: () => setPinned(client, { id, pinned: !pinned }) })
  return (
    <>
      <IconButton
        label="Pin session"
        title={pinned ? 'Pinned: no limit of age or size removes it. Press to unpin' : 'Pin: no limit of age or size will remove it'}
        aria-pressed={pinned}
        aria-busy={isPending}
        onClick={() => isPending || mutate()}
        className={classes('-my-1', pinned && 'text-accent')}
      >
        <Pin size={14} aria-hidden="true" fill={pinned ? 'currentColor' : 'none'} />
      </IconButton>
      <span role="alert" className={error ? 'text-danger' : 'sr-only'}>
        {error?.message}
      </span>
    </>
  )
}
