import { serve } from './serve.ts'

/**
 * Entry of a collector without the command line around it. It does what `tracker serve` does, but has one exit code for every start
 * that fails: `tracker serve` tells a wrong flag (2) from a failure (1).
 */
const output = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
}
// Whoever started us may close its end of the pipe; that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

process.exit(await serve({ argv: process.argv.slice(2), env: process.env }, output))
