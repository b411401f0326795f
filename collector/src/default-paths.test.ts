import { describe, expect, it } from 'vitest'
import { defaultPaths, type Env } from './default-paths.ts'

describe('defaultPaths', () => {
  const cases: readonly (readonly [name: string, env: Env, platform: NodeJS.Platform, database: string])[] = [
    ['home', {}, 'linux', '/home/me/.local/share/ai-tracker/tracker.db'],
    ['macOS is the same', {}, 'darwin', '/home/me/.local/share/ai-tracker/tracker.db'],
    ['XDG_DATA_HOME', { XDG_DATA_HOME: '/data' }, 'linux', '/data/ai-tracker/tracker.db'],
    ['a relative XDG_DATA_HOME is ignored', { XDG_DATA_HOME: 'data' }, 'linux', '/home/me/.local/share/ai-tracker/tracker.db'],
    ['LOCALAPPDATA', { LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\Local\\ai-tracker\\tracker.db'],
  ]
  it.each(cases)('%s', (...[, env, platform, database]) => {
    expect(defaultPaths(env, platform, '/home/me').database).toBe(database)
  })

  it('has a configuration file beside other settings', () => {
    expect(defaultPaths({ XDG_CONFIG_HOME: '/etc/me' }, 'linux', '/home/me').config).toBe('/etc/me/ai-tracker/config.json')
    expect(defaultPaths({}, 'linux', '/home/me').config).toBe('/home/me/.config/ai-tracker/config.json')
    expect(defaultPaths({}, 'win32', 'C:\\me').config).toBe('C:\\me\\AppData\\Roaming\\ai-tracker\\config.json')
  })
})
