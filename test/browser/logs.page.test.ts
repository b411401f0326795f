import { ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { List, TimelineItem } from '../../collector/src/contract.ts'
import { spanNamed } from '../demo/otlp-json.ts'
import { commandStep, sessionStep } from '../demo/parts.ts'
import { sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { HOSTILE } from '../demo/sessions/hostile.ts'
import { runningSession } from '../demo/sessions/running.ts'
import type { Plan } from '../demo/step.ts'
import { PHONE, setUpBrowser, type View } from './browser.ts'
import { expectAccessible, expectAccessibleInDark, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
/** OTLP's number. */
const ERROR = 17
const failing = failingSession(NOW_MS)
const running = runningSession(NOW_MS)
/** More log records than are marked: 12 of the first step, all others of the second one. */
const chatty = chattySession(12, 489)

const collector = setUpCollector(async (url) => {
  await sendPlan(url, failing)
  await sendPlan(url, running, NOW_MS)
  await sendPlan(url, chatty)
})
const open = setUpBrowser()

/** Two steps, one after the other, that log so much each. */
function chattySession(...counts: readonly [first: number, second: number]): Plan {
  const children = ['make build', 'make check'].map((command) => commandStep(command, { result: '', lengthMs: 1_000 }))
  return {
    name: 'chatty',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: NOW_MS - 3_600_000,
    root: sessionStep({ key: 'chatty' }, { children }),
    logs: children.flatMap(({ name }, at) =>
      Array.from({ length: counts[at] ?? 0 }, (_, index) => ({ step: name, atMs: index, severity: 9, body: `line ${index}` })),
    ),
  }
}

/** A program that logs as OpenTelemetry's SDK does. */
async function logWithSdk(attributes: Readonly<Record<string, string>>, body: string, span?: SpanContext): Promise<void> {
  const exporter = new OTLPLogExporter({ url: `${collector().url}/v1/logs` })
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'release-agent' }),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  })
  provider.getLogger('test').emit({
    severityNumber: ERROR,
    body,
    attributes,
    ...(span && { context: trace.setSpanContext(ROOT_CONTEXT, span) }),
  })
  await provider.forceFlush()
  await provider.shutdown()
}

async function openScreen(plan: Plan, name: 'transcript' | 'timeline', view: View = {}): Promise<Page> {
  const { page } = await open(collector().url + screen(plan, name), view)
  await waitUntilShown(page)
  return page
}

describe('log records in the transcript', () => {
  it('stand at their time with severity, name and what they say, and their attributes when they are opened', async () => {
    const page = await openScreen(failing, 'transcript')
    const first = page.getByRole('article', { name: 'Log' }).first()
    await first.getByText('Info', { exact: true }).waitFor()
    await first.getByText('user_prompt').waitFor()
    await first.getByText('Add a `currency` column to `orders`.').waitFor()
    expect(await page.getByText('user.terminal').count()).toBe(0)
    await first.getByRole('button', { name: '3 attributes', expanded: false }).click()
    await first.getByText('user.terminal').waitFor()
  })

  it('say out loud, and once, why their attributes could not be loaded', async () => {
    const { page, watch } = await open(collector().url + screen(failing, 'transcript'))
    watch.tolerate(/404/)
    await page.route('**/api/v1/logs/*', (route) =>
      route.fulfill({ status: 404, json: { error: { code: 'not_found', message: 'no log record 7' } } }),
    )
    const first = page.getByRole('article', { name: 'Log' }).first()
    await first.getByRole('button', { name: '3 attributes' }).click()
    await first.getByRole('alert').waitFor()
    expect(await first.getByText('no log record 7').allTextContents()).toEqual(['no log record 7'])
    expect(await first.getByRole('alert').textContent()).toBe('no log record 7')
  })

  it('are left out where only messages are wanted', async () => {
    const page = await openScreen(failing, 'transcript')
    await page.getByRole('article', { name: 'Log' }).first().waitFor()
    await page.getByText('Messages only', { exact: true }).click()
    await page.getByText('Go ahead with the plan.').first().waitFor()
    expect(await page.getByRole('article', { name: 'Log' }).count()).toBe(0)
  })

  it.each([
    ['in a window', {}],
    ['on a phone', PHONE],
  ] as const)('can be read by everybody, light and dark: %s', async (_, view) => {
    const page = await openScreen(failing, 'transcript', view)
    await page.getByRole('article', { name: 'Log' }).first().waitFor()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await expectAccessibleInDark(page)
  })

  it('appear in a running session when they arrive, without a reload, as text and nothing else', async () => {
    const page = await openScreen(running, 'transcript')
    await page.getByRole('article').first().waitFor()
    const body = `just now ${HOSTILE.script} ${HOSTILE.bidi}`
    await logWithSdk({ 'session.id': 'release-2026-week-47' }, body)
    const log = page.getByRole('article', { name: 'Log' }).filter({ hasText: 'just now' })
    await log.getByText('Error', { exact: true }).waitFor()
    expect(await log.locator('script').count()).toBe(0)
    expect(await log.innerText()).toContain(HOSTILE.script)
  })
})

