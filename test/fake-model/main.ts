/** The fake model as a program: `node test/fake-model/main.ts --port 8089`. Answers the blog post scenario, else repeats what was said. */
import { parseArgs } from 'node:util'
import { createFakeModel } from './server.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
const model = await createFakeModel().listen(Number(values.port))
console.log(`listening http=${model.url}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void model.close())
