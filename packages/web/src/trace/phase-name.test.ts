import { expect, it } from 'vitest'
import { phaseName } from './phase-name.ts'

it.each([
  { name: 'the first time', phase: { iteration: null, attempt: null }, expected: 'review' },
  { name: 'the first of several', phase: { iteration: 1, attempt: 1 }, expected: 'review' },
  { name: 'done over', phase: { iteration: 2, attempt: null }, expected: 'review #2' },
  { name: 'tried again', phase: { iteration: null, attempt: 3 }, expected: 'review, attempt 3' },
  { name: 'both', phase: { iteration: 2, attempt: 3 }, expected: 'review #2, attempt 3' },
])('names a phase: $name', ({ phase, expected }) => expect(phaseName({ name: 'review', ...phase })).toBe(expected))
