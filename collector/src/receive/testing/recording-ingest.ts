import type { IngestPort, IngestReply, IngestRequest, RefusedRequest } from '../../domain/ingest.ts'
import type { ReplyCodec, ReplyCodecs } from '../reply.ts'

/** An ingest port that keeps what it gets and answers as told: the border of this layer, so that its tests need no store. */
export interface RecordingIngest extends IngestPort {
  readonly requests: IngestRequest[]
  /** What the edge refused itself. */
  readonly refusals: RefusedRequest[]
  answer: (request: IngestRequest) => Promise<IngestReply>
}

/** Stores everything until told otherwise. */
export function recordingIngest(): RecordingIngest {
  const requests: IngestRequest[] = []
  const refusals: RefusedRequest[] = []
  const port: RecordingIngest = {
    requests,
    refusals,
    waitingBytes: 0,
    answer: () => Promise.resolve({ status: 'stored', rejectedItems: 0, message: '' }),
    submit(request) {
      requests.push(request)
      return port.answer(request)
    },
    refused: (request) => void refusals.push(request),
  }
  return port
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** Short stand-ins for both encodings: a mark of the encoding, then the fields. The real ones are tested where they are. */
function markedCodec(mediaType: string, mark: string): ReplyCodec {
  return {
    mediaType,
    encodeResponse: (signal, partial) => text(partial ? `${mark} ${signal} ${partial.rejected} ${partial.message}` : ''),
    encodeStatus: (code, message) => text(`${mark} ${code} ${message}`),
  }
}

const json = markedCodec('application/json', 'json')
const protobuf = markedCodec('application/x-protobuf', 'proto')

/** Knows the two media types without parameters. */
export const markedCodecs: ReplyCodecs = {
  json,
  codecFor: (contentType) => [json, protobuf].find(({ mediaType }) => mediaType === contentType),
}
