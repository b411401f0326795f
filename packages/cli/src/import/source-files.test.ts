import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { findSources } from './source-files.ts'

it('a name among as many as a shell makes is found to be there twice without comparing each with each', async () => {
  const names = Array.from({ length: 30_000 }, (_, index) => `rotated/traces-${index}.jsonl`)
  const startMs = performance.now()
  await expect(findSources([...names, 'rotated/traces-29999.jsonl'], Readable.from([]))).rejects.toMatchObject({
    message: 'rotated/traces-29999.jsonl is named twice; name it once',
  })
  expect(performance.now() - startMs).toBeLessThan(1_000)
})
