import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

/** Environment variables by name. */
export type Env = Readonly<Record<string, string | undefined>>

/** Where the user's machine keeps data and settings. */
export interface DefaultPaths {
  readonly database: string
  readonly config: string
}

const APP = 'ai-tracker'

/**
 * The files that are used when none is named: XDG base directories (relative values are ignored, as the specification asks), or
 * the profile folders on Windows.
 */
export function defaultPaths(env: Env, platform: NodeJS.Platform = process.platform, home: string = homedir()): DefaultPaths {
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local')
    const roaming = env.APPDATA || win32.join(home, 'AppData', 'Roaming')
    return { database: win32.join(local, APP, 'tracker.db'), config: win32.join(roaming, APP, 'config.json') }
  }
  const base = (name: string, fallback: string): string => {
    const value = env[name] ?? ''
    return posix.isAbsolute(value) ? value : posix.join(home, fallback)
  }
  return {
    database: posix.join(base('XDG_DATA_HOME', '.local/share'), APP, 'tracker.db'),
    config: posix.join(base('XDG_CONFIG_HOME', '.config'), APP, 'config.json'),
  }
}
