import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks } from '../docs/markdown.ts'
import { ownNode } from './node-runtimes.ts'
import { runCommand } from './run-command.ts'
import { ROOT } from './workspaces.ts'

const INSTALL_MS = 120_000
const ONLINE = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_prefer_offline: 'true' }

interface Place {
  /** Where the tarballs are. */
  readonly tarballs: string
  readonly scratch: string
}

/** The commands of the READMEs that install our tarballs, word for word, in a folder beside the clone. */
export function describeReadmeInstall({ tarballs, scratch }: Place): void {
  describe('the READMEs', () => {
    const folder = () => join(scratch, 'beside', 'your-program')
    const prefix = () => join(scratch, 'beside', 'global')
    const run = (...command: readonly [string, ...string[]]) =>
      runCommand(command, { cwd: folder(), env: { ...ownNode().env, ...ONLINE, npm_config_prefix: prefix() } })

    beforeAll(() => {
      mkdirSync(folder(), { recursive: true })
      mkdirSync(join(scratch, 'beside', 'ai-workflow-tracker'))
      symlinkSync(tarballs, join(scratch, 'beside', 'ai-workflow-tracker', '.packages'), 'dir')
    })

    it.each(['packages/sdk', 'packages/cli'])('of %s says how to make the tarballs', (workspace) => {
      const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
      expect(commandsOf(workspace)).toContain('npm run pack')
      expect(scripts.pack).toBe('node test/packaging/main.ts')
    })

    it(
      'install the SDK, for import and for require',
      async () => {
        await run('sh', '-c', `npm init -y && ${installOf('packages/sdk')}`)
        const said = 'console.log(typeof tracker.session)'
        expect(await run('node', '--input-type=module', '-e', `import { tracker } from '@ai-tracker/sdk'; ${said}`)).toBe('function\n')
        expect(await run('node', '-e', `const { tracker } = require('@ai-tracker/sdk'); ${said}`)).toBe('function\n')
      },
      INSTALL_MS,
    )

    it(
      'install the command for every folder',
      async () => {
        await run('sh', '-c', installOf('packages/cli'))
        const version = JSON.parse(readFileSync(join(ROOT, 'packages/cli/package.json'), 'utf8')).version
        const tracker = process.platform === 'win32' ? join(prefix(), 'tracker.cmd') : join(prefix(), 'bin', 'tracker')
        expect(await run(tracker, '--version')).toContain(version)
      },
      INSTALL_MS,
    )
  })
}

function commandsOf(workspace: string): readonly string[] {
  const readme = readFileSync(join(ROOT, workspace, 'README.md'), 'utf8')
  return codeBlocks(readme, 'sh').flatMap((block) => block.split('\n'))
}

function installOf(workspace: string): string {
  return (
    commandsOf(workspace).find((line) => line.startsWith('npm install')) ?? `echo "no npm install in the README of ${workspace}"; false`
  )
}
