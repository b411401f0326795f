import type { SessionCost } from '@ai-tracker/collector/contract'
import { Money } from '../../../trace/amount.tsx'
import { COST_SOURCES, reasonText } from '../../../trace/cost-words.ts'
import { count, counted, percent } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { Table, Td, Th } from '../../../ui/table.tsx'

/** How sure the sum is: who said the amounts, and which responses have none. */
export function CostSources({ cost }: { readonly cost: SessionCost }) {
  const { costCoverage } = cost.total
  return (
    <>
      <Table>
        <thead>
          <tr>
            <Th>Source</Th>
            <Th numeric>Calls</Th>
            <Th numeric>Cost</Th>
          </tr>
        </thead>
        <tbody>
          {cost.sources.map(({ source, responseCount, costUsd }) => (
            <tr key={source}>
              <Td>{COST_SOURCES[source]}</Td>
              <Td numeric>{count(responseCount)}</Td>
              <Td numeric>
                <Money usd={costUsd} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {cost.unpriced.length > 0 && (
        <>
          <p className="mt-3 text-warning">
            {percent(costCoverage)} of the responses have a price; the sum leaves out {counted(unpricedCount(cost), 'response')}:
          </p>
          <ul className="mt-1 list-disc pl-5">
            {cost.unpriced.map(({ reason, model, responseCount }) => (
              <li key={`${reason} ${model}`} className="break-words">
                {model !== null && (
                  <>
                    <SafeText text={model} oneLine />:{' '}
                  </>
                )}
                {reasonText(reason)} ({count(responseCount)})
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function unpricedCount({ unpriced }: SessionCost): number {
  return unpriced.reduce((sum, { responseCount }) => sum + responseCount, 0)
}
