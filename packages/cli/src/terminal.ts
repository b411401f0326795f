import type { WriteStream } from 'node:tty'
import { coloured, plain } from './output/paint.ts'
import { safeLines } from './output/safe-text.ts'
import type { Canvas } from './output/table.ts'

/** Where a command writes. */
export interface Terminal extends Canvas {
  /** Writes results, one line each, to stdout. What comes from telemetry must be safe already. */
  out(...lines: readonly string[]): void
  /** Writes messages to stderr, and makes them safe. */
  err(...lines: readonly string[]): void
}

/** What a terminal is made of. */
export interface Streams {
  readonly stdout: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>
  readonly stderr: Pick<WriteStream, 'write'>
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Width where nobody can tell: of a file, a pipe, and of most terminals. */
const DEFAULT_COLUMNS = 80

/** Colours and the real width only on a terminal; https://no-color.org switches colours off. */
export function createTerminal({ stdout, stderr, env }: Streams): Terminal {
  const hasColours = stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb'
  return {
    columns: (stdout.isTTY && stdout.columns) || DEFAULT_COLUMNS,
    paint: hasColours ? coloured : plain,
    out: (...lines) => void stdout.write(lines.map((line) => `${line}\n`).join('')),
    err: (...lines) => void stderr.write(lines.map((line) => `${safeLines(line)}\n`).join('')),
  }
}
