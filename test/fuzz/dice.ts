import { createRandom } from '../fault/random.ts'

/** Choices that only depend on a seed. */
export interface Dice {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  /** True this often: 0 never, 1 always. */
  chance(share: number): boolean
}

/** Dice of a seed. */
export function createDice(seed: number): Dice {
  const random = createRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    below,
    pick<T>(list: readonly T[]): T {
      const [item] = list.slice(below(list.length))
      if (item === undefined) throw new Error('there is nothing to pick from')
      return item
    },
    chance: (share) => random() < share,
  }
}
