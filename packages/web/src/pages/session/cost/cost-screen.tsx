import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { costQuery } from '../../../data/queries.ts'
import { EmptyState, ErrorState } from '../../../ui/notice.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonLines } from '../../../ui/skeleton.tsx'
import { CallList } from './call-list.tsx'
import { CostLines } from './cost-lines.tsx'
import { CostParts } from './cost-parts.tsx'
import { CostSources } from './cost-sources.tsx'

/** The cost screen of a session: the sum by everything that a person asks for, and every amount with its calculation. */
export function CostScreen() {
  const { id } = useParams({ from: '/sessions/$id' })
  const { data: cost, error, refetch } = useQuery(costQuery(id))
  if (!cost && error) return <ErrorState title="The cost could not be loaded" error={error} onRetry={() => void refetch()} />
  if (!cost) {
    return (
      <div className="px-4">
        <SkeletonLines lines={12} label="Loading the cost" />
      </div>
    )
  }
  if (cost.total.responseCount === 0)
    return <EmptyState title="No model calls">Nothing in this session has used tokens, so there is nothing to pay for.</EmptyState>
  return (
    <div className="flex flex-col gap-4 p-3 sm:p-4">
      <h2 className="sr-only">Cost</h2>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Panel title="By model">
          <CostLines lines={cost.models} nameless="Unknown model" what="models" />
        </Panel>
        <Panel title="By token part">
          <CostParts parts={cost.parts} />
        </Panel>
        <Panel title="By phase">
          <CostLines lines={cost.phases} nameless="Outside of any phase" what="phases" />
        </Panel>
        <Panel title="Where the amounts come from">
          <CostSources cost={cost} />
        </Panel>
      </div>
      <CallList sessionId={id} />
    </div>
  )
}
