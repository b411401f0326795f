import { readFileSync, writeFileSync } from 'node:fs'
import { SIGNALS } from '../../collector/src/domain/signal.ts'
import { type DecoderInput, ENCODINGS } from './judge.ts'
import type { RestRequest } from './rest-requests.ts'

/** An input that was not treated as it should be. */
export interface Failure {
  readonly what: string
  readonly input: DecoderInput | RestRequest | undefined
}

/** Writes an input so that `--replay` takes it. */
export function writeFailure(file: string, { what, input }: Failure): void {
  const bytes = input && 'bytes' in input ? { bytes: Buffer.from(input.bytes).toString('base64') } : {}
  writeFileSync(file, `${JSON.stringify({ what, ...input, ...bytes }, undefined, 2)}\n`)
}

/** Reads what `writeFailure` wrote. @throws Error when the file is something else */
export function readFailure(file: string): Failure {
  const { what, ...input }: { what: string; [name: string]: unknown } = JSON.parse(readFileSync(file, 'utf8'))
  const encoding = ENCODINGS.find((each) => each === input.encoding)
  const signal = SIGNALS.find((each) => each === input.signal)
  if (encoding && signal) return { what, input: { encoding, signal, bytes: Buffer.from(String(input.bytes), 'base64') } }
  const { method, path, headers, body } = input
  if (typeof method !== 'string' || typeof path !== 'string' || !isHeaders(headers))
    throw new Error(`${file} holds no input of npm run fuzz`)
  return { what, input: { method, path, headers, body: typeof body === 'string' ? body : undefined } }
}

function isHeaders(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string')
}
