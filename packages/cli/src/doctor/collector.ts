import { type Config, findOwner, type Owner, type Retention } from '@ai-tracker/collector'
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts'
import { retentionFinding } from './retention.ts'

const ANSWER_MS = 5_000
/** A route that needs the token, where there is one; that of readiness does not. */
const GUARDED = '/api/v1/info'
/** What to do about a missing or a wrong token. */
export const TOKEN_FIX = 'set TRACKER_TOKEN to the one that it was started with'
const START = '"npm start" in the repository, or "npx tracker serve"'

/** The collector that serves a database, as far as there is one. */
export interface CollectorState {
  readonly owner: Owner | undefined
  readonly findings: readonly Finding[]
  /** Whether it answers only who has its token. */
  readonly wantsToken: boolean
}

/** Whether a collector runs on the database, answers, and has its page. */
export async function checkCollector(file: string, token: string | undefined): Promise<CollectorState> {
  try {
    const owner = findOwner(file)
    if (!owner) return { owner, findings: [warning('collector', 'none runs on this database', `start one: ${START}`)], wantsToken: false }
    const stranger = await ask(`${owner.url}${GUARDED}`, undefined)
    return { owner, findings: await answersOf(owner, token), wantsToken: stranger.status === 401 }
  } catch (error) {
    return { owner: undefined, findings: [problem('collector', reasonOf(error), 'see above')], wantsToken: false }
  }
}

async function answersOf({ url, pid }: Owner, token: string | undefined): Promise<readonly Finding[]> {
  const name = `at ${url}, pid ${pid}`
  const ready = await ask(`${url}/readyz`, token)
  if (ready.status !== 200) return [problem('collector', `${name}, is not ready (${ready.text})`, `stop it and start it anew: ${START}`)]
  if ((await ask(`${url}${GUARDED}`, token)).status === 401) return [problem('collector', `${name}, ${tokenFault(token)}`, TOKEN_FIX)]
  const page = await ask(`${url}/`, token)
  return [
    ok('collector', `${name}, writes and reads`),
    page.isHtml
      ? ok('page', `${url}/`)
      : warning('page', `not there: ${page.text}`, 'start the collector anew and wait for the page to be built'),
    await limits(url, token),
  ]
}

/** How things stand with what is kept. */
async function limits(url: string, token: string | undefined): Promise<Finding> {
  const { status, text, body } = await ask(`${url}/api/v1/retention`, token)
  if (status !== 200) return warning('retention', `not known: ${text}`, `stop the collector and start it anew: ${START}`)
  // What the API answers is typed by the contract, and tested against it there.
  return retentionFinding(JSON.parse(body) as Retention)
}

function tokenFault(token: string | undefined): string {
  return token === undefined
    ? 'wants its token, and TRACKER_TOKEN is not set here'
    : 'does not take TRACKER_TOKEN: it was started with another one'
}

/** An answer: its status (0 = none), what it says in short, all of it, and whether it is a page. */
interface Answer {
  readonly status: number
  readonly text: string
  readonly body: string
  readonly isHtml: boolean
}

const MAX_TEXT = 200

/** Asks a server for anything, and never throws. */
export async function ask(url: string, token: string | undefined, init: RequestInit = {}): Promise<Answer> {
  const headers = { ...init.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) }
  try {
    const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' })
    const isHtml = response.ok && (response.headers.get('Content-Type') ?? '').startsWith('text/html')
    const body = await response.text()
    return { status: response.status, text: messageOf(body).slice(0, MAX_TEXT), body, isHtml }
  } catch (error) {
    return { status: 0, text: reasonOf(error), body: '', isHtml: false }
  }
}

/** What an error of REST says; any other text as it is. */
function messageOf(body: string): string {
  return /"message":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body
}

/** Settings that say where a collector listens. */
export type Ports = Pick<Config, 'httpPort' | 'grpcPort'>
