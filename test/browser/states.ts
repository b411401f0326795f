/** Every state of the page that a picture is made of. */
import type { Locator, Page } from 'playwright-core'
import { spanNamed, traceIdOf } from '../demo/otlp-json.ts'
import { eventfulSession } from '../demo/sessions/eventful.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { withoutContent, withoutPrices } from '../demo/sessions/gaps.ts'
import { hostileSession } from '../demo/sessions/hostile.ts'
import { hugeSession } from '../demo/sessions/huge.ts'
import { longConversation } from '../demo/sessions/long-conversation.ts'
import { parallelAgents } from '../demo/sessions/parallel-agents.ts'
import { runningSession } from '../demo/sessions/running.ts'
import type { Plan } from '../demo/step.ts'

/** Spans of the large trace in the pictures. */
export const PICTURED_SPANS = 20_000

/**
 * Which collector answers: with the demonstration, without any data, near its limit,
 * one that wants a token, one that is gone after the page was loaded.
 */
export type Backend = 'demo' | 'empty' | 'full' | 'locked' | 'gone'

/** One state of the page. */
export interface State {
  /** Name of its pictures. */
  readonly name: string
  readonly backend: Backend
  readonly path: string
  /** What a person does to get there. */
  readonly act?: (page: Page) => Promise<void>
  /** Name of its picture in the README. */
  readonly readme?: string
}

const NOW_MS = 0
const failing = failingSession(NOW_MS)
const parallel = parallelAgents(NOW_MS)
const long = longConversation(NOW_MS)
const hostile = hostileSession(NOW_MS, 1000)

/** All states, in the order in which a visitor meets them. */
export const STATES: readonly State[] = [
  { name: 'sessions', backend: 'demo', path: '/', readme: 'sessions' },
  { name: 'sessions-failed', backend: 'demo', path: '/?status=failed' },
  { name: 'sessions-by-cost', backend: 'demo', path: '/?sort=cost' },
  { name: 'sessions-no-match', backend: 'demo', path: '/?q=nobody-ever-wrote-this' },
  { name: 'sessions-keyboard-help', backend: 'demo', path: '/', act: (page) => page.keyboard.press('?') },
  { name: 'sessions-empty', backend: 'empty', path: '/' },
  { name: 'sessions-retention', backend: 'full', path: '/' },
  { name: 'sessions-error', backend: 'gone', path: '/' },
  { name: 'session-error', backend: 'gone', path: screen(failing, 'timeline') },
  ...screens('failed', failing),
  { name: 'failed-drawer', backend: 'demo', path: `${screen(failing, 'timeline')}?span=${spanParam(failing, 'psql -f')}` },
  { name: 'failed-delete', backend: 'demo', path: screen(failing, 'timeline'), act: askToDelete },
  { name: 'running-timeline', backend: 'demo', path: screen(runningSession(NOW_MS), 'timeline') },
  { name: 'running-transcript', backend: 'demo', path: screen(runningSession(NOW_MS), 'transcript') },
  { name: 'parallel-timeline', backend: 'demo', path: screen(parallel, 'timeline'), readme: 'timeline' },
  { name: 'parallel-transcript', backend: 'demo', path: screen(parallel, 'transcript'), readme: 'transcript' },
  { name: 'long-timeline', backend: 'demo', path: screen(long, 'timeline') },
  { name: 'long-transcript', backend: 'demo', path: screen(long, 'transcript') },
  { name: 'long-cost', backend: 'demo', path: screen(long, 'cost') },
  { name: 'long-drawer', backend: 'demo', path: `${screen(long, 'timeline')}?span=${spanParam(long, 'chat claude-sonnet-4-5')}` },
  { name: 'blog-post-cost', backend: 'demo', path: screen({ name: 'blog-post-0' }, 'cost'), readme: 'cost' },
  ...screens('eventful', eventfulSession(NOW_MS)),
  { name: 'without-prices-cost', backend: 'demo', path: screen(withoutPrices(NOW_MS), 'cost') },
  { name: 'without-content-transcript', backend: 'demo', path: screen(withoutContent(NOW_MS), 'transcript') },
  ...screens('hostile', hostile),
  { name: 'hostile-drawer', backend: 'demo', path: `${screen(hostile, 'timeline')}?span=${spanParam(hostile, 'execute_tool cat')}` },
  { name: 'huge-timeline', backend: 'demo', path: screen(hugeSession(NOW_MS, PICTURED_SPANS), 'timeline') },
  { name: 'huge-raw', backend: 'demo', path: screen(hugeSession(NOW_MS, PICTURED_SPANS), 'raw') },
  { name: 'session-unknown', backend: 'demo', path: '/sessions/999999/timeline' },
  { name: 'setup', backend: 'demo', path: '/setup' },
  { name: 'sign-in', backend: 'locked', path: '/' },
  { name: 'sign-in-wrong', backend: 'locked', path: '/', act: signInWrongly },
  { name: 'not-found', backend: 'demo', path: '/sessions/1/nowhere' },
]

/** Does what comes before the page of a state is asked for. */
export async function prepareState(page: Page, { backend }: State): Promise<void> {
  if (backend === 'gone') await page.route('**/api/**', (route) => route.abort('connectionrefused'))
}

/** Does what comes after its page was loaded, and waits until everything is shown. */
export async function finishState(page: Page, { act }: State): Promise<void> {
  await act?.(page)
  await waitUntilShown(page)
}

/** Waits until a page shows all that it has to show: no place holder is left, and its fonts are there. */
export async function waitUntilShown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  await none(page.locator('.skeleton, [aria-busy="true"]'))
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

async function none(locator: Locator): Promise<void> {
  await locator.filter({ visible: true }).first().waitFor({ state: 'detached' })
}

/** Address of a screen of a session. */
export function screen(plan: Pick<Plan, 'name'>, name: string): string {
  return `/sessions/${traceIdOf(plan)}/${name}`
}

/** The search parameter `span` for the first span with a name. */
export function spanParam(plan: Plan, name: string): string {
  const { traceId, spanId } = spanNamed(plan, name)
  return `${traceId}-${spanId}`
}

function screens(name: string, plan: Plan): readonly State[] {
  return ['timeline', 'transcript', 'cost', 'issues', 'raw'].map((tab) => ({
    name: `${name}-${tab}`,
    backend: 'demo',
    path: screen(plan, tab),
  }))
}

async function askToDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete session' }).click()
}

async function signInWrongly(page: Page): Promise<void> {
  await page.getByLabel('Token').fill('not-the-right-token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
}
