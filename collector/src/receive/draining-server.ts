import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Drainable } from './bind.ts'

/** An HTTP server that ends idle connections at once when it stops, and busy ones when they are answered. */
export interface DrainingServer extends Drainable {
  readonly server: Server
  /** Tells that a request has come on a connection; it is busy until the response is closed. */
  track(socket: Socket, response: ServerResponse): void
}

/**
 * Node's own `closeIdleConnections` leaves connections open that have not sent a request yet, such as a browser's spare one: a stop
 * would wait for them until their timeout. So we count requests by connection ourselves.
 */
export function withDrain(server: Server): DrainingServer {
  const requests = new Map<Socket, number>()
  let isStopping = false
  let ended: Promise<void> | undefined

  const endIdle = (socket: Socket): void => {
    if (isStopping && requests.get(socket) === 0) socket.destroySoon()
  }
  server.on('connection', (socket: Socket) => {
    requests.set(socket, 0)
    socket.once('close', () => requests.delete(socket))
  })
  return {
    server,
    track(socket, response) {
      requests.set(socket, (requests.get(socket) ?? 0) + 1)
      response.once('close', () => {
        const count = requests.get(socket)
        if (count !== undefined) requests.set(socket, count - 1)
        endIdle(socket)
      })
    },
    drain(graceMs) {
      isStopping = true
      ended ??= closed(server)
      for (const socket of [...requests.keys()]) endIdle(socket)
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      return ended.finally(() => clearTimeout(cut))
    },
  }
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  return promise
}
