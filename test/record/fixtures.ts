import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Expected } from './expected.ts'
import type { Json } from './otlp-json.ts'
import type { Recording } from './record-client.ts'

/** The folder of the recordings. */
export const RECORDED = join(import.meta.dirname, '..', 'fixtures', 'recorded')

/** Writes `NAME.jsonl` (one request a line) and `NAME.expected.json`. */
export async function writeRecording(name: string, { requests, expected }: Recording): Promise<void> {
  await writeFile(tracesFile(name), requests.map((request) => `${JSON.stringify(request)}\n`).join(''))
  await writeFile(expectedFile(name), `${JSON.stringify(expected, null, 2)}\n`)
}

/** Reads what `writeRecording` wrote. */
export async function readRecording(name: string): Promise<Recording> {
  const lines = (await readFile(tracesFile(name), 'utf8')).split('\n').filter(Boolean)
  const expected: Expected = JSON.parse(await readFile(expectedFile(name), 'utf8'))
  const requests: readonly Json[] = lines.map((line) => JSON.parse(line))
  return { requests, expected }
}

function tracesFile(name: string): string {
  return join(RECORDED, `${name}.jsonl`)
}

function expectedFile(name: string): string {
  return join(RECORDED, `${name}.expected.json`)
}
