import { join } from 'node:path'
import { expect, it } from 'vitest'
import { faultFolder } from './fault-folder.ts'
import { isClean, runKillRounds } from './kill-rounds.ts'
import { WHOLE } from './stored-items.ts'

const SEED = 20_260_104

it('kill -9 at any moment loses nothing that was acknowledged, and counts nothing twice that is sent again', async () => {
  const result = await runKillRounds({ file: join(faultFolder(), 'tracker.db'), rounds: 5, seed: SEED, senders: 4 })
  for (const { round, differences } of result.rounds) expect(differences, `round ${round}`).toEqual(WHOLE)
  expect(result.rounds.at(-1)?.acknowledged).toBeGreaterThan(0)
  expect(result.last).toEqual({ ...WHOLE, missing: [] })
  expect(isClean(result)).toBe(true)
}, 60_000)
