import type { CostLine } from '@ai-tracker/collector/contract'
import { useState } from 'react'
import { Money, Tokens } from '../../../trace/amount.tsx'
import { count, percent } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { Bar } from '../../../ui/bar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Table, Td, Th } from '../../../ui/table.tsx'

/** Lines that are shown at first; nobody compares more at a glance. */
const FIRST = 12
const STEP = 100

interface CostLinesProps {
  readonly lines: readonly (CostLine & { readonly phaseId?: number | null })[]
  /** What stands for a line without a name. */
  readonly nameless: string
  /** What the lines are: "models". */
  readonly what: string
}

/** The sum of a session in lines, dearest first. */
export function CostLines({ lines, nameless, what }: CostLinesProps) {
  const [shown, setShown] = useState(FIRST)
  const left = lines.length - shown
  return (
    <>
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th numeric>Calls</Th>
            <Th numeric>In</Th>
            <Th numeric>Out</Th>
            <Th numeric>Cost</Th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, shown).map((line) => (
            <tr key={`${line.phaseId ?? ''} ${line.name}`}>
              <Td className="max-w-0 w-full">
                <span className="one-line block">{line.name === null ? <i>{nameless}</i> : <SafeText text={line.name} oneLine />}</span>
                <Bar
                  className="mt-1 h-1"
                  parts={[{ id: 'share', share: line.share ?? 0, className: 'bg-accent-fill', title: percent(line.share) }]}
                />
              </Td>
              <Td numeric>{count(line.responseCount)}</Td>
              <Td numeric>
                <Tokens value={line.tokensInput} />
              </Td>
              <Td numeric>
                <Tokens value={line.tokensOutput} />
              </Td>
              <Td numeric>
                <Money usd={line.costUsd} coverage={line.costCoverage} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {left > 0 && (
        <Button size="sm" variant="quiet" className="mt-2" onClick={() => setShown(shown + STEP)}>
          {`Show ${count(Math.min(left, STEP))} more of ${count(lines.length)} ${what}`}
        </Button>
      )}
    </>
  )
}
