/**
 * The fake model as a program: `node test/fake-model/main.ts --port 8089`. Answers the blog post scenario, or with
 * `--script examples` the programs of `examples/`; else it repeats what was said.
 */
import { parseArgs } from 'node:util'
import { blogPostScript } from './blog-post.ts'
import { examplesScript } from './examples.ts'
import { createFakeModel } from './server.ts'

const SCRIPTS = new Map([
  ['blog-post', blogPostScript],
  ['examples', examplesScript],
])

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, script: { type: 'string', default: 'blog-post' } } })
const script = SCRIPTS.get(values.script)
if (!script) throw new Error(`there is no script ${values.script}; take one of ${[...SCRIPTS.keys()].join(', ')}`)
const model = await createFakeModel({ script }).listen(Number(values.port))
console.log(`listening http=${model.url}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void model.close())
