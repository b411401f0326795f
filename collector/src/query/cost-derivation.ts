import type { CostDerivation, CostDerivationLine } from '../contract.ts'
import { COST_PARTS } from '../domain/cost.ts'
import { nanosToUsd, picosToUsd } from '../domain/money.ts'
import { json } from './values.ts'

type JsonObject = Readonly<Record<string, unknown>>

/**
 * How a cost was found, from the JSON that is stored with the call: `CostDerivation` of the domain without its amounts, integers as
 * numbers. null for none, and for a form that this program does not know: a part of the calculation would be a wrong one.
 */
export function costDerivationView(stored: string | undefined): CostDerivation | null {
  const derivation = json(stored)
  if (!isObject(derivation)) return null
  const lines = listOf(derivation.lines).map(lineView)
  if (!lines.every((line) => line !== undefined)) return null
  return {
    lines,
    priceId: textOf(derivation.priceId),
    pricedAs: textOf(derivation.pricedAs),
    tierAbove: typeof derivation.tierAbove === 'number' ? derivation.tierAbove : null,
    notes: listOf(derivation.notes).filter((note) => typeof note === 'string'),
    reason: textOf(derivation.reason),
  }
}

function lineView(line: unknown): CostDerivationLine | undefined {
  if (!isObject(line)) return undefined
  const part = COST_PARTS.find((name) => name === line.part)
  const unitPicos = integerOf(line.unitPicos)
  const nanos = integerOf(line.nanos)
  if (part === undefined || typeof line.quantity !== 'number' || unitPicos === undefined || nanos === undefined) return undefined
  return { part, quantity: line.quantity, unitUsd: picosToUsd(unitPicos), costUsd: nanosToUsd(nanos), rule: textOf(line.rule) }
}

/** An integer as it was written: a number, or its digits where a number would not hold them. */
function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === 'string' && /^-?\d{1,40}$/.test(value) ? BigInt(value) : undefined
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
