/** Puts other records in the place of stored ones. Works inside the writer's transaction. */
import type { LogItem } from '../../../domain/log.ts'
import type { NameSession } from '../../../domain/telemetry-writer.ts'
import type { SqliteDatabase } from '../database.ts'
import { LOG_COLUMNS, toLogColumns } from '../log-row.ts'
import { createRowTexts, pathsIn } from '../write/row-texts.ts'
import type { WriterInside } from '../write/writer.ts'
import type { LogChange } from './changed-logs.ts'
import { lateRemover } from './row-remover.ts'

/** Opens the replacement over the writing connection. @returns how many records were the same as another one now, and are gone */
export function createLogReplacer(
  db: SqliteDatabase,
  namedSession: NameSession,
): (inside: WriterInside, requests: readonly (readonly LogChange[])[]) => number {
  const texts = db.prepare('SELECT body, attributes FROM log_records WHERE id = ?')
  const putAside = db.prepare('UPDATE log_records SET ordinal = -id WHERE id = ?')
  const twin = db.prepare('SELECT 1 FROM log_records WHERE workspace_id = ? AND hash = ? AND ordinal = ?').pluck()
  const name = db.prepare('UPDATE log_records SET hash = ?, ordinal = ? WHERE id = ?')
  const columns = [...LOG_COLUMNS, 'session_key', 'key_scope', 'resource_id', 'scope_id']
  const update = db.prepare(`UPDATE log_records SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)

  const remover = lateRemover(db)

  function replace({ parts }: WriterInside, { row, workspaceId }: LogChange, item: LogItem): void {
    const { body, attributes } = texts.get(row) as { body: string | null; attributes: string | null }
    const values = toLogColumns(item.log, createRowTexts(parts.contents, workspaceId))
    const session = namedSession(item.log.attributes, item.resource)
    const around = [parts.interned.resource(item.resource), parts.interned.scope(item.scope)]
    update.run(...LOG_COLUMNS.map((column) => values[column]), session?.key ?? null, session?.keyScope ?? null, ...around, row)
    for (const path of pathsIn({ json: [body, attributes], texts: [] })) parts.contents.retain(path, -1)
  }

  /** @returns whether the record is the same as another one now, and is gone */
  function change(inside: WriterInside, to: LogChange): boolean {
    const { row, workspaceId, digest, ordinal, item } = to
    const isTwin = twin.get(workspaceId, digest, ordinal) !== undefined
    if (isTwin) remover(inside).removeLog(row)
    else name.run(digest, ordinal, row)
    if (!isTwin && item) replace(inside, to, item)
    return isTwin
  }

  return (inside, requests) => {
    let twins = 0
    for (const changes of requests) {
      // Two of them may exchange their places.
      for (const { row } of changes) putAside.run(row)
      for (const each of changes) if (change(inside, each)) twins++
    }
    inside.commitTraces([])
    return twins
  }
}
