import { resolve } from 'node:path'
import type { Client } from '../clients/clients.ts'
import { VENV_CACHE } from '../clients/python-venv.ts'
import { runClient } from '../clients/run-client.ts'
import { createFakeModel } from '../fake-model/server.ts'
import { startCapture } from './capture-server.ts'
import type { Expected } from './expected.ts'
import { expectedOf } from './expected.ts'
import { normalise } from './normalise.ts'
import type { Json } from './otlp-json.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
/** Stands for the model's address in the recordings. */
const MODEL_HOST = '127.0.0.1:8089'
/** Folders of this machine, which come with stack traces; the longer first. */
const FOLDERS: readonly (readonly [string, string])[] = [
  [VENV_CACHE, '/venv'],
  [ROOT, '/app'],
]

/** What one run of a client gave. */
export interface Recording {
  /** What its exporter sent: one OTLP/JSON `ExportTraceServiceRequest` each, ids and times made steady. */
  readonly requests: readonly Json[]
  readonly expected: Expected
}

/** Runs a client against a fake model and a receiver of its own. */
export async function recordClient(client: Client): Promise<Recording> {
  const capture = await startCapture()
  const model = await createFakeModel().listen(0)
  try {
    await runClient(client, { otlpUrl: capture.url, modelUrl: model.url })
    const replacements = new Map([...FOLDERS, [new URL(model.url).host, MODEL_HOST]])
    return { requests: normalise(capture.take(), replacements), expected: expectedOf(client, model.requests) }
  } finally {
    await Promise.all([capture.close(), model.close()])
  }
}
