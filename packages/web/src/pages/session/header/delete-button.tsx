import type { SessionDetail } from '@ai-tracker/collector/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { forgetSession } from '../../../data/session-changes.ts'
import { IconButton } from '../../../ui/button.tsx'
import { focusHeading } from '../../../ui/focus-heading.ts'
import { DeleteDialog } from './delete-dialog.tsx'

/** Asks whether a session is to go for good, and leads back to the list when it has gone. */
export function DeleteButton({ session }: { readonly session: SessionDetail }) {
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = async (): Promise<void> => {
    await navigate({ to: '/', replace: true })
    forgetSession(client, session.id)
    focusHeading()
  }
  return (
    <>
      <IconButton label="Delete session" aria-haspopup="dialog" onClick={() => setOpen(true)} className="-my-1">
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
      {isOpen && <DeleteDialog session={session} onClose={() => setOpen(false)} onDeleted={() => void leave()} />}
    </>
  )
}
