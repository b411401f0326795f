// A small linter for posts: `node lint.mjs draft.md` prints what is wrong, one line each, and exits with 1 if anything is.
import { readFileSync } from 'node:fs'

const MAX_COLUMNS = 120
const [file = ''] = process.argv.slice(2)
const lines = readFileSync(file, 'utf8').trimEnd().split('\n')

const problems = lines.flatMap((line, index) => {
  const empty = line.match(/\b(very|really|actually|basically|delve)\b/gi) ?? []
  return [
    ...empty.map((word) => ({ line: index + 1, text: `"${word}" says nothing` })),
    ...(line.length > MAX_COLUMNS ? [{ line: index + 1, text: `longer than ${MAX_COLUMNS} characters` }] : []),
  ]
})
if (!lines[0]?.startsWith('# ')) problems.unshift({ line: 1, text: 'the first line is no title' })

for (const { line, text } of problems) console.log(`${file}:${line}: ${text}`)
process.exitCode = problems.length > 0 ? 1 : 0
