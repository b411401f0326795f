import type { Reply } from './answer.ts'
import { totalInput } from './answer.ts'
import { openaiError } from './openai-usage.ts'
import type { RequestBody, WireFormat } from './wire.ts'

const VECTOR = [0.25, -0.5, 0.125, 1]

/** OpenAI embeddings, one vector of four numbers whatever the input. Source: OpenAI API reference, `POST /v1/embeddings`. */
export const openaiEmbeddings: WireFormat = {
  api: 'openai.embeddings',
  provider: 'openai',
  path: '/v1/embeddings',
  toolIdPrefix: 'call_',
  read: (body) => ({ lastUserText: inputText(body), toolResults: [] }),
  responseId: () => undefined,
  finishWord: () => undefined,
  body: embeddings,
  tellsUsage: () => true,
  error: openaiError,
}

/** The vector comes as the request asked for it: numbers, or base64 of 32-bit floats. */
function embeddings(reply: Reply, body: RequestBody) {
  const embedding = body.encoding_format === 'base64' ? Buffer.from(Float32Array.from(VECTOR).buffer).toString('base64') : VECTOR
  const tokens = totalInput(reply.usage)
  return {
    object: 'list',
    model: reply.responseModel,
    data: [{ object: 'embedding', index: 0, embedding }],
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

function inputText(body: RequestBody): string {
  return Array.isArray(body.input) ? body.input.join('\n') : String(body.input ?? '')
}
