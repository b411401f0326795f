import { styleText } from 'node:util'
import type { SessionStatus } from '@ai-tracker/collector'

/** What a colour stands for. */
export type Tone = 'good' | 'bad' | 'busy' | 'warning' | 'faint' | 'strong'

const FORMATS = {
  good: 'green',
  bad: 'red',
  busy: 'cyan',
  warning: 'yellow',
  faint: 'dim',
  strong: 'bold',
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>

/** Gives a text its colour. */
export type Paint = (tone: Tone | undefined, text: string) => string

/** Leaves text as it is. */
export const plain: Paint = (_tone, text) => text

/** Colours by escape sequences. The text must be safe already. */
export const coloured: Paint = (tone, text) => (tone === undefined ? text : styleText(FORMATS[tone], text, { validateStream: false }))

const STATUS_TONES = {
  running: 'busy',
  completed: 'good',
  failed: 'bad',
  cancelled: 'warning',
  abandoned: 'warning',
} as const satisfies Record<SessionStatus, Tone>

/** Every status of a session. */
export const SESSION_STATUSES = Object.keys(STATUS_TONES)

/** The tone of a status of sessions and phases. */
export function toneOf(status: string): Tone | undefined {
  return new Map<string, Tone>(Object.entries(STATUS_TONES)).get(status)
}
