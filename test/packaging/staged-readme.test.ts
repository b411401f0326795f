import { describe, expect, it } from 'vitest'
import { relativeLinks, stagedReadme } from './staged-readme.ts'

const cases = [
  { name: 'keeps a link to another site', text: 'see [Node](https://nodejs.org/en)', staged: 'see [Node](https://nodejs.org/en)' },
  { name: 'keeps a link within the page', text: '[below](#options)', staged: '[below](#options)' },
  { name: 'keeps a link to a file that is published', text: '[changes](CHANGELOG.md#010)', staged: '[changes](CHANGELOG.md#010)' },
  { name: 'takes the link from what is not', text: 'the [README](../README.md#configuration) has it', staged: 'the README has it' },
  { name: 'leaves the description of a picture', text: '![the page](../page.png)', staged: 'the page' },
  { name: 'mends several in a line', text: '[a](a.md), [b](https://b.c), [`c[0]`](c.md)', staged: 'a, [b](https://b.c), `c[0]`' },
]

describe('a README as it is published', () => {
  it.each(cases)('$name', ({ text, staged }) => {
    expect(stagedReadme(text, (path) => path === 'CHANGELOG.md')).toBe(staged)
  })

  it('has relative links only to what is published', () => {
    expect(relativeLinks(stagedReadme('[a](a.md) [b](CHANGELOG.md) [c](mailto:c@d.e)', (path) => path === 'CHANGELOG.md'))).toEqual([
      'CHANGELOG.md',
    ])
  })
})
