import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Names the browser that the tests use; wins over every other. */
const BROWSER_VARIABLE = 'TRACKER_BROWSER'

/** What a machine is asked. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether this is a file that can be run. */
  readonly isExecutable: (path: string) => boolean
}

/** The machine that this runs on. */
export const thisMachine: Machine = { platform: process.platform, env: process.env, isExecutable }

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const MAC_APPS = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const WINDOWS_PROGRAMS = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * Path of a browser of Chromium's family; `undefined` when there is none.
 * @throws Error when `TRACKER_BROWSER` names something that is none
 */
export function findBrowser(machine: Machine = thisMachine): string | undefined {
  const named = machine.env[BROWSER_VARIABLE]
  if (!named) return candidates(machine).find(machine.isExecutable)
  if (!machine.isExecutable(named))
    throw new Error(`${BROWSER_VARIABLE} names ${named}, which is not a program: set it to the path of a Chromium`)
  return named
}

function candidates({ platform, env }: Machine): readonly string[] {
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((folder) => folder !== undefined)
    return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((program) => `${folder}\\${program}`))
  }
  const onPath = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const commands = COMMANDS.flatMap((command) => onPath.map((folder) => join(folder, command)))
  if (platform !== 'darwin') return commands
  const folders = ['/Applications', ...(env.HOME ? [join(env.HOME, 'Applications')] : [])]
  return [...commands, ...folders.flatMap((folder) => MAC_APPS.map((app) => join(folder, app)))]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Not there, or not for us: the next candidate may be.
    return false
  }
}
