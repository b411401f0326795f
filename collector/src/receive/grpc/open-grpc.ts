import { AppError } from '../../domain/app-error.ts'
import { grpcPortHint, http1Refusal } from '../hints.ts'
import type { GrpcNeeds } from './export-call.ts'
import { type GrpcServer, listenGrpc } from './grpc-server.ts'

/** Where gRPC is to be received. */
export interface OpenGrpcOptions extends GrpcNeeds {
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
  /** Whether somebody asked for this port. */
  readonly isPortNamed: boolean
  /** Where OTLP/HTTP is received, for clients that mixed up the ports. */
  readonly httpUrl: string
  /** Takes one line for the operator. */
  readonly log: (line: string) => void
  /** As `log`, for lines that are worth saying once. */
  readonly hint: (line: string | undefined) => void
}

/**
 * Listens for gRPC; `undefined` when the default port is taken, which is said: people who do not use gRPC must be able to start
 * beside another collector. @throws AppError when a port that was asked for cannot be had
 */
export async function openGrpc({ httpUrl, isPortNamed, log, hint, ...options }: OpenGrpcOptions): Promise<GrpcServer | undefined> {
  try {
    const server: GrpcServer = await listenGrpc({
      ...options,
      onWrongProtocol: (protocol) => hint(grpcPortHint(protocol, { http: httpUrl, grpc: server.listensAt })),
      http1Answer: () => options.codecs.json.encodeStatus(...http1Refusal(httpUrl)),
    })
    return server
  } catch (error) {
    const isTaken = error instanceof AppError && error.code === 'unavailable'
    if (isPortNamed || !isTaken) throw error
    log(`OTLP/gRPC is not received: ${error.message}`)
    return undefined
  }
}
