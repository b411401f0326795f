import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import type { Target } from './send.ts'
import type { FileToSend } from './spool.ts'

/** What the child reads its work from. Not its arguments: those of every process can be read by everybody. */
const WORK = 'AI_TRACKER_AFTER_EXIT'
/** Environments of processes are limited; what is more than this is left for the next program. */
const MAX_FILES = 100
/** Only Node.js itself can be started with code: not Electron, not a program that is one file with Node.js in it. */
const NODE = /^node(js)?[\d.-]*(\.exe)?$/i

/**
 * All of the child's program. A text, because a file of this package cannot be found once a program was bundled, and without imports of
 * ours for the same reason. It claims each file as every process does (see `spool.ts`), so that nothing is lost whenever it ends, and takes
 * the same answers for a receipt as `send.ts`.
 */
const PROGRAM = `
const { readFileSync, renameSync, rmSync } = require('node:fs')
const { url, headers, files } = JSON.parse(process.env.${WORK})
const signal = AbortSignal.timeout(8000)
const isReceipt = async ({ ok, body }) => {
  const pieces = []
  let bytes = 0
  for await (const piece of body ?? []) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > 65536) return false
  }
  const text = Buffer.concat(pieces).toString().trim()
  if (!ok || text === '') return ok
  const said = JSON.parse(text)
  return typeof said === 'object' && said !== null && !Array.isArray(said)
}
const arrives = async (path) => {
  for (const body of readFileSync(path, 'utf8').split('\\n')) {
    if (!body.startsWith('{') || !body.endsWith('}')) continue
    const reply = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    if (!(await isReceipt(reply))) return false
  }
  return true
}
const main = async () => {
  for (const { path, sending, free } of files) {
    const own = sending.join(process.pid)
    try { renameSync(path, own) } catch { continue }
    if (!(await arrives(own).catch(() => false))) return renameSync(own, free)
    rmSync(own, { force: true })
  }
}
main().finally(() => process.exit())
`

/**
 * Starts a small process that outlives this one, sends files of the spool, and ends within some seconds. What it cannot send waits for
 * the next program. Returns at once.
 */
export function sendAfterExit({ url, headers }: Target, files: readonly FileToSend[]): void {
  if (files.length === 0 || !NODE.test(basename(process.execPath))) return
  const work = JSON.stringify({ url, headers: { ...headers, 'content-type': 'application/json' }, files: files.slice(0, MAX_FILES) })
  // What the program preloads into its own processes is none of this one's.
  const { NODE_OPTIONS: _none, ...env } = process.env
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', PROGRAM], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    env: { ...env, [WORK]: work },
  })
  // There may be no room for another process; the files wait.
  child.on('error', () => undefined).unref()
}
