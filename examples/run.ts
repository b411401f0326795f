/**
 * Runs one example with what it needs around it: `node run.ts otel-js/main.mjs`. It looks for the collector, lets this
 * repository's fake model answer unless you name a real one, and says where to look at the result. The examples know
 * nothing of this file: they are ordinary programs that read `OTEL_EXPORTER_OTLP_ENDPOINT` and `OPENAI_*`.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

const { OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl = 'http://127.0.0.1:4318', OPENAI_API_KEY, OPENAI_BASE_URL } = process.env
const FAKE_MODEL = join(import.meta.dirname, '..', 'test', 'fake-model', 'main.ts')
const [program = ''] = process.argv.slice(2)

/** What runs besides this process; it ends with it. */
const started = new Set<ChildProcess>()
process.on('exit', endAll)
const SIGNALS = ['SIGINT', 'SIGTERM'] as const
for (const signal of SIGNALS) process.on(signal, onSignal)
process.exitCode = await main()

/** @returns the exit code: that of the example, or 1 when something is missing that it needs */
async function main(): Promise<number> {
  const interpreter = program.endsWith('.py') ? python() : process.execPath
  if (interpreter === undefined) {
    console.error('No virtual environment yet: make one with the first two commands of python-openinference/README.md')
    return 1
  }
  if (!(await isReachable(collectorUrl))) {
    console.error(`No collector at ${collectorUrl}: start one with \`npm start\` in another terminal, or set OTEL_EXPORTER_OTLP_ENDPOINT`)
    return 1
  }
  const modelUrl = OPENAI_API_KEY || OPENAI_BASE_URL ? undefined : await startFakeModel()
  const startedAt = new Date()
  const example = start(interpreter, [join(import.meta.dirname, program)], {
    stdio: 'inherit',
    env: {
      ...process.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
      OPENAI_API_KEY: OPENAI_API_KEY || 'none',
      ...(modelUrl !== undefined && { OPENAI_BASE_URL: `${modelUrl}/v1` }),
    },
  })
  const code = await endOf(example)
  endAll()
  await sayWhereToLook(startedAt)
  return code
}

function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options)
  started.add(child)
  child.once('close', () => started.delete(child))
  return child
}

/** Not a moment earlier than what runs: the example has the last word on how it ends. */
function onSignal(signal: NodeJS.Signals): void {
  if (started.size > 0) endAll(signal)
  else {
    for (const each of SIGNALS) process.off(each, onSignal)
    process.kill(process.pid, signal)
  }
}

function endAll(signal?: unknown): void {
  for (const child of started) child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
}

/** @returns the exit code; 1 where a signal has ended it, or it could not even start */
async function endOf(example: ChildProcess): Promise<number> {
  try {
    const [code] = await once(example, 'close')
    return typeof code === 'number' ? code : 1
  } catch (error) {
    console.error(`${example.spawnfile} does not start: ${String(error)}`)
    return 1
  }
}

/** Starts a model that answers from a script. It is a process of its own, as a real one would be. @returns its address */
async function startFakeModel(): Promise<string> {
  const { stdout } = start(process.execPath, [FAKE_MODEL, '--script', 'examples'], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!stdout) throw new Error('the fake model has no output')
  const [line] = await once(createInterface(stdout), 'line')
  console.log('Using the built-in fake model; set OPENAI_API_KEY (and OPENAI_BASE_URL, OPENAI_MODEL) for a real one.\n')
  return String(line).replace('listening http=', '')
}

function isReachable(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

/** The Python of the example's virtual environment, or the one that `PYTHON` names. */
function python(): string | undefined {
  const folder = join(import.meta.dirname, dirname(program), '.venv')
  const candidates = [join(folder, 'bin', 'python'), join(folder, 'Scripts', 'python.exe')]
  return process.env.PYTHON ?? candidates.find((path) => existsSync(path))
}

/** Asks the collector for the session that has just been recorded. Any other OTLP receiver does not know the question. */
async function sayWhereToLook(startedAt: Date): Promise<void> {
  const reply = await fetch(new URL(`/api/v1/sessions?limit=1&after=${startedAt.toISOString()}`, collectorUrl)).catch(() => undefined)
  if (!reply?.ok) return
  const { items }: { readonly items: readonly { readonly id: number }[] } = JSON.parse(await reply.text())
  if (!items[0]) return console.log(`\nNo session was recorded; look at ${collectorUrl}`)
  console.log(`\nLook at it: ${new URL(`/sessions/${items[0].id}`, collectorUrl)}`)
  console.log(`        or: npx tracker session show --session ${items[0].id}`)
}
