/** Real clients against a real collector: the stock exporters of two languages, with their batches and their clocks. */
import { beforeAll, describe, expect, it } from 'vitest'
import { CLIENTS, type Client } from '../clients/clients.ts'
import { pythonOfVenv } from '../clients/python-venv.ts'
import { runClient } from '../clients/run-client.ts'
import { createFakeModel } from '../fake-model/server.ts'
import { expectedOf } from '../record/expected.ts'
import { comparable, expectedFacts } from './expected-facts.ts'
import { withCollector } from './fresh-collector.ts'
import { NO_PYTHON, VENV_TIMEOUT_MS } from './python.ts'
import { restOf } from './rest.ts'
import { readSessionFacts } from './session-facts.ts'

const clientsIn = (language: Client['language']) => CLIENTS.filter((client) => client.language === language)

/** Lets a client work, and compares what REST says of it with what the model billed. */
async function check(client: Client): Promise<void> {
  const model = await createFakeModel().listen(0)
  try {
    await withCollector(async ({ url }) => {
      await runClient(client, { otlpUrl: url, modelUrl: model.url })
      const wanted = expectedFacts(expectedOf(client, model.requests))
      expect(comparable(await readSessionFacts(restOf(url)), wanted)).toEqual(wanted)
    })
  } finally {
    await model.close()
  }
}

describe('what a client in JavaScript sends is what was billed', () => {
  it.each(clientsIn('js'))('$name', check)
})

describe('what a client in Python sends is what was billed', () => {
  beforeAll(async () => {
    if (!NO_PYTHON) await pythonOfVenv()
  }, VENV_TIMEOUT_MS)

  for (const client of clientsIn('python'))
    it(client.name, async ({ skip }) => {
      skip(NO_PYTHON !== undefined, NO_PYTHON)
      await check(client)
    })
})
