import type { SessionDetail, Span } from '../../collector/src/contract.ts'
import type { Rest } from './rest.ts'
import { onlySessionId } from './session-facts.ts'

const BELOW_A_SESSION = [
  'phases',
  'prompts',
  'responses',
  'actions',
  'artifacts',
  'issues',
  'events',
  'timeline',
  'spans',
  'errors',
  'transcript',
]
const ABOUT_A_SESSION = ['overview', 'cost']
const REPORTS = ['/cost?by=model', '/cost?by=phase', '/cost?by=day', '/cost?by=provider', '/workflows']

/** Everything that REST answers about the only session, by path; without the times of arrival, which no two stores share. */
export async function allAnswers(rest: Rest): Promise<Readonly<Record<string, unknown>>> {
  const answers: Record<string, unknown> = {}
  const id = await onlySessionId(rest)
  const session = await rest.get<SessionDetail>(`/sessions/${id}`)
  const spans = await rest.list<Span>(`/sessions/${id}/spans`)
  const lists = [...BELOW_A_SESSION.map((name) => `/sessions/${id}/${name}`), '/prompts', '/issues']
  for (const path of lists) answers[path] = await rest.list<unknown>(path)
  const single = [
    '/sessions',
    `/sessions/${id}`,
    `/traces/${session.traceId}`,
    `/traces/${session.traceId}?format=otlp`,
    ...ABOUT_A_SESSION.map((name) => `/sessions/${id}/${name}`),
    ...REPORTS,
  ]
  const details = spans.map(({ traceId, spanId }) => `/spans/${traceId}/${spanId}`)
  for (const path of [...single, ...details]) answers[path] = await rest.get<unknown>(path)
  return withoutArrival(answers)
}

function withoutArrival<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, item) => (key === 'receivedAt' ? undefined : item)))
}
