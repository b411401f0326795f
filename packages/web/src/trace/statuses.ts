import type { IssueSeverity, LogSeverity, PhaseStatus, SessionStatus, Span } from '@ai-tracker/collector/contract'
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDotDashed,
  CircleSlash,
  CircleX,
  Info,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react'
import type { Tone } from '../ui/badge.tsx'

/** How a status looks. */
export interface StatusLook {
  readonly label: string
  readonly icon: LucideIcon
  readonly tone: Tone
  /** Colour of the icon where it stands alone. */
  readonly text: string
  /** What it means, where the word does not say it. */
  readonly hint?: string
}

const COMPLETED: StatusLook = { label: 'Completed', icon: CircleCheck, tone: 'success', text: 'text-success' }
const FAILED: StatusLook = { label: 'Failed', icon: CircleX, tone: 'danger', text: 'text-danger' }
const RUNNING: StatusLook = { label: 'Running', icon: CircleDotDashed, tone: 'info', text: 'text-info' }

/** Every status of a session, a phase and a span. */
export const STATUSES: Readonly<Record<SessionStatus | PhaseStatus | Span['status'], StatusLook>> = {
  running: RUNNING,
  completed: COMPLETED,
  ok: { ...COMPLETED, label: 'OK' },
  failed: FAILED,
  cancelled: { label: 'Cancelled', icon: Ban, tone: 'neutral', text: 'text-muted' },
  skipped: { label: 'Skipped', icon: CircleSlash, tone: 'neutral', text: 'text-muted' },
  abandoned: {
    label: 'Abandoned',
    icon: CircleDashed,
    tone: 'warning',
    text: 'text-warning',
    hint: 'It never ended, and nothing was received for 30 minutes',
  },
}

/** Every severity of a log record. */
export const LOG_LEVELS: Readonly<Record<LogSeverity, Pick<StatusLook, 'label' | 'tone'>>> = {
  trace: { label: 'Trace', tone: 'neutral' },
  debug: { label: 'Debug', tone: 'neutral' },
  info: { label: 'Info', tone: 'info' },
  warn: { label: 'Warning', tone: 'warning' },
  error: { label: 'Error', tone: 'danger' },
  fatal: { label: 'Fatal', tone: 'danger' },
}

/** Every severity of an issue. */
export const SEVERITIES: Readonly<Record<IssueSeverity, StatusLook>> = {
  critical: { label: 'Critical', icon: CircleAlert, tone: 'danger', text: 'text-danger' },
  major: { label: 'Major', icon: TriangleAlert, tone: 'warning', text: 'text-warning' },
  minor: { label: 'Minor', icon: Info, tone: 'info', text: 'text-info' },
}
