import { createInterface } from 'node:readline'
import type { ReadStream, WriteStream } from 'node:tty'

/** Where a question is asked and answered. */
export interface AskedStreams {
  readonly stdin: NodeJS.ReadableStream & Pick<ReadStream, 'isTTY'>
  readonly stderr: NodeJS.WritableStream & Pick<WriteStream, 'isTTY'>
}

/**
 * Asks a question that is answered with y or n. Anything but a yes is a no, and so is Ctrl-D.
 * @returns a function that gives `undefined` where no person can see the question or answer it
 */
export function createConfirm(streams: AskedStreams | undefined): (question: string) => Promise<boolean | undefined> {
  return (question) => {
    if (!streams?.stdin.isTTY || !streams.stderr.isTTY) return Promise.resolve(undefined)
    // The terminal edits the line by itself, and Ctrl-C ends the program as everywhere.
    const reader = createInterface({ input: streams.stdin, output: streams.stderr, terminal: false })
    return new Promise((resolve) => {
      const left = (): void => {
        streams.stderr.write('\n')
        resolve(false)
      }
      reader.once('close', left)
      reader.question(`${question} [y/N] `, (answer) => {
        reader.off('close', left)
        resolve(/^\s*y(es)?\s*$/i.test(answer))
        reader.close()
      })
    })
  }
}
