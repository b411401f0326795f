import { type Finding, ok, problem, warning } from './finding.ts'
import { type Place, portOf } from './ports.ts'

/** What the address that a program sends to is held against. */
export interface EndpointNeeds {
  /** Where the collector answers, or would. */
  readonly url: string
  /** The port of OTLP/gRPC. */
  readonly grpcPort: number
  /** Whether something listens at a place. */
  readonly isOpen: (place: Place) => Promise<boolean>
}

/** An address as a variable has it, and what stands behind the host there. */
export interface Endpoint {
  readonly name: string
  readonly value: string
  /** `base` = senders add the path themselves, `whole` = they do not, `either` = they do when it is not there, `grpc` = there is none. */
  readonly form: 'base' | 'whole' | 'either' | 'grpc'
}

const TRACES_PATH = '/v1/traces'
/** The port of OTLP/gRPC by convention. */
const USUAL_GRPC_PORT = 4317

/** Whether spans that are sent to an address arrive at the collector. */
export async function checkEndpoint(endpoint: Endpoint, needs: EndpointNeeds): Promise<Finding> {
  const { name } = endpoint
  if (endpoint.form === 'grpc') return await checkGrpcEndpoint(endpoint, needs)
  const own = new URL(needs.url)
  const fix = `set it to ${own.origin}${endpoint.form === 'whole' ? TRACES_PATH : ''}`
  const address = parsed(endpoint)
  const value = withoutLogin(endpoint.value)
  if (!address) return problem(name, `${value} is no URL of HTTP, and so no address of a collector`, fix)
  const isOwn = placeOf(address) === placeOf(own)
  const path = address.pathname.replace(/\/+$/, '')
  const odd = pathFault(path, endpoint.form)
  // Behind another place may be a proxy that has paths of its own.
  const wrong = doubledPath(path, endpoint.form) ?? (isOwn ? odd : undefined) ?? portFault(address, own, needs.grpcPort)
  if (wrong !== undefined) return problem(name, `${value}: ${wrong}`, fix)
  if (isOwn) return ok(name, value)
  const isThere = await needs.isOpen({ host: address.hostname, port: portOf(address) })
  const text = `${value} is not the collector at ${needs.url}${odd === undefined ? '' : `, and ${odd}`}`
  return isThere
    ? warning(name, text, `${fix}, or unset it, if this collector is meant`)
    : problem(name, `${value}: nothing listens there`, `start what is meant, or ${fix}`)
}

/** The same for a sender that speaks gRPC. */
async function checkGrpcEndpoint(endpoint: Endpoint, { url, grpcPort, isOpen }: EndpointNeeds): Promise<Finding> {
  const { name } = endpoint
  const own = new URL(url)
  const fix = `set it to http://${own.hostname}:${grpcPort}`
  const address = parsed(endpoint)
  const value = withoutLogin(endpoint.value)
  if (!address) return problem(name, `${value} is no address`, fix)
  const port = portOf(address)
  if (isSameHost(address, own) && port === portOf(own))
    return problem(
      name,
      `${value}: ${port} is the port of OTLP over HTTP, but the protocol is grpc`,
      `${fix}, or the protocol to http/protobuf`,
    )
  if (!(await isOpen({ host: address.hostname, port })))
    return problem(name, `${value}: nothing listens there`, `start what is meant, or ${fix}`)
  if (isSameHost(address, own) && port === grpcPort) return ok(name, `${value}, by gRPC`)
  return warning(name, `${value} is not the collector's port of gRPC, ${grpcPort}`, `${fix}, or unset it, if this collector is meant`)
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i

/** Our SDK takes `host:port`, other exporters do not. */
function parsed({ value, form }: Endpoint): URL | undefined {
  const isBare = (form === 'either' || form === 'grpc') && !SCHEME.test(value) && /[.:]|^localhost(\/|$)/.test(value)
  const url = URL.parse(isBare ? `http://${value}` : value)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** What arrives nowhere, whoever answers there. */
function doubledPath(path: string, form: Endpoint['form']): string | undefined {
  if (path.split(TRACES_PATH).length > 2) return `it has ${TRACES_PATH} twice`
  return form === 'base' && path.endsWith(TRACES_PATH) ? ADDED : undefined
}

const ADDED = `exporters add ${TRACES_PATH} to it themselves`

function pathFault(path: string, form: Endpoint['form']): string | undefined {
  if (form === 'whole') return path === TRACES_PATH ? undefined : 'exporters send to exactly this address'
  if (path === '' || (form === 'either' && path === TRACES_PATH)) return undefined
  return form === 'base' ? ADDED : `${TRACES_PATH} is added to it`
}

function portFault(address: URL, own: URL, grpcPort: number): string | undefined {
  if (!isSameHost(address, own) || portOf(address) === 0) return undefined
  const port = portOf(address)
  if (port === portOf(own)) return address.protocol === own.protocol ? undefined : 'the collector speaks HTTP without TLS there'
  return port === grpcPort || port === USUAL_GRPC_PORT
    ? `${port} is the port of OTLP/gRPC, and the collector takes OTLP/HTTP at ${portOf(own)}`
    : undefined
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/

function isSameHost(one: URL, other: URL): boolean {
  return hostOf(one) === hostOf(other)
}

/** All names of the own machine are one. */
function hostOf({ hostname }: URL): string {
  return LOOPBACK.test(hostname) ? 'localhost' : hostname
}

function placeOf(url: URL): string {
  return `${url.protocol}//${hostOf(url)}:${portOf(url)}`
}

/** An address may hold a name and a password, which may hold anything: also what is no address is not shown up to its last `@`. */
function withoutLogin(value: string): string {
  return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1…@')
}
