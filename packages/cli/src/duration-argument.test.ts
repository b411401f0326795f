import { expect, it } from 'vitest'
import { durationOf } from './duration-argument.ts'

it.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['30', 30_000],
  ['2m', 120_000],
  ['1.5s', 1_500],
])('%s is %i ms', (text, ms) => expect(durationOf('timeout', text, 600_000)).toBe(ms))

it.each(['0', '0s', '-1s', '1h', 's', '11m', '1e3', ' 1s', '99999999999'])('%j is refused', (text) => {
  expect(() => durationOf('timeout', text, 600_000)).toThrow(
    `--timeout is ${JSON.stringify(text)}; give a time such as 500ms, 30s or 2m, at most 10m`,
  )
})
