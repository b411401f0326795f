import type { TranscriptAction, TranscriptCall, TranscriptMoment } from '@ai-tracker/collector/contract'
import { createContext, use } from 'react'
import { type ExceptionsBySpan, exceptionsOf } from './conversation.ts'

/** What every part of a transcript may need of its session. */
export interface TranscriptContent {
  readonly sessionId: string
  /** Whether the session runs. */
  readonly isLive: boolean
  readonly exceptions: ExceptionsBySpan
}

/** Gives the content to everything on the screen. */
export const TranscriptContext = createContext<TranscriptContent | undefined>(undefined)

/** The content of the transcript that one is on. @throws Error outside of a transcript */
function useTranscript(): TranscriptContent {
  const content = use(TranscriptContext)
  if (!content) throw new Error('this is a part of the transcript screen')
  return content
}

/** The session whose transcript it is. */
export function useSessionId(): string {
  return useTranscript().sessionId
}

/** Whether the session runs: what has no end goes on. */
export function useIsLive(): boolean {
  return useTranscript().isLive
}

/** The exceptions that stand with a call or an action. */
export function useExceptions(item: TranscriptCall | TranscriptAction): readonly TranscriptMoment[] {
  return exceptionsOf(item, useTranscript().exceptions)
}
