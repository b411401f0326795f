import { AppError } from '../domain/app-error.ts'
import type { SqliteDatabase } from '../store/sqlite/database.ts'
import type { FromReader, ToReader } from './reader-messages.ts'
import type { ReadFunctions } from './reader-port.ts'
import { toWireError } from './wire-error.ts'

/** What a runner works with. */
export interface ReadRunnerNeeds {
  readonly db: SqliteDatabase
  readonly functions: ReadFunctions
  /** Tells errors of the store that pass from bugs. */
  readonly asReadError: (error: unknown) => unknown
}

/**
 * The reader's side of the protocol: one message in, one answer out, each request in one read transaction. A stream keeps its
 * transaction from `open` (which also gives the first chunk) until its end, an error or `cancel`.
 */
export function createReadRunner({ db, functions, asReadError }: ReadRunnerNeeds): (message: ToReader) => FromReader {
  let stream: Iterator<unknown> | undefined

  const finish = (): void => {
    stream = undefined
    if (db.inTransaction) db.exec('COMMIT')
  }
  const next = (): FromReader => {
    const { done, value } = stream?.next() ?? { done: true, value: undefined }
    if (!done) return { type: 'value', value }
    finish()
    return { type: 'done' }
  }
  const run = (message: ToReader): FromReader => {
    switch (message.type) {
      case 'call': {
        db.exec('BEGIN')
        const value = lookUp(functions, message.name)(db, message.args)
        finish()
        return { type: 'value', value }
      }
      case 'open':
        db.exec('BEGIN')
        stream = iteratorOf(lookUp(functions, message.name)(db, message.args), message.name)
        return next()
      case 'pull':
        return next()
      case 'cancel':
        stream?.return?.()
        finish()
        return { type: 'done' }
      case 'check':
        db.pragma('schema_version')
        return { type: 'done' }
    }
  }
  return (message) => {
    try {
      return run(message)
    } catch (error) {
      stream = undefined
      // COMMIT would throw once more where the file is damaged, and end the thread.
      if (db.inTransaction) db.exec('ROLLBACK')
      return { type: 'error', error: toWireError(asReadError(error)) }
    }
  }
}

function lookUp(functions: ReadFunctions, name: string): (db: SqliteDatabase, args: unknown) => unknown {
  const found: ((db: SqliteDatabase, args: never) => unknown) | undefined = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!found) throw new AppError('internal', `no read function is called ${name}`)
  // The port's types have tied the arguments to this name on the other side of the thread border.
  return (db, args) => found(db, args as never)
}

function iteratorOf(value: unknown, name: string): Iterator<unknown> {
  if (!isIterable(value)) throw new AppError('internal', `read function ${name} must be a generator`)
  return value[Symbol.iterator]()
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}
