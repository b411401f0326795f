import { createDice } from './dice.ts'
import type { Failure } from './failure.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from './http-client.ts'
import { judgeRest } from './judge-rest.ts'
import { type DocumentedRoute, documentedRoutes, type KnownValues, type RestRequest, restRequest } from './rest-requests.ts'
import { contentOf, knownValues, type RestStore, withRestStore } from './rest-store.ts'
import type { Tally } from './tally.ts'

/** What to run. */
export interface RestRun {
  readonly inputs: number
  readonly seed: number
  readonly tally: Tally
  readonly failed: (failure: Failure) => void
}

/** What an answer may take of computing; one that took longer by the clock is asked for again to see. */
const MAX_CPU_MS = 1_000
/** By the clock, on a machine that has other things to do. */
const MAX_MS = 10_000
const AT_ONCE = 4
const MAX_CURSORS = 200

/** Asks a collector with data for what nobody should ask for. Nothing of it may change what is stored. */
export async function fuzzRest({ inputs, seed, tally, failed }: RestRun): Promise<void> {
  await withRestStore(async (start, file) => {
    const before = contentOf(file)
    const store = await start()
    const session = await openSession(store, seed)
    for (let done = 0; done < inputs; done += AT_ONCE) {
      const requests = Array.from({ length: Math.min(AT_ONCE, inputs - done) }, () => session.next())
      await Promise.all(
        requests.map(async (input) => {
          const { outcome, what, ms } = await askOnce(session, input)
          tally.count(outcome)
          tally.took(ms)
          if (what !== undefined) failed({ what, input })
        }),
      )
      tally.progress()
    }
    session.client.close()
    await store.close()
    for (const line of session.bugs()) failed({ what: `the collector said: ${line}`, input: undefined })
    if (contentOf(file) !== before) failed({ what: 'reading changed what is stored', input: undefined })
  })
}

/** Asks a fresh collector once. */
export async function replayRest(input: RestRequest): Promise<string> {
  return await withRestStore(async (start) => {
    const store = await start()
    const session = await openSession(store, 0)
    const { outcome, what } = await askOnce(session, input)
    session.client.close()
    await store.close()
    return [what ?? outcome, ...session.bugs()].join('\n')
  })
}

interface Session {
  readonly client: HttpClient
  readonly routes: readonly DocumentedRoute[]
  readonly known: KnownValues
  next(): RestRequest
  /** What the collector said that it says of a bug. */
  bugs(): readonly string[]
}

async function openSession({ url, logged }: RestStore, seed: number): Promise<Session> {
  const dice = createDice(seed)
  const routes = documentedRoutes(JSON.parse(await (await fetch(`${url}/openapi.json`)).text()))
  const known = await knownValues(url)
  const quiet = logged.length
  return {
    client: createHttpClient(url),
    routes,
    known,
    next: () => restRequest(routes, known, dice),
    bugs: () => logged.slice(quiet),
  }
}

interface Asked {
  readonly outcome: string
  /** What is not as it should be. */
  readonly what?: string
  readonly ms: number
}

async function askOnce(session: Session, input: RestRequest): Promise<Asked> {
  const { client, routes, known } = session
  let ms = 0
  try {
    const answer = await client.send(input)
    ms = answer.ms
    if (ms > MAX_MS) throw new Error(`took ${Math.round(ms)} ms`)
    if (ms > MAX_CPU_MS && (await leastCpuMs(client, input)) > MAX_CPU_MS) throw new Error(`takes more than ${MAX_CPU_MS} ms of computing`)
    keepCursor(known, answer)
    return { outcome: judgeRest(routes, input, answer), ms }
  } catch (error) {
    return { outcome: 'rest FAILED', what: error instanceof Error ? `${error.name}: ${error.message}` : String(error), ms }
  }
}

/** Of three times; the collector is in this process, with all its threads. */
async function leastCpuMs(client: HttpClient, input: RestRequest): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage()
    await client.send(input)
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  return Math.min(...times)
}

function keepCursor({ cursors }: KnownValues, { status, body }: HttpAnswer): void {
  if (status !== 200 || cursors.length >= MAX_CURSORS) return
  const [, cursor] = /"nextCursor":"([^"]+)"/.exec(body?.subarray(-3000).toString() ?? '') ?? []
  if (cursor !== undefined) cursors.push(cursor)
}
