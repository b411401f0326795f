import { expect, it } from 'vitest'
import { runClient } from './run-client.ts'

it('fails with the last words of a client that fails', async () => {
  const nobody = 'http://127.0.0.1:1'
  const client = { name: 'js-otel-plain', language: 'js', file: 'otel-plain.ts', tellsWorkflow: true } as const
  await expect(runClient(client, { otlpUrl: nobody, modelUrl: nobody })).rejects.toThrow(
    /client js-otel-plain ended with exit code 1:.*Connection error/s,
  )
})
