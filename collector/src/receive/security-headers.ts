import type { MiddlewareHandler } from 'hono'

/**
 * Headers of every reply. Telemetry is attacker-controlled text: a browser must neither guess types, nor frame us, nor let
 * another site embed what we answer. A route that needs another policy sets its own.
 */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Frame-Options', 'DENY'],
  [
    'Content-Security-Policy',
    [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
  ],
]

/** Adds the headers to replies that do not have them, errors included. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  secured(c.res)
}

/** The same reply, with the headers that it does not have. */
export function secured(reply: Response): Response {
  for (const [name, value] of SECURITY_HEADERS) if (!reply.headers.has(name)) reply.headers.set(name, value)
  return reply
}
