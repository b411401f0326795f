/** Gives sessions the integers back that they had before their traces were written again. */
import type { SqliteDatabase } from '../database.ts'

interface SessionName {
  readonly id: number
  readonly name: string
}

const NAMES = 'SELECT id, json_array(workspace_id, key, key_scope) AS name FROM'

/** @param stage has the sessions as they were, and the new database attached as `whole` */
export function restoreSessionIntegers(stage: SqliteDatabase, target: SqliteDatabase): void {
  const former = new Map((stage.prepare(`${NAMES} main.session_rows`).all() as SessionName[]).map(({ id, name }) => [name, id]))
  const aliases = stage.prepare('SELECT old_id, session_id FROM main.session_aliases').all() as { old_id: number; session_id: number }[]
  const sessions = target.prepare(`${NAMES} session_rows`).all() as SessionName[]
  const taken = [...former.values(), ...aliases.map(({ old_id }) => old_id), ...sessions.map(({ id }) => id)]
  let free = taken.reduce((most, id) => Math.max(most, id), 0)
  const isUsed = new Set<number>()
  const renumbered = sessions.map(({ id, name }) => {
    const own = former.get(name)
    const to = own === undefined || isUsed.has(own) ? ++free : own
    isUsed.add(to)
    return { id, to }
  })
  const moveSession = target.prepare('UPDATE session_rows SET id = -? WHERE id = ?')
  const moveTraces = target.prepare('UPDATE traces SET session_id = -? WHERE session_id = ?')
  const addAlias = target.prepare('INSERT OR IGNORE INTO session_aliases (old_id, session_id) VALUES (?, ?)')
  target.transaction(() => {
    target.exec('DELETE FROM session_aliases') // of sessions that were joined just now
    for (const { id, to } of renumbered) {
      moveSession.run(to, id)
      moveTraces.run(to, id)
    }
    target.exec('UPDATE session_rows SET id = -id; UPDATE traces SET session_id = -session_id')
    for (const { old_id, session_id } of aliases) if (isUsed.has(session_id) && !isUsed.has(old_id)) addAlias.run(old_id, session_id)
  })()
}
