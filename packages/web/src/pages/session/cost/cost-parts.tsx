import type { CostPartLine } from '@ai-tracker/collector/contract'
import { Money, Tokens } from '../../../trace/amount.tsx'
import { COST_PARTS } from '../../../trace/cost-words.ts'
import { percent } from '../../../trace/format.ts'
import { Bar } from '../../../ui/bar.tsx'
import { classes } from '../../../ui/classes.ts'
import { Table, Td, Th } from '../../../ui/table.tsx'

/** What the tokens of each part cost, by the price list. */
export function CostParts({ parts }: { readonly parts: readonly CostPartLine[] }) {
  const total = parts.reduce((sum, { costUsd }) => sum + Number(costUsd ?? 0), 0)
  const shareOf = ({ costUsd }: CostPartLine): number => (total === 0 ? 0 : Number(costUsd ?? 0) / total)
  if (parts.length === 0) return <p className="text-muted">No token counts were reported.</p>
  return (
    <>
      <Bar
        className="mb-2"
        parts={parts.map((line) => ({
          id: line.part,
          share: shareOf(line),
          className: COST_PARTS[line.part].fill,
          title: `${COST_PARTS[line.part].label}: ${percent(shareOf(line))}`,
        }))}
      />
      <Table>
        <thead>
          <tr>
            <Th>Part</Th>
            <Th numeric>Tokens</Th>
            <Th numeric>Share</Th>
            <Th numeric>Cost</Th>
          </tr>
        </thead>
        <tbody>
          {parts.map((line) => (
            <tr key={line.part}>
              <Td>
                <span aria-hidden="true" className={classes('mr-2 inline-block size-2 rounded-full', COST_PARTS[line.part].fill)} />
                {COST_PARTS[line.part].label}
              </Td>
              <Td numeric>{line.part === 'request' ? line.quantity : <Tokens value={line.quantity} />}</Td>
              <Td numeric>{line.costUsd === null ? '' : percent(shareOf(line))}</Td>
              <Td numeric>
                <Money usd={line.costUsd} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}
