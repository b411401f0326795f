import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Project } from './project.ts'

/** `tracker serve` of a project. */
export interface Served {
  readonly url: string
  /** The database. */
  readonly file: string
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>
}

const READY = /^listening http=(http:\/\/127\.0\.0\.1:\d+)(?: grpc=\S+)? db=(.+)$/m

/** Starts the command that npm has linked, with a database in the project and any free port. */
export async function serve({ folder, node }: Project, name: string): Promise<Served> {
  const file = join(folder, name)
  const child = spawn(join(folder, 'node_modules/.bin/tracker'), ['serve', '--db', file, '--http-port', '0'], {
    cwd: folder,
    env: { ...process.env, ...node.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([code]): number | null => code)
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  const said = { out: '', errors: '' }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.errors += text
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text
      const [, address] = READY.exec(said.out) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`tracker serve ended without a ready line:\n${said.out}\n${said.errors}`)))
  })
  return { url, file, stop }
}
