import type { Session } from '@ai-tracker/collector/contract'
import { shortId } from './format.ts'

/** What a session is called: its own title, else the beginning of its first prompt, else what it was started by. */
export function sessionName(session: Pick<Session, 'title' | 'preview' | 'workflow' | 'rootName' | 'traceId'>): string {
  return [session.title, session.preview, session.workflow, session.rootName].find(Boolean) ?? shortId(session.traceId)
}
