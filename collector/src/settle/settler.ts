import type { Settler } from '../domain/settling.ts'
import { phaseOf } from './phases.ts'
import { settleChanges } from './settle-changes.ts'

/** Settling as spans arrive. */
export const settler: Settler = { settle: settleChanges, phaseOf }
