import { describe, expect, it } from 'vitest'
import { isDrawable } from './drawable.ts'

describe('Markdown', () => {
  it.each([
    { name: 'quotes', text: '> '.repeat(9_000) },
    { name: 'quotes without blanks', text: `a\n\n${'>'.repeat(9_000)} b` },
    { name: 'lists', text: '1. '.repeat(9_000) },
    { name: 'quotes and lists', text: '> - 1) '.repeat(3_000) },
    { name: 'images', text: '!['.repeat(2_000) + '](a)'.repeat(2_000) },
    { name: 'emphasis', text: '**a*'.repeat(9_000) },
  ])('is not drawn when thousands are in each other: $name', ({ text }) => expect(isDrawable(text)).toBe(false))

  it.each([
    { name: 'a text', text: 'a > b\n\n- c\n  - d\n\n> > e [f](g) *h* [i]' },
    { name: 'a rule', text: '-'.repeat(200) },
    { name: 'stars', text: `${'*'.repeat(200)}a` },
    { name: 'a long line', text: 'a '.repeat(9_000) },
    { name: 'a long list', text: '- [ ] a\n'.repeat(9_000) },
    { name: 'many links', text: '[a](https://example.com/a) and **b**, '.repeat(300) },
  ])('is drawn: $name', ({ text }) => expect(isDrawable(text)).toBe(true))
})
