import { Hono } from 'hono'
import type { Metrics } from './metrics.ts'
import type { EdgeEnv } from './otlp-http.ts'

/** What the health routes ask. */
export interface HealthNeeds {
  /** Resolves when the writer and a reader have answered; throws `unavailable`. */
  readonly checkReady: () => Promise<void>
  readonly metrics: Metrics
}

/** `/healthz`: the process answers. `/readyz`: it can also write and read. `/metrics`: counters for Prometheus. */
export function healthRoutes({ checkReady, metrics }: HealthNeeds): Hono<EdgeEnv> {
  return new Hono<EdgeEnv>()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      await checkReady()
      return c.json({ status: 'ready' })
    })
    .get('/metrics', (c) => c.body(metrics.text(), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }))
}
