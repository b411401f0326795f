import { classes } from '../ui/classes.ts'
import { count, exactMoney, percent, short, shortMoney, type Usd } from './format.ts'

interface MoneyProps {
  readonly usd: Usd
  /** Share of responses that are priced, for a sum; leave it out for a single amount. */
  readonly coverage?: number | null
  readonly className?: string
}

/** An amount of money: short, with every digit in its title. A sum in which prices are missing has a `≥` before it. */
export function Money({ usd, coverage, className }: MoneyProps) {
  const isPartial = usd !== null && coverage !== undefined && coverage !== null && coverage < 1
  return (
    <span title={moneyTitle(usd, coverage)} className={classes('figures whitespace-nowrap', usd === null && 'text-muted', className)}>
      {isPartial && <span className="text-warning">≥</span>}
      {shortMoney(usd)}
    </span>
  )
}

/** The exact amount, and what is missing in it. */
function moneyTitle(usd: Usd, coverage?: number | null): string {
  if (usd === null) return coverage === null ? 'No model was called' : 'Unknown: there is no price for what was used'
  if (coverage === undefined || coverage === null || coverage >= 1) return exactMoney(usd)
  return `${exactMoney(usd)}, and more: ${percent(coverage)} of the responses have a price`
}

interface TokensProps {
  readonly value: number
  readonly className?: string
}

/** A number of tokens: short, with the exact number in its title. The unit stands in the head of the column. */
export function Tokens({ value, className }: TokensProps) {
  return (
    <span title={`${count(value)} tokens`} className={classes('figures whitespace-nowrap', className)}>
      {short(value)}
    </span>
  )
}
