import type { Dice } from './dice.ts'
import { ODD_PARAMETERS, ODD_PATHS } from './odd-parameters.ts'

/** A request to the HTTP port. */
export interface RestRequest {
  readonly method: string
  /** With its query, as it goes over the wire. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** A route as the OpenAPI document has it. */
export interface DocumentedRoute {
  /** `GET`. */
  readonly method: string
  /** `/api/v1/sessions/{id}`. */
  readonly path: string
  readonly parameters: readonly DocumentedParameter[]
  /** Status codes that it may answer. */
  readonly statuses: readonly number[]
}

interface DocumentedParameter {
  readonly name: string
  readonly in: string
  readonly schema: { readonly enum?: readonly string[]; readonly default?: unknown; readonly pattern?: string }
}

/** The OpenAPI document, as far as requests are made of it. */
export interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly parameters: readonly DocumentedParameter[]; readonly responses: Readonly<Record<string, unknown>> }>
      >
    >
  >
}

/** The routes of a document. */
export function documentedRoutes({ paths }: OpenApi): readonly DocumentedRoute[] {
  return Object.entries(paths).flatMap(([path, ways]) =>
    Object.entries(ways).map(([method, { parameters, responses }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      statuses: Object.keys(responses).map(Number),
    })),
  )
}

/** Values that the store knows, by the parameter that takes them; cursors are added as answers bring them. */
export interface KnownValues {
  readonly byName: Readonly<Record<string, readonly string[]>>
  readonly cursors: string[]
}

const METHODS = ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']
/** Methods that may change something get only ids that nothing has. */
const CHANGING = new Set(['PUT', 'DELETE'])
const ODD = 0.25
const EACH_PARAMETER = 0.4

/** A request to one of the routes, mostly nearly right. */
export function restRequest(routes: readonly DocumentedRoute[], known: KnownValues, dice: Dice): RestRequest {
  const route = dice.pick(routes)
  const method = dice.chance(0.85) ? 'GET' : dice.pick(METHODS)
  const path = dice.chance(0.02) ? dice.pick(ODD_PATHS) : pathOf(route, { known, dice, isReading: !CHANGING.has(method) })
  const query = queryOf(route, known, dice)
  const hasBody = method !== 'GET' && method !== 'HEAD' && dice.chance(0.5)
  return { method, path: path + (query && `?${query}`), headers: headersOf(dice), body: hasBody ? dice.pick(ODD_PARAMETERS) : undefined }
}

interface PathNeeds {
  readonly known: KnownValues
  readonly dice: Dice
  readonly isReading: boolean
}

function pathOf({ path }: DocumentedRoute, { known, dice, isReading }: PathNeeds): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!isReading) return String(1e9 + dice.below(1e6))
    if (dice.chance(ODD)) return escaped(dice.pick(ODD_PARAMETERS), dice)
    return escaped(mutated(dice.pick(known.byName[name] ?? ['1']), dice), dice)
  })
}

function queryOf({ parameters }: DocumentedRoute, known: KnownValues, dice: Dice): string {
  const given = parameters.filter((parameter) => parameter.in === 'query' && dice.chance(EACH_PARAMETER))
  const pairs = given.map(({ name, schema }) => `${name}=${escaped(parameterValue(name, { known, dice, schema }), dice)}`)
  if (pairs.length > 0 && dice.chance(0.03)) pairs.push(dice.pick(pairs))
  if (dice.chance(0.02)) pairs.push(`${escaped(dice.pick(ODD_PARAMETERS), dice)}=1`)
  return pairs.join('&')
}

interface ValueNeeds {
  readonly known: KnownValues
  readonly dice: Dice
  readonly schema: DocumentedParameter['schema']
}

function parameterValue(name: string, { known, dice, schema }: ValueNeeds): string {
  if (dice.chance(ODD)) return dice.pick(ODD_PARAMETERS)
  if (name === 'cursor' && known.cursors.length > 0) return mutated(dice.pick(known.cursors), dice)
  if (schema.enum) return dice.pick(schema.enum)
  const values = known.byName[name]
  if (values) return mutated(dice.pick(values), dice)
  return typeof schema.default === 'number' ? String(dice.below(2 * schema.default)) : dice.pick(ODD_PARAMETERS)
}

/** A value that is mostly as it was. */
function mutated(value: string, dice: Dice): string {
  if (dice.chance(0.8)) return value
  const at = dice.below(value.length + 1)
  return dice.pick([
    value.slice(0, at),
    value + value,
    value.slice(0, at) + dice.pick(['x', '0', '-', '%', '\0', 'é']) + value.slice(at),
    value.toUpperCase(),
  ])
}

/** As it must be in a URL; sometimes with a `%` that begins nothing. */
function escaped(value: string, dice: Dice): string {
  const text = encodeURIComponent(value.toWellFormed())
  return dice.chance(0.01) ? `${text}%zz%` : text
}

function headersOf(dice: Dice): Readonly<Record<string, string>> {
  if (dice.chance(0.9)) return {}
  return dice.pick<Record<string, string>>([
    { Origin: 'http://evil.test' },
    { Origin: 'null' },
    { Host: 'evil.test' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Accept: 'text/html;q=\u00ff' },
    { Authorization: 'Bearer nothing' },
    { Range: 'bytes=0-1,2-3,5-' },
    { 'If-None-Match': '*', 'If-Modified-Since': 'never' },
    { 'Accept-Encoding': 'br;q=0, gzip;q=2, *;q=x' },
    { 'Transfer-Encoding': 'chunked' },
    { 'X-Long': 'x'.repeat(12_000) },
    { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13' },
    { 'Last-Event-ID': '-1', Accept: 'text/event-stream' },
  ])
}
