import type { CostDerivationLine, Response } from '@ai-tracker/collector/contract'
import { COST_PARTS, COST_SOURCES, noteText, reasonText, ruleText } from '../../../trace/cost-words.ts'
import { count, exactMoney } from '../../../trace/format.ts'
import { SafeText } from '../../../trace/safe-text.tsx'
import { perMillion } from '../../../trace/unit-price.ts'
import { Table, Td, Th } from '../../../ui/table.tsx'

/** How an amount came about, so that anybody can add it up. */
export function Derivation({ call }: { readonly call: Response }) {
  const { costDerivation: derivation } = call
  return (
    <>
      {derivation && derivation.lines.length > 0 && <Lines lines={derivation.lines} sum={call.costComputedUsd} />}
      <ul className="flex flex-col gap-0.5 text-sm text-muted">
        <li>{sourceText(call)}</li>
        {derivation?.reason != null && <li>Not computed: {reasonText(derivation.reason)}.</li>}
        {derivation?.priceId != null && (
          <li className="break-words">
            Price: <SafeText text={derivation.priceId} oneLine />
          </li>
        )}
        {derivation?.tierAbove != null && <li>The dearer price above {count(derivation.tierAbove)} input tokens holds for all of it.</li>}
        {derivation?.notes.map((note) => (
          <li key={note}>Note: {noteText(note)}.</li>
        ))}
        {call.tokensEstimated && <li>The token counts are an estimate.</li>}
      </ul>
    </>
  )
}

/** Who said the amount that counts, and what the other one was. */
function sourceText({ costSource, costReportedUsd, costComputedUsd }: Response): string {
  const source = COST_SOURCES[costSource]
  if (costSource === 'reported' && costComputedUsd !== null)
    return `${source}: ${exactMoney(costReportedUsd)}; by the price list it would be ${exactMoney(costComputedUsd)}.`
  if (costSource !== 'reported' && costReportedUsd !== null) return `${source}; the sender said ${exactMoney(costReportedUsd)}.`
  return `${source}.`
}

function Lines({ lines, sum }: { readonly lines: readonly CostDerivationLine[]; readonly sum: string | null }) {
  return (
    <Table className="max-w-180">
      <thead>
        <tr>
          <Th>Part</Th>
          <Th numeric>Quantity</Th>
          <Th numeric>Price per 1M</Th>
          <Th numeric>Amount</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.part}>
            <Td>
              {COST_PARTS[line.part].label}
              {line.rule !== null && <span className="block text-xs text-muted">{ruleText(line.rule)}</span>}
            </Td>
            <Td numeric>{count(line.quantity)}</Td>
            <Td numeric>{line.part === 'request' ? `${exactMoney(line.unitUsd)} each` : exactMoney(perMillion(line.unitUsd))}</Td>
            <Td numeric>{exactMoney(line.costUsd)}</Td>
          </tr>
        ))}
        <tr className="font-medium">
          <Td colSpan={3}>Sum</Td>
          <Td numeric>{exactMoney(sum)}</Td>
        </tr>
      </tbody>
    </Table>
  )
}
