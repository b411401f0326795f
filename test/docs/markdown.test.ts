import { describe, expect, it } from 'vitest'
import { anchors, codeBlocks, codeFiles, localLinks, tableBelow } from './markdown.ts'

const page = `# A page

See [another](other.md#part) and [a site](https://example.com/).

\`\`\`js file=a.mjs
one()

two()
\`\`\`

\`\`\`sh
npm start
\`\`\`

## Some options, not all

| a | b |
|---|---|
| \`x\` | the \`y\` of it |

## More
`

describe('reading a page', () => {
  it('finds the code blocks that are files', () =>
    expect(codeFiles(page)).toEqual([{ language: 'js', name: 'a.mjs', text: 'one()\n\ntwo()\n' }]))
  it('finds the other code blocks', () => expect(codeBlocks(page, 'sh')).toEqual(['npm start\n']))
  it('finds a table', () => expect(tableBelow(page, 'Some options, not all')).toEqual([['x', 'the `y` of it']]))
  it('finds no table', () => expect(tableBelow(page, 'More')).toEqual([]))
  it('finds links to files', () => expect(localLinks(page)).toEqual(['other.md#part']))
  it('finds anchors', () => expect(anchors(page)).toEqual(['a-page', 'some-options-not-all', 'more']))
})
