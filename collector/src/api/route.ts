import type { Context } from 'hono'
import { z } from 'zod'
import { AppError } from '../domain/app-error.ts'

/** Methods of routes: one that reads, and two that change something and may be repeated. */
export type Method = 'GET' | 'PUT' | 'DELETE'

/** What a route answers: JSON of a named schema, a list of it, something of its own, or nothing (204). */
export type Answer =
  | { readonly kind: 'one' | 'list'; readonly schema: z.ZodType }
  | { readonly kind: 'nothing'; readonly text: string }
  | { readonly kind: 'other'; readonly mediaTypes: readonly string[]; readonly text: string; readonly schema?: z.ZodType }

/** One route of the API: what the documentation says about it, and its handler. */
export interface Route {
  readonly method: Method
  /** In the form of OpenAPI: `/api/v1/sessions/{id}`. */
  readonly path: string
  readonly summary: string
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly answer: Answer
  /** Whether it answers 501 where a file is only read: what changes something, or is live. */
  readonly needsCollector: boolean
  respond(c: Context): Promise<Response>
}

interface RouteDefinition<P extends z.ZodObject, Q extends z.ZodObject> {
  /** GET where it is left out. */
  readonly method?: Method
  readonly path: string
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly answer: Answer
  /** What does not read does in any case. */
  readonly needsCollector?: true
  /** Parameters are valid here. A value is sent as JSON. */
  readonly handle: (input: { readonly params: z.infer<P>; readonly query: z.infer<Q> }) => unknown
}

const NONE = z.object({})

/** A route whose parameters are checked before its handler sees them. */
export function route<P extends z.ZodObject, Q extends z.ZodObject>(definition: RouteDefinition<P, Q>): Route {
  const { method = 'GET', path, summary, answer, needsCollector = method !== 'GET', handle } = definition
  const params = definition.params ?? NONE
  const query = definition.query ?? NONE
  return {
    method,
    path,
    summary,
    params,
    query,
    answer,
    needsCollector,
    async respond(c) {
      const input = { params: parse(params, c.req.param()), query: parse(query, queryOf(c, query)) }
      // The two schemas are those of the definition, or empty where it has none.
      const result = await handle(input as Parameters<typeof handle>[0])
      if (answer.kind === 'nothing') return c.body(null, 204)
      return result instanceof Response ? result : c.json(result as object)
    },
  }
}

/** Query parameters by name. A name that the route does not know, or that comes twice, would silently give another answer than asked for. */
function queryOf(c: Context, schema: z.ZodObject): Record<string, string> {
  const known = Object.keys(schema.shape)
  const query: Record<string, string> = {}
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (!known.includes(name)) throw new AppError('invalid', `there is no parameter ${quoted(name)}; ${takes(known)}`)
    const [value, ...more] = values
    if (more.length > 0) throw new AppError('invalid', `${name} is given ${values.length} times; give it once`)
    // An empty value is what a form sends for a field that was left empty.
    if (value) query[name] = value
  }
  return query
}

function takes(known: readonly string[]): string {
  return known.length === 0 ? 'this route takes none' : `this route takes ${known.join(', ')}`
}

/** @throws AppError `invalid` that names the parameter, what was found and what is allowed */
function parse(schema: z.ZodObject, values: Readonly<Record<string, string>>): Record<string, unknown> {
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const name = String(result.error.issues[0]?.path[0])
  const field: unknown = schema.shape[name]
  const allowed = field instanceof z.ZodType ? field.description : undefined
  const found = values[name] === undefined ? 'missing' : quoted(values[name])
  throw new AppError('invalid', `${name} is ${found}; allowed: ${allowed ?? 'another value'}`)
}

const MAX_QUOTED = 100

function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text)
}
