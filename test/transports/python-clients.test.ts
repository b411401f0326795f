/** The stock exporters of Python, over both protocols. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { pythonOfVenv } from '../clients/python-venv.ts'
import { NO_PYTHON, VENV_TIMEOUT_MS } from '../end-to-end/python.ts'
import { openEdge, received } from './both-edges.ts'

const TOKEN = 'a-token-that-is-long-enough'
const PROGRAM = join(import.meta.dirname, 'python', 'send_signals.py')

/** Runs the program to its end; gives what it wrote to stderr, where the SDK logs exports that failed. */
async function send(env: Readonly<Record<string, string>>): Promise<string> {
  const options = { timeout: 60_000, env: { PATH: process.env.PATH, NO_PROXY: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1', ...env } }
  const { stderr } = await promisify(execFile)(await pythonOfVenv(), [PROGRAM], options)
  return stderr
}

describe.skipIf(NO_PYTHON !== undefined)('the exporters of Python send traces, logs and metrics', () => {
  beforeAll(async () => void (await pythonOfVenv()), VENV_TIMEOUT_MS)

  const ways = [
    ['http', 'http/protobuf', 'none'],
    ['http', 'http/protobuf', 'gzip'],
    ['http', 'http/protobuf', 'deflate'],
    ['grpc', 'grpc', 'none'],
    ['grpc', 'grpc', 'gzip'],
  ] as const
  it.each(ways)('by %s as %s with compression %s (R24, R72, R74)', async (protocol, transport, compression) => {
    const { url, ingest } = await openEdge(protocol)
    // Over gRPC the exporter does not know the value `none`.
    const coding = compression === 'none' ? {} : { OTEL_EXPORTER_OTLP_COMPRESSION: compression }
    const stderr = await send({ PROTOCOL: protocol, OTEL_EXPORTER_OTLP_ENDPOINT: url, ...coding })
    expect(stderr).toBe('')
    expect(received(ingest.requests)).toEqual({ transports: [transport], traces: 7, logs: 5, metrics: 4, rejected: 0 })
    expect(ingest.requests[0]?.origin.userAgent).toMatch(/OTel-OTLP-Exporter-Python/i)
  })

  it.each(['http', 'grpc'] as const)('by %s with the token that was set (R40, R78)', async (protocol) => {
    const { url, ingest } = await openEdge(protocol, { token: TOKEN })
    const env = { PROTOCOL: protocol, OTEL_EXPORTER_OTLP_ENDPOINT: url }
    await send({ ...env, OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}` })
    expect(received(ingest.requests)).toMatchObject({ traces: 7, logs: 5, metrics: 4 })
    const count = ingest.requests.length
    expect(await send(env)).toMatch(/401|UNAUTHENTICATED/)
    expect(ingest.requests).toHaveLength(count)
    expect(ingest.refusals.map(({ signal, code }) => `${signal} ${code}`)).toEqual([
      'traces unauthorized',
      'logs unauthorized',
      'metrics unauthorized',
    ])
  })
})
