import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDatabase } from '../../../../collector/src/store/sqlite/database.ts'
import { type Ownership, takeOwnership } from '../../../../collector/src/store/sqlite/owner.ts'
import { temporaryFolder } from './process.ts'

/** An empty database that somebody has, until the test ends or gives it free. */
export function ownedDatabase(): Ownership {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  const file = join(path, 'tracker.db')
  openDatabase(file).close()
  const ownership = takeOwnership(file)
  onTestFinished(() => ownership.release())
  return ownership
}

/** The same with a server that answers in place of a collector, as the test wants. */
export async function standIn(answer: RequestListener): Promise<Ownership> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const ownership = ownedDatabase()
  ownership.announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return ownership
}
