import { runCli } from './cli.ts'
import { createTerminal } from './terminal.ts'

/** Entry of the process: does its work when it is imported, and is the only place that ends it. */
const { stdin, stdout, stderr, env } = process
// Whoever reads our output may stop early (`| head`); that is no failure.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined)

const code = await runCli(process.argv.slice(2), {
  env,
  terminal: createTerminal({ stdout, stderr, asked: { stdin, stderr }, env }),
  nowMs: Date.now(),
})
// What is still on its way through a pipe would be lost.
for (const stream of [stdout, stderr]) await new Promise((resolve) => stream.write('', resolve))
process.exit(code)
