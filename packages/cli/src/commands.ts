import type { Command } from './command.ts'
import { completion } from './commands/completion.ts'
import { cost } from './commands/cost.ts'
import { dbBackup } from './commands/db-backup.ts'
import { dbCheck } from './commands/db-check.ts'
import { dbCompact } from './commands/db-compact.ts'
import { dbInfo } from './commands/db-info.ts'
import { dbRedact } from './commands/db-redact.ts'
import { dbRepair } from './commands/db-repair.ts'
import { doctor } from './commands/doctor.ts'
import { importCommand } from './commands/import.ts'
import { ingestLog } from './commands/ingest-log.ts'
import { ingestWhy } from './commands/ingest-why.ts'
import { issueList } from './commands/issue-list.ts'
import { logs } from './commands/logs.ts'
import { open } from './commands/open.ts'
import { prompts } from './commands/prompts.ts'
import { retention } from './commands/retention.ts'
import { serve } from './commands/serve.ts'
import { sessionDelete } from './commands/session-delete.ts'
import { sessionExport } from './commands/session-export.ts'
import { sessionList } from './commands/session-list.ts'
import { sessionPin, sessionUnpin } from './commands/session-pin.ts'
import { sessionSearch } from './commands/session-search.ts'
import { sessionShow } from './commands/session-show.ts'
import { sessionTimeline } from './commands/session-timeline.ts'
import { sql } from './commands/sql.ts'
import { stats } from './commands/stats.ts'

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  serve,
  open,
  sessionList,
  sessionSearch,
  sessionShow,
  sessionTimeline,
  sessionExport,
  sessionPin,
  sessionUnpin,
  sessionDelete,
  cost,
  stats,
  prompts,
  issueList,
  logs,
  importCommand,
  ingestLog,
  ingestWhy,
  sql,
  retention,
  dbInfo,
  dbCheck,
  dbBackup,
  dbCompact,
  dbRedact,
  dbRepair,
  doctor,
  completion,
]
