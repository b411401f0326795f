import { styleText } from 'node:util'

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

/** The tone of a status of sessions and phases. */
export function toneOf(status: string): Tone | undefined {
  const tones: Readonly<Record<string, Tone>> = {
    completed: 'good',
    failed: 'bad',
    running: 'busy',
    abandoned: 'warning',
    cancelled: 'warning',
  }
  return Object.hasOwn(tones, status) ? tones[status] : undefined
}
