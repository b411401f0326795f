import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { AppError } from '../domain/app-error.ts'
import type { IngestPort } from '../domain/ingest.ts'
import type { Signal } from '../domain/signal.ts'
import { type BodyLimits, type BodySource, readBody } from './body.ts'
import { parseCoding } from './inflate.ts'
import { isOtlpRequest, isProfilesPath, signalOfPath, wrongPath } from './otlp-paths.ts'
import { acceptedReply, errorReply, type ReplyCodec, type ReplyCodecs } from './reply.ts'
import { httpTransport, requestOrigin } from './request-origin.ts'

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
  Variables: {
    /** Bytes of the body that have arrived so far. */
    wireBytes?: number
  }
}

/** There is one workspace until tokens name others. */
export const WORKSPACE_ID = 1

/** The OTLP/HTTP edge: bounds, inflates and hands over. It decodes nothing; the writer thread does. */
export function otlpHttp(needs: OtlpHttpNeeds): Hono<EdgeEnv> {
  const app = new Hono<EdgeEnv>()
  const answer = (c: Context<EdgeEnv>): Response | Promise<Response> => {
    const signal = signalOfPath(c.req.path)
    if (signal) return receive(c, signal, needs)
    if (isProfilesPath(c.req.path)) return refuseProfiles(c)
    throw notFound(c)
  }
  app.all('/v1/*', answer).all('/v1development/*', answer).post('/', answer)
  app.onError((error, c) => otlpError(c, needs, error))
  return app
}

/** The error for a path where nothing answers; a sender of OTLP is told the right address. */
export function notFound(c: Context<EdgeEnv>): AppError {
  const { method, path, url } = c.req
  return isOtlpRequest(method, path) ? wrongPath(path, new URL(url).origin) : new AppError('not_found', `there is no ${method} ${path}`)
}

/** What turns an error into a reply and takes note of it. */
type ErrorNeeds = Pick<OtlpHttpNeeds, 'ingest' | 'codecs' | 'report'>

/**
 * Turns any error of the edge into a reply in the encoding of the request, and takes note of the refusal. Errors of ours that are
 * bugs are reported.
 */
export function otlpError(c: Context<EdgeEnv>, { ingest, codecs, report }: ErrorNeeds, error: unknown): Response {
  if (!(error instanceof AppError)) report(error)
  const found = codecs.codecFor(c.req.header('content-type'))
  const { code, message } = error instanceof AppError ? error : new AppError('internal', 'internal error')
  ingest.refused({ signal: signalOfPath(c.req.path), origin: originOf(c, found), code, message })
  return errorReply(found ?? codecs.json, error)
}

async function receive(c: Context<EdgeEnv>, signal: Signal, needs: OtlpHttpNeeds): Promise<Response> {
  mustBePost(c)
  const codec = needs.codecs.codecFor(c.req.header('content-type'))
  if (!codec) throw new AppError('unsupported', 'this Content-Type is not OTLP; send application/x-protobuf or application/json')
  const { bytes, lease } = await readBody(bodySource(c), needs.limits)
  try {
    const origin = originOf(c, codec)
    const reply = await needs.ingest.submit({ signal, mediaType: codec.mediaType, body: bytes, workspaceId: WORKSPACE_ID, origin })
    if (reply.status === 'refused') return errorReply(codec, new AppError(reply.code, reply.message))
    return acceptedReply({ codec, signal }, reply.rejectedItems, reply.message)
  } finally {
    lease.release()
  }
}

/** Final for the sender: a status that means "later" would make it come back for ever. */
function refuseProfiles(c: Context<EdgeEnv>): never {
  mustBePost(c)
  throw new AppError('unimplemented', 'this collector does not store profiles; it takes traces, logs and metrics')
}

function mustBePost(c: Context<EdgeEnv>): void {
  if (c.req.method !== 'POST') throw new AppError('method_not_allowed', 'OTLP is sent with POST', { methods: ['POST'] })
}

/** Node's own stream where there is one: it tells more about a broken connection than a web stream, and costs less. */
function bodySource(c: Context<EdgeEnv>): BodySource {
  return {
    coding: parseCoding(c.req.header('content-encoding')),
    declaredBytes: declaredBytes(c),
    received: (bytes) => c.set('wireBytes', bytes),
    open: () => {
      const { incoming, outgoing } = c.env ?? {}
      if (incoming?.headers.expect) outgoing?.writeContinue()
      const { body } = c.req.raw
      return incoming ?? (body ? Readable.fromWeb(body as NodeReadableStream) : undefined)
    },
  }
}

/** The length that the sender named; undefined for a chunked body and for none. */
export function declaredBytes(c: Context<EdgeEnv>): number | undefined {
  const declared = c.req.header('content-length')
  return declared === undefined ? undefined : Number(declared)
}

/** A body that was not read counts with the length that its sender named. */
function originOf(c: Context<EdgeEnv>, codec: ReplyCodec | undefined): ReturnType<typeof requestOrigin> {
  return requestOrigin({
    transport: httpTransport(codec?.mediaType),
    userAgent: c.req.header('user-agent'),
    wireBytes: c.get('wireBytes') ?? declaredBytes(c) ?? 0,
  })
}
