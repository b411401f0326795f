import { spawn } from 'node:child_process'
import { AppError } from '@ai-tracker/collector'

/** What decides which browser is started. */
export interface BrowserNeeds {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
}

/** The program that opens a page, with its arguments. `BROWSER` may be several, separated by colons; the first counts, `%s` stands for the page. */
export function browserCommand(url: string, { env, platform = process.platform }: BrowserNeeds): readonly [string, ...string[]] {
  const [named = ''] = (env.BROWSER ?? '').split(platform === 'win32' ? ';' : ':')
  const [program, ...args] = named.trim().split(/\s+/)
  if (program) return [program, ...(args.some((arg) => arg.includes('%s')) ? args.map((arg) => arg.replaceAll('%s', url)) : [...args, url])]
  if (platform === 'darwin') return ['open', url]
  // `start` belongs to the shell of Windows; its first argument is a title.
  return platform === 'win32' ? ['cmd.exe', '/d', '/c', 'start', '', url] : ['xdg-open', url]
}

/** A program that cannot open the page says so soon; one that shows it may run as long as it likes. */
const PATIENCE_MS = 1_500

/** Opens a page. @throws AppError `unavailable` when no browser can be started */
export async function openBrowser(url: string, needs: BrowserNeeds): Promise<void> {
  const [program, ...args] = browserCommand(url, needs)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const refuse = (why: string): void =>
    reject(new AppError('unavailable', `cannot open a browser (${program}: ${why}); open the page above yourself, or set BROWSER`))
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  const timer = setTimeout(resolve, PATIENCE_MS)
  child.once('error', (error) => refuse('code' in error && error.code === 'ENOENT' ? 'not installed' : error.message))
  child.once('exit', (code) => (code === 0 ? resolve() : refuse(`exit code ${code}`)))
  await promise.finally(() => clearTimeout(timer))
  child.unref()
}
