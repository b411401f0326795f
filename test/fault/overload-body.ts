import { encodeTraces } from '../../collector/src/decode/protobuf/write-traces.ts'
import { attributes, request, SPAN_KIND, span } from '../bench/loads/spans.ts'
import { SESSION_KEY } from './batch.ts'

/** How large a request is. */
export interface BodySize {
  readonly spansPerRequest: number
  readonly textBytes: number
}

/**
 * Makes requests by their number, as protobuf: a trace of calls that carry text. They differ in the id of the trace alone, so that making
 * them costs much less than storing them.
 */
export function overloadBodies(size: BodySize): (number: number) => Uint8Array {
  const form = firstBody(size)
  const formId = Buffer.from(traceIdOf(0), 'hex')
  const places: number[] = []
  for (let at = form.indexOf(formId); at >= 0; at = form.indexOf(formId, at + 1)) places.push(at)
  return (number) => {
    const body = Buffer.from(form)
    for (const at of places) body.write(traceIdOf(number), at, 'hex')
    return body
  }
}

function firstBody({ spansPerRequest, textBytes }: BodySize): Buffer {
  const content = 'What is to be done next? '.repeat(Math.ceil(textBytes / 25))
  const messages = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content }] }])
  const spans = Array.from({ length: spansPerRequest }, (_, place) =>
    span({
      traceId: traceIdOf(0),
      spanId: spanIdOf(place),
      parentSpanId: '',
      name: 'chat',
      kind: SPAN_KIND.client,
      startMs: place,
      durationMs: 1,
      attributes: attributes(
        ['gen_ai.operation.name', 'chat'],
        ['gen_ai.provider.name', 'openai'],
        ['gen_ai.request.model', 'gpt-5-mini'],
        ['session.id', SESSION_KEY],
        ['gen_ai.input.messages', messages],
        ['gen_ai.usage.input_tokens', 1n],
        ['gen_ai.usage.output_tokens', 2n],
      ),
    }),
  )
  return Buffer.from(encodeTraces(request(spans)))
}

/** The spans of these requests, named as `readStored` names them. */
export function spanNames(numbers: readonly number[], { spansPerRequest }: BodySize): ReadonlySet<string> {
  const places = Array.from({ length: spansPerRequest }, (_, place) => spanIdOf(place))
  return new Set(numbers.flatMap((number) => places.map((spanId) => `span ${traceIdOf(number)} ${spanId}`)))
}

function traceIdOf(number: number): string {
  return (number + 1).toString(16).padStart(32, 'e')
}

function spanIdOf(place: number): string {
  return (place + 1).toString(16).padStart(16, '0')
}
