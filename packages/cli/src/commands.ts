import type { Command } from './command.ts'
import { cost } from './commands/cost.ts'
import { dbInfo } from './commands/db-info.ts'
import { serve } from './commands/serve.ts'
import { sessionList } from './commands/session-list.ts'
import { sessionShow } from './commands/session-show.ts'

/** Every command, in the order of help. */
export const commands: readonly Command[] = [serve, sessionList, sessionShow, cost, dbInfo]
