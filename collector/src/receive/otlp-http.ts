import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { AppError } from '../domain/app-error.ts'
import type { IngestPort } from '../domain/ingest.ts'
import { type BodyLimits, type BodySource, readBody } from './body.ts'
import { parseCoding } from './inflate.ts'
import { acceptedReply, errorReply, type ReplyCodec, type ReplyCodecs } from './reply.ts'

/** What the OTLP/HTTP edge needs from outside. */
export interface OtlpHttpNeeds {
  readonly ingest: IngestPort
  readonly codecs: ReplyCodecs
  readonly limits: BodyLimits
  /** Told about errors that are bugs of ours. */
  readonly report: (error: unknown) => void
}

/** Node's request and response, where the app runs behind a socket and not in a test. */
export interface EdgeEnv {
  Bindings: Partial<HttpBindings>
}

/** There is one workspace until tokens name others. */
const WORKSPACE_ID = 1
const TRACES = ['/v1/traces', '/v1/traces/']
const NOT_YET = ['/v1/logs', '/v1/logs/', '/v1/metrics', '/v1/metrics/', '/v1development/profiles']

/** The OTLP/HTTP edge: bounds, inflates and hands over. It decodes nothing; the writer thread does. */
export function otlpHttp(needs: OtlpHttpNeeds): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>()
  app.on('POST', TRACES, (c) => receiveTraces(c, needs))
  app.on('POST', NOT_YET, (c) => {
    throw new AppError('unimplemented', `this collector does not store ${signalOf(c.req.path)}; send traces to /v1/traces`)
  })
  for (const path of [...TRACES, ...NOT_YET]) {
    app.all(path, () => {
      throw new AppError('method_not_allowed', 'OTLP is sent with POST')
    })
  }
  app.all('/v1/*', () => {
    throw wrongPath()
  })
  app.post('/', () => {
    throw wrongPath()
  })
  app.onError((error, c) => otlpError(c, needs, error))
  return app
}

/** Whether a request is one of an OTLP sender, who wants errors as `google.rpc.Status`. */
export function isOtlpRequest(method: string, path: string): boolean {
  return path.startsWith('/v1/') || path.startsWith('/v1development/') || (method === 'POST' && path === '/')
}

/** Turns any error into a reply in the encoding of the request. Errors of ours that are bugs are reported. */
export function otlpError(c: Context<EdgeEnv>, { codecs, report }: Pick<OtlpHttpNeeds, 'codecs' | 'report'>, error: unknown): Response {
  if (!(error instanceof AppError)) report(error)
  const codec = codecs.codecFor(c.req.header('content-type')) ?? codecs.json
  return errorReply(codec, error, c.env?.incoming)
}

async function receiveTraces(c: Context<EdgeEnv>, needs: OtlpHttpNeeds): Promise<Response> {
  const codec = needs.codecs.codecFor(c.req.header('content-type'))
  if (!codec) {
    throw new AppError('unsupported', 'this Content-Type is not OTLP; send application/x-protobuf or application/json')
  }
  const body = await readBody(bodySource(c), needs.limits)
  try {
    return await submit(codec, body.bytes, needs.ingest)
  } finally {
    body.lease.release()
  }
}

async function submit(codec: ReplyCodec, body: Uint8Array<ArrayBuffer>, ingest: IngestPort): Promise<Response> {
  const reply = await ingest.submit({ mediaType: codec.mediaType, body, workspaceId: WORKSPACE_ID })
  if (reply.status === 'refused') throw new AppError(reply.code, reply.message)
  return acceptedReply(codec, reply.rejectedItems, reply.message)
}

/** Node's own stream where there is one: it tells more about a broken connection than a web stream, and costs less. */
function bodySource(c: Context<EdgeEnv>): BodySource {
  const declared = c.req.header('content-length')
  const coding = parseCoding(c.req.header('content-encoding'))
  const declaredBytes = declared === undefined ? undefined : Number(declared)
  return {
    coding,
    declaredBytes,
    open: () => {
      const { incoming, outgoing } = c.env ?? {}
      if (incoming?.headers.expect) outgoing?.writeContinue()
      const { body } = c.req.raw
      return incoming ?? (body ? Readable.fromWeb(body as NodeReadableStream) : undefined)
    },
  }
}

function signalOf(path: string): string {
  return path.split('/')[2] ?? 'this signal'
}

function wrongPath(): AppError {
  return new AppError(
    'not_found',
    'nothing is received here; traces go to /v1/traces. Set OTEL_EXPORTER_OTLP_ENDPOINT to the address without a path, ' +
      'or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT to the address with /v1/traces',
  )
}