describe('the timeline', () => {
  const toolbarOf = (page: Page) => page.getByRole('toolbar', { name: 'Timeline' })

  it('says which spans have logs, and how bad the worst is', async () => {
    const page = await openScreen(failing, 'timeline')
    const row = page.getByRole('treeitem').filter({ hasText: 'psql -f' }).first()
    await row.getByText('1 log · error').waitFor()
    expect(await toolbarOf(page).textContent()).not.toContain('marked')
    await expectAccessible(page)
    await expectAccessibleInDark(page)
  })

  it('says so of a running session when they arrive, without a reload', async () => {
    const page = await openScreen(running, 'timeline')
    const { traceId, spanId } = spanNamed(running, 'npm run')
    const row = page.getByRole('treeitem').filter({ hasText: 'npm run' }).first()
    await row.getByText('1 log', { exact: true }).waitFor()
    await logWithSdk({}, 'in the middle of it', { traceId, spanId, traceFlags: 1 })
    await row.getByText('2 logs · error').waitFor()
  })

  it.each([
    ['in a window', {}],
    ['on a phone', PHONE],
  ] as const)('marks the first 500, says that these are not all, and states no count as exact: %s', async (_, view) => {
    const page = await openScreen(chatty, 'timeline', view)
    await toolbarOf(page).getByText('The first 500 log records are marked; the transcript has all').waitFor()
    for (const [name, count] of [
      ['make build', '12+ logs'],
      ['make check', '488+ logs'],
    ] as const)
      await page.getByRole('treeitem').filter({ hasText: name }).getByText(count, { exact: true }).waitFor()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await expectAccessibleInDark(page)
  })

  it('says so of a short page that is not the last, too', async () => {
    const { page } = await open(collector().url + screen(failing, 'timeline'), {}, async (opened) => {
      await opened.route(/\/timeline\?kind=log/, async (route) => {
        const { items }: List<TimelineItem> = await (await route.fetch()).json()
        const first = items.filter(({ spanId }) => spanId !== null).slice(0, 1)
        await route.fulfill({ json: { items: first, nextCursor: 'there-is-more' } })
      })
    })
    await toolbarOf(page).getByText('The first log record is marked; the transcript has all').waitFor()
    await page.getByRole('treeitem').getByText('1+ logs', { exact: true }).waitFor()
  })
})

describe('the drawer of a span', () => {
  it('has the log records of the span', async () => {
    const { traceId, spanId } = spanNamed(failing, 'psql -f')
    const { page } = await open(`${collector().url}${screen(failing, 'timeline')}?span=${traceId}-${spanId}`)
    const drawer = page.getByRole('complementary', { name: 'Span' })
    const log = drawer.getByRole('article', { name: 'Log record' })
    await log.getByText('db.connection.failed').waitFor()
    await log.getByText('Error', { exact: true }).waitFor()
    await log.getByText('"timeout_ms": 5000').waitFor()
    await log.getByText('db.system.name').waitFor()
    await expectAccessible(page)
    await expectAccessibleInDark(page)
  })
})

describe('a collector that only logs come to', () => {
  const silent = setUpCollector(async () => undefined)

  async function log(): Promise<void> {
    const record = { body: { stringValue: 'hello' }, attributes: [{ key: 'session.id', value: { stringValue: 'of-no-span-at-all' } }] }
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] }
    const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] })
    await fetch(`${silent().url}/v1/logs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }

  it('says so in place of an empty list, out loud and once', async () => {
    const { page } = await open(silent().url)
    await page.getByRole('button', { name: 'Show the list of sessions' }).click()
    await page.getByText('No sessions yet').waitFor()
    const statuses = page.getByRole('main').getByRole('status')
    const words = await page.getByRole('main').getByText('They appear here as soon as').locator('[role=status]').elementHandle()
    expect(await words?.textContent()).toBe('')
    await log()
    await statuses.getByText('Log records arrive, the latest from claude-code').waitFor()
    expect(await words?.textContent()).toContain('Log records arrive')
    expect(await statuses.locator('time').count()).toBe(0)
    await page
      .getByText(/^The latest: /)
      .locator('time')
      .waitFor()
    await page.getByRole('link', { name: '/api/v1/logs' }).waitFor()
    await page.reload()
    await page.getByText('Log records arrive, the latest from claude-code').waitFor()
  })
})
