import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { describeBesideProvider } from './beside-provider.suite.ts'
import { describeInstalled } from './installed.suite.ts'
import { oldestNode, ownNode } from './node-runtimes.ts'
import { packAll, type Tarball } from './pack.ts'
import { installProject, type Project } from './project.ts'
import { describeReadmeInstall } from './readme-install.suite.ts'
import { describeTarball } from './tarballs.suite.ts'
import { describeTypes } from './types.suite.ts'
import { publishedWorkspaces, ROOT } from './workspaces.ts'

/** A download of Node.js, a build of the page and two installations. */
const PREPARE_MS = 240_000
/** Ten thousand small files. */
const REMOVE_MS = 120_000

const scratch = mkdtempSync(join(tmpdir(), 'ai-tracker-packages-'))
let tarballs: readonly Tarball[] = []
let onOwnNode: Project
let onOldestNode: Project

beforeAll(async () => {
  const [packed, node] = await Promise.all([packAll(join(scratch, 'tarballs')), oldestNode(join(scratch, 'oldest-node'))])
  tarballs = packed
  // A program in TypeScript has these types.
  const { devDependencies }: { devDependencies: { '@types/node': string } } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const others = { '@types/node': devDependencies['@types/node'] }
  const installations = [
    installProject(join(scratch, 'on-own-node'), { node: ownNode(), tarballs, others }),
    installProject(join(scratch, 'on-oldest-node'), { node, tarballs }),
  ] as const
  ;[onOwnNode, onOldestNode] = await Promise.all(installations)
}, PREPARE_MS)

afterAll(() => rm(scratch, { recursive: true, force: true }), REMOVE_MS)

for (const workspace of publishedWorkspaces()) {
  const tarball = (): Tarball => {
    const found = tarballs.find(({ name }) => name === workspace.manifest.name)
    if (!found) throw new Error(`${workspace.manifest.name} was not packed`)
    return found
  }
  describeTarball(workspace, tarball, scratch)
}

describeTypes(() => onOwnNode)
describeReadmeInstall({ scratch, tarballs: join(scratch, 'tarballs') })
describeBesideProvider({ tarballs: () => tarballs, collector: () => onOwnNode, scratch })

describeInstalled(
  'this Node.js',
  () => onOwnNode,
  () => tarballs,
)
describeInstalled(
  'the oldest Node.js that we support',
  () => onOldestNode,
  () => tarballs,
)
