import type { SessionDetail } from '@ai-tracker/collector/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { infoQuery } from '../../../data/queries.ts'
import { deleteSession } from '../../../data/session-changes.ts'
import { Money } from '../../../trace/amount.tsx'
import { counted, exactTime } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { SessionDuration } from '../../../trace/session-duration.tsx'
import { sessionName } from '../../../trace/session-name.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { exportCommand } from '../raw/ways.ts'

interface DeleteDialogProps {
  readonly session: SessionDetail
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Says what goes with a session, and asks. */
export function DeleteDialog({ session, onClose, onDeleted }: DeleteDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const client = useQueryClient()
  const { data: info } = useQuery(infoQuery())
  const deletion = useMutation({ mutationFn: () => deleteSession(client, session.id), onSuccess: onDeleted })
  const isBusy = deletion.isPending || deletion.isSuccess
  return (
    <Dialog title="Delete this session?" onClose={onClose} firstFocus={cancel}>
      <div className="flex flex-col gap-3 text-sm">
        <div className="rounded-md bg-sunken px-3 py-2">
          <p className="line-clamp-3 font-semibold break-words">
            <SafeText text={sessionName(session)} oneLine />
          </p>
          <WhatGoes session={session} />
        </div>
        <p>
          Its spans, prompts and answers, logs and metrics are deleted for good. What is sent again of it is not stored.
          {session.status === 'running' && ` It still runs: ${whatComes(session)}.`}
          {session.pinned && ' It is pinned.'}
        </p>
        <p className="text-muted">
          To keep a copy, which another database can import, first run
          <code className="mt-0.5 block font-mono text-xs break-words">{`${exportCommand(session.id, info?.file ?? null)} -o session-${session.id}.jsonl`}</code>
        </p>
        {deletion.error && (
          <p role="alert" className="text-danger">
            It was not deleted: {deletion.error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" aria-busy={isBusy} onClick={() => isBusy || deletion.mutate()}>
            {isBusy ? 'Deleting…' : 'Delete for good'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** What was deleted is known by its traces, not by its key. A session without one has its trace id in place of it. */
function whatComes({ key, traceId }: SessionDetail): string {
  if (key === traceId) return 'what it still sends is not stored'
  return 'what it still sends of its traces is not stored; a new trace with the same key begins a new session'
}

/** How large it is, what it cost, when it was. */
function WhatGoes({ session }: { readonly session: SessionDetail }) {
  return (
    <p className="text-muted">
      {counted(session.spanCount, 'span')}
      {session.responseCount > 0 && (
        <>
          {' · '}
          <Money usd={session.costUsd} coverage={session.costCoverage} />
        </>
      )}
      {' · '}
      <SessionDuration session={session} />
      {session.startedAt !== null && (
        <>
          {' · '}
          <time dateTime={session.startedAt} className="figures whitespace-nowrap">
            {exactTime(session.startedAt).slice(0, 16)}
          </time>
        </>
      )}
    </p>
  )
}
