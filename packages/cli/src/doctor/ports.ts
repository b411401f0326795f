import { connect } from 'node:net'
import type { Owner } from '@ai-tracker/collector'
import { ask, type Ports } from './collector.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

const CONNECT_MS = 1_000
const HOSTS = ['127.0.0.1', '::1']

/** Whether the ports that a collector listens on, or exporters send to, are its own or free. */
export async function checkPorts({ httpPort, grpcPort }: Ports, owner: Owner | undefined): Promise<readonly Finding[]> {
  const http = httpPort === 0 ? ok('port', 'any free one for HTTP') : await httpFinding(httpPort, owner)
  return [http, await grpcFinding(grpcPort, owner)]
}

async function httpFinding(port: number, owner: Owner | undefined): Promise<Finding> {
  if (owner && portOf(new URL(owner.url)) === port) return ok('port', `${port} is the collector's`)
  if (!(await isTaken(port))) {
    return owner
      ? warning('port', `${port} is free, but the collector listens on ${portOf(new URL(owner.url))}`, `send to ${owner.url}`)
      : ok('port', `${port} is free`)
  }
  const { status, text } = await ask(`http://127.0.0.1:${port}/healthz`, undefined)
  const isOurs = status === 200 && text.includes('"status":"ok"')
  const who = isOurs ? 'a collector with another database' : 'another program'
  const fix = owner ? `exporters must send to ${owner.url}` : 'stop it, or choose another port with TRACKER_HTTP_PORT (and in exporters)'
  return (owner ? warning : problem)('port', `${port} is in use by ${who}`, fix)
}

/** A collector answers HTTP on its port of gRPC by naming the address for it. */
async function grpcFinding(port: number, owner: Owner | undefined): Promise<Finding> {
  if (port === 0) return ok('gRPC port', 'any free one for gRPC')
  if (!(await isTaken(port))) {
    return owner
      ? warning('gRPC port', `${port} is free: the collector has another one, or none`, 'its first line says grpc=HOST:PORT')
      : ok('gRPC port', `${port} is free`)
  }
  const { text } = await ask(`http://127.0.0.1:${port}/`, undefined)
  if (owner && text.includes(owner.url)) return ok('gRPC port', `${port} is the collector's`)
  const who = text.includes('OTLP/gRPC') ? 'a collector with another database' : 'another program'
  return warning(
    'gRPC port',
    `${port} is in use by ${who}`,
    'exporters that speak gRPC send there: choose another one with TRACKER_GRPC_PORT',
  )
}

async function isTaken(port: number): Promise<boolean> {
  const answers = await Promise.all(HOSTS.map((host) => isOpen({ host, port })))
  return answers.includes(true)
}

/** The port that an address names, or means. */
export function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

/** Where a server may listen. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** Whether something listens at a place; nothing is sent there. */
export function isOpen({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    // An address of IPv6 has brackets only in a URL.
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port, timeout: CONNECT_MS })
    const end = (isThere: boolean) => (): void => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}
