/** What real clients sent, over HTTP into a real collector and out again through REST: exactly what the provider billed, in both encodings. */
import { describe, expect, it } from 'vitest'
import { CLIENTS } from '../clients/clients.ts'
import { readRecording } from '../record/fixtures.ts'
import { allAnswers } from './all-answers.ts'
import { comparable, expectedFacts } from './expected-facts.ts'
import { dumpOf, withCollector } from './fresh-collector.ts'
import { decodeJson, jsonRequest, protobufRequest, send, type WireRequest } from './otlp-sender.ts'
import { restOf } from './rest.ts'
import { readSessionFacts } from './session-facts.ts'

/** Sends requests to a new collector and reads everything that it then says. */
async function outcomeOf(requests: readonly WireRequest[]) {
  return withCollector(async (collector) => {
    for (const request of requests) await send(collector.url, request)
    const rest = restOf(collector.url)
    const facts = await readSessionFacts(rest)
    const answers = await allAnswers(rest)
    await collector.close()
    return { facts, answers, dump: dumpOf(collector.file) }
  })
}

describe.each(CLIENTS)('$name', ({ name }) => {
  it('gives the session that was billed, whether it is sent as JSON or as protobuf', async () => {
    const { requests, expected } = await readRecording(name)
    const json = await outcomeOf(requests.map(jsonRequest))
    const wanted = expectedFacts(expected)
    expect(comparable(json.facts, wanted)).toEqual(wanted)

    const protobuf = await outcomeOf(requests.map((request) => protobufRequest(decodeJson(request))))
    expect(protobuf.answers).toEqual(json.answers)
    expect(protobuf.dump).toEqual(json.dump)
  })
})
