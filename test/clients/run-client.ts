import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Client } from './clients.ts'
import { pythonOfVenv } from './python-venv.ts'

const CLIENT_TIMEOUT_MS = 60_000
const MAX_MESSAGE_CHARS = 4_000

/** Where a client finds its two servers. */
export interface ClientTargets {
  /** Base address of the OTLP/HTTP receiver, without `/v1/traces`. */
  readonly otlpUrl: string
  /** Base address of the fake model. */
  readonly modelUrl: string
}

/** Runs a client to its end. Fails with its last words when it exits with an error or is not done after 60 s. */
export async function runClient(client: Client, { otlpUrl, modelUrl }: ClientTargets): Promise<void> {
  const command = client.language === 'js' ? process.execPath : await pythonOfVenv()
  const child = spawn(command, [join(import.meta.dirname, client.language, client.file)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: CLIENT_TIMEOUT_MS,
    killSignal: 'SIGKILL',
    env: {
      ...inheritedEnv(),
      ...client.env,
      NO_PROXY: '127.0.0.1',
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
      OTEL_SERVICE_NAME: client.name,
      FAKE_MODEL_URL: modelUrl,
      PYTHONDONTWRITEBYTECODE: '1',
    },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MAX_MESSAGE_CHARS)
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.once('error', reject)
  child.once('close', (code, signal) => {
    if (code === 0) return resolve()
    reject(new Error(`client ${client.name} ended with ${signal ?? `exit code ${code}`}:\n${said}`))
  })
  return promise
}

/** The environment without what a user may have set for the libraries that are under test. */
function inheritedEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(OTEL|ANTHROPIC|OPENAI|OPENINFERENCE|TRACELOOP)_/.test(name)))
}
