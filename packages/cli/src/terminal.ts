import type { WriteStream } from 'node:tty'
import { type AskedStreams, createConfirm } from './output/confirm.ts'
import { coloured, plain } from './output/paint.ts'
import { createProgress, type Progress } from './output/progress.ts'
import { safeLines } from './output/safe-text.ts'
import type { Canvas } from './output/table.ts'
import { wrapWords } from './output/text-width.ts'

/** Where a command writes. */
export interface Terminal extends Canvas {
  /** Writes results, one line each, to stdout. What comes from telemetry must be safe already. */
  out(...lines: readonly string[]): void
  /** Writes messages to stderr, and makes them safe. */
  err(...lines: readonly string[]): void
  /**
   * Writes a piece of a long result as it is, and waits until it is gone.
   * @throws OutputClosed when nobody reads any more
   */
  write(piece: string | Uint8Array): Promise<void>
  /** Whether a person sees stdout: what is written there must be safe. */
  readonly isInteractive: boolean
  /** Whether characters beyond ASCII can be shown. */
  readonly hasUnicode: boolean
  /** Shows on stderr how far a long work is; nothing where no person sees it. */
  startProgress(label: string): Progress
  /** Asks a person on stderr, who says yes or no. @returns `undefined` where there is nobody to ask */
  confirm(question: string): Promise<boolean | undefined>
}

/** Whoever read our output stopped reading; that is no failure. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/** What a terminal is made of. */
export interface Streams {
  readonly stdout: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>
  readonly stderr: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number }
  /** Where a person answers. */
  readonly asked?: AskedStreams
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Width where nobody can tell: of a file, a pipe, and of most terminals. */
const DEFAULT_COLUMNS = 80

/**
 * Colours and the real width only on a terminal. https://no-color.org switches colours off, FORCE_COLOR (anything but 0) switches them
 * on, and COLUMNS is the width where there is no terminal.
 */
export function createTerminal({ stdout, stderr, asked, env }: Streams): Terminal {
  return {
    columns: (stdout.isTTY && stdout.columns) || columnsOf(env) || DEFAULT_COLUMNS,
    paint: hasColours(stdout.isTTY, env) ? coloured : plain,
    isInteractive: stdout.isTTY,
    hasUnicode: isUnicode(env),
    out: (...lines) => void stdout.write(lines.map((line) => `${line}\n`).join('')),
    err: (...lines) =>
      void stderr.write(
        lines
          .flatMap((line) => messageLines(line, stderr))
          .map((line) => `${line}\n`)
          .join(''),
      ),
    write: (piece) => new Promise((resolve, reject) => void stdout.write(piece, (error) => (error ? reject(asClosed(error)) : resolve()))),
    startProgress: (label) =>
      createProgress(label, { write: (text) => void stderr.write(text), columns: (stderr.isTTY && stderr.columns) || 0 }),
    confirm: createConfirm(asked),
  }
}

/** A terminal would break words; a cursor must stay one, and what is indented is laid out already. */
function messageLines(text: string, { isTTY, columns }: Streams['stderr']): readonly string[] {
  const lines = safeLines(text).split('\n')
  return isTTY && columns ? lines.flatMap((line) => (/^ |^--/.test(line) ? [line] : wrapWords(line, columns))) : lines
}

type Env = Streams['env']

function hasColours(isTTY: boolean, env: Env): boolean {
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return isTTY && !env.NO_COLOR && env.TERM !== 'dumb'
}

function columnsOf({ COLUMNS = '' }: Env): number {
  return /^[1-9]\d{0,3}$/.test(COLUMNS) ? Number(COLUMNS) : 0
}

/** By the locale, as POSIX orders its variables. Where none is set (a container, a service) the terminal is almost always one of UTF-8. */
function isUnicode({ LC_ALL, LC_CTYPE, LANG }: Env): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG
  return !locale || /utf-?8/i.test(locale)
}

function asClosed(error: Error): Error {
  const code = 'code' in error ? String(error.code) : ''
  return /^(EPIPE|EOF|ECONNRESET|ERR_STREAM_DESTROYED|ERR_STREAM_WRITE_AFTER_END)$/.test(code) ? new OutputClosed() : error
}
