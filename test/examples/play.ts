/** Runs an example as its README says, against a collector of its own, and gives everything that REST then says of it. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Action, Artifact, Event, Issue, Prompt, Response, SessionDetail } from '../../collector/src/contract.ts'
import { codeBlocks } from '../docs/markdown.ts'
import { withCollector } from '../end-to-end/fresh-collector.ts'
import { ROOT, runCommand } from '../end-to-end/readme.ts'
import { restOf } from '../end-to-end/rest.ts'
import { onlySessionId } from '../end-to-end/session-facts.ts'

/** What an example recorded. */
export interface Played {
  /** What it printed. */
  readonly said: string
  /** What the README's `npx tracker session show` printed after it. */
  readonly page: string
  readonly session: SessionDetail
  readonly prompts: readonly Prompt[]
  readonly responses: readonly Response[]
  readonly actions: readonly Action[]
  readonly artifacts: readonly Artifact[]
  readonly issues: readonly Issue[]
  readonly events: readonly Event[]
}

/** The folder of an example. */
export function folderOf(name: string): string {
  return join(ROOT, 'examples', name)
}

/** The README of an example: its commands, one line each, and what it says that they print. */
export async function readmeOf(name: string): Promise<{ readonly commands: readonly string[]; readonly printed: readonly string[] }> {
  const text = await readFile(join(folderOf(name), 'README.md'), 'utf8')
  const commands = codeBlocks(text, 'sh').flatMap((block) => block.trim().split('\n'))
  return { commands, printed: codeBlocks(text, 'text') }
}

/** Most that playing may take on a machine that is busy with other tests. */
export const PLAY_TIMEOUT_MS = 120_000

/** The environment in which an example asks the built-in model, whatever the developer has set. */
export const BUILT_IN_MODEL = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '', OPENAI_MODEL: 'gpt-5-mini' }

/** Plays the commands of the README that run the example and show its session. Fails when one of them fails. */
export function play(name: string, env: Readonly<Record<string, string>> = {}): Promise<Played> {
  return withCollector(async ({ url, file }) => {
    const { commands } = await readmeOf(name)
    const command = (start: string) => commands.find((line) => line.startsWith(start)) ?? `echo "the README has no ${start}"; false`
    // The developer's own spool must not be replayed into this collector.
    const recording = { OTEL_EXPORTER_OTLP_ENDPOINT: url, TRACKER_SPOOL: join(dirname(file), 'spool') }
    const said = await runCommand(command('npm run'), { ...BUILT_IN_MODEL, ...recording, ...env })
    const page = await runCommand(command('npx tracker session show'), { TRACKER_DB: file })
    const rest = restOf(url)
    const path = `/sessions/${await onlySessionId(rest)}`
    return {
      said: said.replaceAll(url, 'http://127.0.0.1:4318'),
      page,
      session: await rest.get<SessionDetail>(path),
      prompts: await rest.list<Prompt>(`${path}/prompts`),
      responses: await rest.list<Response>(`${path}/responses`),
      actions: await rest.list<Action>(`${path}/actions`),
      artifacts: await rest.list<Artifact>(`${path}/artifacts`),
      issues: await rest.list<Issue>(`${path}/issues`),
      events: await rest.list<Event>(`${path}/events`),
    }
  })
}
