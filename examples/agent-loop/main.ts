/**
 * An agent that mends a broken project: a model with tools in a loop, on the real `openai` package. OpenInference records the
 * calls of the model; our SDK records the session, its steps and the tools. A call lands in the step in which it is made.
 */
import { cp, mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTracker, type Scope } from '@ai-tracker/sdk'
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai'
import { OpenAI } from 'openai'
import type { ChatCompletionFunctionTool, ChatCompletionMessageFunctionToolCall, ChatCompletionMessageParam } from 'openai/resources/chat'
import { projectTools, runTests, type Tool } from './tools.ts'

const MODEL = process.env.OPENAI_MODEL ?? 'gpt-5-mini'
/** An agent that has not found it by then is lost. */
const MAX_TURNS = 20
const TASK = 'The tests of this project fail. Find out why, mend it, and run them again. Then say in two sentences what was wrong.'

const tracker = createTracker({ serviceName: 'mender' })
new OpenAIInstrumentation().manuallyInstrument(OpenAI)
const client = new OpenAI()

await tracker.session({ workflow: 'mend_project', inputs: { task: TASK } }, async (session) => {
  const folder = await session.phase('prepare', copyProject)
  const answer = await session.agent('mender', (agent) => mend(agent, projectTools(folder)))
  console.log(answer)

  // Never believe an agent that says that the tests pass.
  const exitCode = await session.phase('verify', (phase) =>
    phase.action({ type: 'bash', command: 'node --test' }, async (action) => {
      const tests = await runTests(folder)
      action.record(tests)
      return tests.exitCode
    }),
  )
  session.complete({ outcome: exitCode === 0 ? 'mended' : 'still broken', outputs: { answer, folder } })
})

/** A copy for the agent to work on, so that this can run again and again. */
async function copyProject(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'agent-loop-')))
  await cp(join(import.meta.dirname, 'broken-project'), folder, { recursive: true })
  return folder
}

/** The loop: ask, run the tools that the model asks for, show it what they gave, until it asks for none. */
async function mend(agent: Scope, tools: readonly Tool[]): Promise<string> {
  const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: TASK }]
  for (let turn = 1; turn <= MAX_TURNS; turn++) {
    const completion = await client.chat.completions.create({ model: MODEL, messages, tools: tools.map(definition) })
    const message = completion.choices[0]?.message
    if (!message?.tool_calls?.length) return message?.content ?? ''
    messages.push(message)
    for (const call of message.tool_calls) {
      if (call.type !== 'function') continue
      messages.push({ role: 'tool', tool_call_id: call.id, content: await callTool(call, { agent, tools }) })
    }
  }
  throw new Error(`the agent was not done after ${MAX_TURNS} turns`)
}

/** Runs one tool as an action of the agent. @returns what the model gets to see */
async function callTool(call: ChatCompletionMessageFunctionToolCall, { agent, tools }: { agent: Scope; tools: readonly Tool[] }) {
  const { name, arguments: args } = call.function
  const tool = tools.find((each) => each.name === name)
  try {
    return await agent.action({ type: tool?.type ?? 'unknown', tool: name, callId: call.id, arguments: args }, async (action) => {
      if (!tool) throw new Error(`there is no tool ${name}`)
      const { written, ...outcome } = await tool.run(JSON.parse(args))
      action.record(outcome)
      if (written !== undefined) await agent.artifact({ type: 'code', path: written })
      return outcome.result
    })
  } catch (error) {
    // The action is recorded as failed. The model is told why, and may find another way.
    return `error: ${error instanceof Error ? error.message : error}`
  }
}

/** A tool as the model is told of it. */
function definition({ name, description, parameters }: Tool): ChatCompletionFunctionTool {
  const properties = Object.fromEntries(parameters.map((parameter) => [parameter, { type: 'string' }]))
  return { type: 'function', function: { name, description, parameters: { type: 'object', properties, required: [...parameters] } } }
}
