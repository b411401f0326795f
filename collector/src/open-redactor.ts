import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { AppError } from './domain/app-error.ts'
import type { ContentMode } from './domain/content-mode.ts'
import { NO_OWN_RULES, parseOwnRules } from './redact/own-rules.ts'
import { createRedactor, type Redactor } from './redact/redactor.ts'

/** Where a redactor finds its rules and its key. */
export interface RedactorFiles {
  readonly mode: ContentMode
  /** Path of the database; the key of hashes lies beside it. */
  readonly db: string
  /** Path of a file of own rules. */
  readonly rulesFile: string | undefined
  /** Nothing is to be written: where there is no key yet, one of the moment does. */
  readonly isDry?: boolean
}

const KEY_BYTES = 32
/** Others than the owner. */
const OTHERS = 0o077

/**
 * The redactor of a collector. The file of rules is read in every mode, so that a mistake in it shows at once.
 * @throws AppError `invalid`, naming the file and what is wrong with it
 */
export function openRedactor({ mode, db, rulesFile, isDry = false }: RedactorFiles): Redactor {
  const own = rulesFile === undefined ? NO_OWN_RULES : parseOwnRules(readRules(rulesFile), rulesFile)
  return createRedactor({ mode, own, ...(mode !== 'full' && { key: keyOf(contentKeyFile(db), isDry) }) })
}

function keyOf(file: string, isDry: boolean): Uint8Array {
  return isDry && !existsSync(file) ? randomBytes(KEY_BYTES) : openContentKey(file)
}

/** Where the key lies that hashes are made with. Whoever has it can test whether a guessed text is in the database. */
export function contentKeyFile(db: string): string {
  return `${db}.content-key`
}

/** The key in a file, of mode 0600; made when there is none. */
export function openContentKey(file: string): Uint8Array {
  try {
    writeFileSync(file, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw unusable(file, 'cannot be written', error)
  }
  const key = readKey(file)
  if (key.length !== KEY_BYTES)
    throw unusable(file, `has ${key.length} bytes instead of ${KEY_BYTES}: restore it, or delete it to start with a new key`)
  if (process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0) throw unusable(file, `can be read by others: chmod 600 ${file}`)
  return key
}

function readKey(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    throw unusable(file, 'cannot be read', error)
  }
}

function readRules(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = hasCode(error, 'ENOENT') ? 'the file does not exist' : 'the file cannot be read'
    throw new AppError('invalid', `redaction rules ${file}: ${reason}`, { cause: error })
  }
}

function unusable(file: string, reason: string, cause?: unknown): AppError {
  return new AppError('invalid', `the content key ${file} ${reason}`, { cause })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
