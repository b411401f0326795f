/**
 * A model provider on this machine: speaks the wire formats of OpenAI and Anthropic, answers from a script with
 * deterministic ids and token counts, and keeps a log of what it billed. Not checked: API keys, parameters, limits.
 */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer, ScriptedError } from './answer.ts'
import { idDigits, replyOf } from './answer.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { blogPostScript } from './blog-post.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiResponses } from './openai-responses.ts'
import type { LoggedRequest } from './request-log.ts'
import type { ModelRequest, Script } from './script.ts'
import { echoAnswer } from './script.ts'
import { sseText } from './sse.ts'
import type { RequestBody, WireFormat } from './wire.ts'
import { isObject, text } from './wire.ts'

const FORMATS: readonly WireFormat[] = [openaiChat, openaiResponses, openaiEmbeddings, anthropicMessages]

const MAX_BODY_BYTES = 16 * 1024 * 1024

/** A header that carries an `Answer` as JSON, for a caller that wants its own answer to one request. */
export const ANSWER_HEADER = 'x-fake-answer'

/** A running fake model. */
export interface RunningModel {
  /** `http://127.0.0.1:PORT`, without `/v1`. */
  readonly url: string
  /** What was asked and billed so far, in order of arrival. */
  readonly requests: readonly LoggedRequest[]
  readonly close: () => Promise<void>
}

export interface FakeModel {
  /** Listens on 127.0.0.1; port 0 takes any free one. */
  readonly listen: (port: number) => Promise<RunningModel>
}

/** A model server that answers from `script` (default: the blog post scenario), else repeats what the user said. */
export function createFakeModel({ script = blogPostScript }: { readonly script?: Script } = {}): FakeModel {
  return {
    listen: async (port) => {
      const requests: LoggedRequest[] = []
      const stopping = new AbortController()
      const server = createServer((request, response) => {
        serve({ request, response, script, requests, signal: stopping.signal }).catch((error: unknown) => response.destroy(asError(error)))
      })
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        requests,
        close: async () => {
          stopping.abort()
          server.close()
          server.closeAllConnections()
          await once(server, 'close')
        },
      }
    },
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly script: Script
  readonly requests: LoggedRequest[]
  readonly signal: AbortSignal
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response } = exchange
  const path = (request.url ?? '').split('?')[0]
  const format = FORMATS.find((each) => each.path === path)
  if (!format || request.method !== 'POST')
    return sendJson(response, 404, { error: { type: 'not_found_error', message: `no ${request.method} ${path} here` } })
  const body = parseBody(await readBody(request))
  const index = exchange.requests.length + 1
  const asked = modelRequest(format, format.resume?.(body, exchange.requests) ?? body)
  const problem = problemOf(body)
  const answer = problem ? { error: problem } : (headerAnswer(request) ?? exchange.script(asked) ?? echoAnswer(asked))
  const reply = replyOf(answer, { index, model: asked.model, toolIdPrefix: format.toolIdPrefix })
  exchange.requests.push(logged({ index, asked, body, format, answer }))
  if (answer.delayMs) await wait(answer.delayMs, undefined, { signal: exchange.signal })
  response.setHeader('request-id', `req_${idDigits(index)}`)
  if (answer.error) return sendJson(response, answer.error.status, format.error(answer.error))
  if (!asked.stream || !format.stream) return sendJson(response, 200, format.body(reply, body))
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  for (const event of format.stream(reply, body)) response.write(sseText(event))
  response.end()
}

function modelRequest(format: WireFormat, body: RequestBody): ModelRequest {
  return { ...format.read(body), api: format.api, provider: format.provider, model: text(body.model), stream: body.stream === true }
}

function problemOf(body: RequestBody): ScriptedError | undefined {
  if (text(body.model)) return undefined
  return { status: 400, type: 'invalid_request_error', message: 'model: field required' }
}

function headerAnswer(request: IncomingMessage): Answer | undefined {
  const header = request.headers[ANSWER_HEADER]
  if (typeof header !== 'string') return undefined
  const answer: Answer = JSON.parse(header)
  return answer
}

interface LogInput {
  readonly index: number
  readonly asked: ModelRequest
  readonly body: RequestBody
  readonly format: WireFormat
  readonly answer: Answer
}

function logged({ index, asked, body, format, answer }: LogInput): LoggedRequest {
  const { model, provider, api, stream, lastUserText, toolResults } = asked
  const common = { index, api, provider, requestModel: model, stream, lastUserText, toolResults, body }
  if (answer.error) {
    const { status, type, message } = answer.error
    return { ...common, status, toolCalls: [], toldUsage: false, error: { type, message } }
  }
  const reply = replyOf(answer, { index, model, toolIdPrefix: format.toolIdPrefix })
  const responseId = format.responseId(index)
  const finishWord = format.finishWord(reply)
  return {
    ...common,
    status: 200,
    responseModel: reply.responseModel,
    text: reply.text,
    toolCalls: reply.toolCalls,
    usage: reply.usage,
    toldUsage: format.tellsUsage(body),
    ...(responseId !== undefined && { responseId }),
    ...(finishWord !== undefined && { finishWord, finish: reply.finish }),
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MAX_BODY_BYTES) throw new Error(`request body over ${MAX_BODY_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** A body that is no JSON object reads as an empty one, which has no model and is refused for that. */
function parseBody(body: string): RequestBody {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
