/** What the agent can do: four tools over one folder. None reaches outside of it, and the only command is the one below. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { text } from 'node:stream/consumers'

const COMMAND_TIMEOUT_MS = 20_000

/** A tool, as the model is told of it and as the loop runs it. */
export interface Tool {
  readonly name: string
  readonly type: 'read' | 'write' | 'bash'
  readonly description: string
  /** Names of its arguments, which are texts. */
  readonly parameters: readonly string[]
  readonly run: (args: Readonly<Record<string, string>>) => Promise<ToolResult>
}

/** What a tool gave. */
export interface ToolResult {
  /** What the model gets to see. */
  readonly result: string
  /** Of a command. */
  readonly exitCode?: number
  /** The file that it wrote. */
  readonly written?: string
}

/** The tools over `folder`, an absolute path. */
export function projectTools(folder: string): readonly Tool[] {
  const inside = (path = '') => {
    const full = resolve(folder, path)
    if (!full.startsWith(folder + sep)) throw new Error(`${path} lies outside of the project`)
    return full
  }
  return [
    {
      name: 'list_files',
      type: 'read',
      description: 'The paths of all files of the project.',
      parameters: [],
      run: async () => ({ result: (await filesIn(folder)).join('\n') }),
    },
    {
      name: 'read_file',
      type: 'read',
      description: 'The text of a file.',
      parameters: ['path'],
      run: async ({ path }) => ({ result: await readFile(inside(path), 'utf8') }),
    },
    {
      name: 'write_file',
      type: 'write',
      description: 'Replaces the text of a file.',
      parameters: ['path', 'content'],
      run: async ({ path, content = '' }) => {
        await writeFile(inside(path), content)
        return { result: `wrote ${path}`, written: inside(path) }
      },
    },
    {
      name: 'run_tests',
      type: 'bash',
      description: 'Runs the tests of the project. Exit code 0 means that all of them pass.',
      parameters: [],
      run: () => runTests(folder),
    },
  ]
}

/** Runs `node --test` without your environment: what runs there may have been written by a model, and your key is in it. */
export async function runTests(folder: string): Promise<Required<Pick<ToolResult, 'result' | 'exitCode'>>> {
  const options = { cwd: folder, env: {}, timeout: COMMAND_TIMEOUT_MS }
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (typeof code !== 'number') throw new Error(`the tests were not done after ${COMMAND_TIMEOUT_MS} ms`)
  return { result: `exit code ${code}\n${output}`, exitCode: code }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted()
}
