/**
 * Plays every example, and writes what it printed into its README: `npx node test/examples/refresh.ts [NAME …]`. The tests compare
 * the two, so run it when the command line says something in another way, and read what it changed.
 */
import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pythonOfVenv } from '../clients/python-venv.ts'
import { ROOT } from '../end-to-end/readme.ts'
import { folderOf, play } from './play.ts'

const given = process.argv.slice(2)
const names =
  given.length > 0 ? given : readdirSync(join(ROOT, 'examples')).filter((name) => /^[a-z-]+$/.test(name) && name !== 'node_modules')

for (const name of names) {
  const { said, page } = await play(name, { PYTHON: await pythonOfVenv() })
  const printed = [said, page].map((text) =>
    text
      .split('\n')
      .filter((line) => !line.startsWith('> '))
      .map((line) => line.trimEnd())
      .join('\n')
      .trim(),
  )
  const readme = join(folderOf(name), 'README.md')
  const text = await readFile(readme, 'utf8')
  await writeFile(
    readme,
    text.replace(/^```text\n[\s\S]*?^```$/gm, () => `\`\`\`text\n${printed.shift()}\n\`\`\``),
  )
}
