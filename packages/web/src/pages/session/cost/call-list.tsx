import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { responsesQuery, sessionQuery } from '../../../data/queries.ts'
import { Listed } from '../../../trace/listed.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { CallLine } from './call-line.tsx'

const ORDERS = [
  { value: 'cost', label: 'Most expensive' },
  { value: 'started', label: 'In order' },
] as const

/** Every model call with its amount, each opens its calculation. */
export function CallList({ sessionId }: { readonly sessionId: string }) {
  const { sort = 'cost' } = useSearch({ from: '/sessions/$id/cost' })
  const navigate = useNavigate({ from: '/sessions/$id/cost' })
  const { data: session } = useQuery(sessionQuery(sessionId))
  const query = useInfiniteQuery(responsesQuery(sessionId, sort))
  const reorder = (next: 'cost' | 'started'): void =>
    void navigate({ search: (before) => ({ ...before, sort: next === 'cost' ? undefined : next }), resetScroll: false })
  return (
    <Panel title="Model calls" isFlush aside={<Segmented label="Order" value={sort} options={ORDERS} onChange={reorder} />}>
      <Listed query={query} version={session?.receivedAt} what="model calls" keyOf={(call) => call.id} rowPx={49} empty={null}>
        {(call) => <CallLine call={call} />}
      </Listed>
    </Panel>
  )
}
