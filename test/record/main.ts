/**
 * Records what real clients send: `npm run record [-- name …]`. Each client plays the blog post scenario against a fake model of
 * its own; what its exporter sends becomes `test/fixtures/recorded/NAME.jsonl`, what the model billed `NAME.expected.json`.
 */
import { mkdir } from 'node:fs/promises'
import { CLIENTS } from '../clients/clients.ts'
import { RECORDED, writeRecording } from './fixtures.ts'
import { recordClient } from './record-client.ts'

try {
  await recordAll(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** Records the clients of these names, or all where there is none. */
async function recordAll(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !CLIENTS.some((client) => client.name === name))
  if (unknown.length > 0) throw new Error(`no client ${unknown.join(', ')}; there are ${CLIENTS.map((client) => client.name).join(', ')}`)
  await mkdir(RECORDED, { recursive: true })
  for (const client of CLIENTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const recording = await recordClient(client)
    await writeRecording(client.name, recording)
    console.log(`${client.name}: ${recording.requests.length} OTLP requests`)
  }
}
