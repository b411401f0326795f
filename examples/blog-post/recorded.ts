/** The three things that the phases do again and again, each with its record: ask the model, save a file, run the linter. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Phase } from '@ai-tracker/sdk'
import { OpenAI } from 'openai'

const MODEL = process.env.OPENAI_MODEL ?? 'gpt-5-mini'
const LINTER = join(import.meta.dirname, 'lint.mjs')
const client = new OpenAI()

/** Asks the model: question, answer and usage are recorded. */
export function ask(phase: Phase, question: string, format: 'text' | 'json_object' = 'text'): Promise<string> {
  return phase.prompt({ provider: 'openai', model: MODEL, text: question }, async (prompt) => {
    const { id, model, choices, usage } = await client.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: question }],
      response_format: { type: format },
    })
    const [choice] = choices
    const answer = choice?.message.content
    if (!answer) throw new Error(`${model} sent no answer`)
    prompt.respond({
      text: answer,
      responseId: id,
      model,
      finishReason: choice.finish_reason,
      tokensInput: usage?.prompt_tokens,
      tokensOutput: usage?.completion_tokens,
      tokensCacheRead: usage?.prompt_tokens_details?.cached_tokens,
      tokensReasoning: usage?.completion_tokens_details?.reasoning_tokens,
    })
    return answer
  })
}

/** Writes a file: an action, and an artifact with the size and hash of the file. */
export async function save(phase: Phase, { type, path, content }: { type: string; path: string; content: string }): Promise<void> {
  await phase.action({ type: 'write', arguments: { path } }, () => writeFile(path, `${content.trimEnd()}\n`))
  await phase.artifact({ type, path })
}

/** Runs the linter: an action with its command, output and exit code. @returns its complaints, as `file:line: text` */
export function lint(phase: Phase, path: string): Promise<readonly string[]> {
  return phase.action({ type: 'bash', tool: 'lint', command: `node lint.mjs ${path}` }, async (action) => {
    const child = spawn(process.execPath, [LINTER, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')])
    action.record({ result: output, exitCode })
    return output.split('\n').filter(Boolean)
  })
}
