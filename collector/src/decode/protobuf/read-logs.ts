import type { LogRecord } from '../../domain/log.ts'
import { acceptLog } from '../accept.ts'
import type { DecodedOf } from '../decoded.ts'
import { LOGS } from '../envelope.ts'
import type { Tally } from '../tally.ts'
import { decodeEnvelope } from './read-envelope.ts'
import { readLog } from './read-log.ts'
import { takeProblem, type WireReader } from './wire-reader.ts'

/**
 * LogsData and ExportLogsServiceRequest.
 * @throws AppError `invalid` when the bytes are no such message, `too_large` when they hold more objects than a request may
 */
export function decodeLogs(bytes: Uint8Array): DecodedOf<'logs'> {
  return decodeEnvelope(bytes, LOGS, readValidLog)
}

function readValidLog(reader: WireReader, tally: Tally): LogRecord | undefined {
  const log = readLog(reader, tally)
  return acceptLog(tally, log, takeProblem(reader)) ? log : undefined
}
