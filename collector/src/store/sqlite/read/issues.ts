import type { StoredFact } from '../../../domain/stored.ts'
import type { IssueQuery, Page } from '../../../domain/telemetry-reader.ts'
import type { SqliteDatabase } from '../database.ts'
import { createFactReader } from './facts.ts'
import { inSession, readLatest } from './latest.ts'

/** Issues of all sessions, the latest first. */
export function listIssues(db: SqliteDatabase, { workspaceId, workflow, severity, fixed, ...page }: IssueQuery): Page<StoredFact> {
  const read = createFactReader(db)
  return readLatest(db, page, {
    name: 'issues',
    from: 'facts r',
    time: 'time_ns',
    where: ["r.kind = 'issue'"],
    wanted: [inSession(workflow), ...(severity === undefined ? [] : [`r.data ->> '$.severity' = @severity`])],
    bindings: {
      workspaceId,
      ...(workflow !== undefined && { workflow }),
      ...(severity !== undefined && { severity }),
    },
    ...(fixed !== undefined && {
      keep: (issues) => new Set(issues.flatMap(({ id }) => (read(id)?.fixed === Number(fixed) ? [id] : []))),
    }),
    read,
  })
}
