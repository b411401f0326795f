import type { Answer } from './answer.ts'
import type { RequestParts } from './wire.ts'

/** What a script sees of a request. */
export interface ModelRequest extends RequestParts {
  /** `openai.chat`, `openai.responses`, `openai.embeddings` or `anthropic.messages`. */
  readonly api: string
  readonly provider: 'openai' | 'anthropic'
  readonly model: string
  readonly stream: boolean
}

/** Chooses the answer to a request; `undefined` leaves it to the default, which repeats what the user said. */
export type Script = (request: ModelRequest) => Answer | undefined

/** One line of a script: the answer to requests whose last user text is exactly this. */
export interface Line {
  readonly user: string
  /** Whether the line answers the request that brings a tool's result. Default: false. */
  readonly afterTool?: boolean
  readonly api?: string
  readonly answer: Answer
}

/** A script that looks the answer up by the last user text; the first line that fits answers, however often it is asked. */
export function linesScript(lines: readonly Line[]): Script {
  return (request) => lines.find((line) => fits(line, request))?.answer
}

/** A script that gives its answers one after the other, whatever is asked, and then none. */
export function queueScript(answers: readonly Answer[]): Script {
  let next = 0
  return () => answers[next++]
}

/** A conversation in which a model may ask for tools before it answers. */
export interface Conversation {
  /** What the last text of the user looks like. */
  readonly asked: RegExp
  /** Each answers when the results of every tool that the earlier ones asked for are there. */
  readonly turns: readonly Answer[]
}

/** A script that looks the conversation up by the last user text, and its turn by the results of tools since then. */
export function conversationScript(conversations: readonly Conversation[]): Script {
  return ({ lastUserText, toolResults }) => {
    let results = 0
    return conversations
      .find(({ asked }) => asked.test(lastUserText))
      ?.turns.find((turn) => {
        const isReached = results === toolResults.length
        results += turn.toolCalls?.length ?? 0
        return isReached
      })
  }
}

/** The answer where no script has one. */
export function echoAnswer(request: ModelRequest): Answer {
  return { text: `You said: ${request.lastUserText}` }
}

function fits(line: Line, request: ModelRequest): boolean {
  const afterTool = request.toolResults.length > 0
  return line.user === request.lastUserText && (line.afterTool ?? false) === afterTool && (line.api ?? request.api) === request.api
}
