import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const words = ['workflow', 'status', 'after', 'before', 'limit', 'sort', 'db', 'json']

it.each([
  ['a letter missing', 'workflw', 'workflow'],
  ['a letter too many', 'limmit', 'limit'],
  ['another letter', 'statuz', 'status'],
  ['neighbours swapped', 'jsno', 'json'],
  ['the beginning of a word', 'bef', 'before'],
  ['a short word', 'd', 'db'],
  ['something else', 'colour', undefined],
  ['nothing', '', undefined],
  ['a very long word', 'x'.repeat(1_000_000), undefined],
])('%s', (_, word, expected) => expect(nearest(word, words)).toBe(expected))
