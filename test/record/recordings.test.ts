/** Checks the recordings themselves, without any interpretation of them. */
import { describe, expect, it } from 'vitest'
import { CLIENTS } from '../clients/clients.ts'
import { tellableCall } from '../clients/gaps.ts'
import { readRecording } from './fixtures.ts'
import type { Json } from './otlp-json.ts'
import { recordClient } from './record-client.ts'

/** The plain values of a field, wherever it is: the JSON exporter writes integers as numbers, the others as strings. */
function valuesOf(requests: readonly Json[], field: string): readonly string[] {
  const found: string[] = []
  JSON.parse(JSON.stringify(requests), (key, value) => {
    if (key === field) found.push(String(value))
    return value
  })
  return found
}

describe.each(CLIENTS)('$name', ({ name }) => {
  it('is one trace of distinct spans whose parents are there', async () => {
    const { requests } = await readRecording(name)
    const ids = valuesOf(requests, 'spanId')
    expect(new Set(valuesOf(requests, 'traceId')).size).toBe(1)
    expect(new Set(ids).size).toBe(ids.length)
    expect(valuesOf(requests, 'parentSpanId').filter((id) => id !== '' && !ids.includes(id))).toEqual([])
  })

  it('names nothing of the machine that recorded it', async () => {
    expect(JSON.stringify(await readRecording(name))).not.toMatch(/\/(home|root|Users|tmp)\/|node_modules\/\.cache|node:internal/)
  })

  it('has the numbers that gaps.ts says it tells, and not those that it loses', async () => {
    const { requests, expected } = await readRecording(name)
    const integers = valuesOf(requests, 'intValue')
    const texts = valuesOf(requests, 'stringValue').join('\n')
    const calls = expected.sessions.flatMap((session) => session.calls)
    const tellsFailure = calls.some((call) => call.error && tellableCall(call, name))
    expect(valuesOf(requests, 'code').includes('2')).toBe(tellsFailure)
    for (const billed of calls) {
      const told = tellableCall(billed, name)
      const tokens = told?.tokensOutput ?? billed.tokensOutput
      if (tokens) expect([tokens, integers.includes(String(tokens))]).toEqual([tokens, Boolean(told?.tokensOutput)])
      const id = billed.responseId
      if (id) expect([id, texts.includes(id)]).toEqual([id, Boolean(told?.responseId)])
      if (!told) expect(texts).not.toContain(billed.text ?? billed.prompt)
    }
  })
})

describe.each(CLIENTS.filter((client) => client.language === 'js'))('$name, run again', (client) => {
  it('sends what is recorded; after an update of its packages: npm run record', async () => {
    expect(await recordClient(client)).toEqual(await readRecording(client.name))
  })
})
