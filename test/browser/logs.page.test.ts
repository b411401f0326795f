import { ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { spanNamed } from '../demo/otlp-json.ts'
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

const collector = setUpCollector(async (url) => {
  await sendPlan(url, failing)
  await sendPlan(url, running, NOW_MS)
})
const open = setUpBrowser()

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
  it('says which spans have logs, and how bad the worst is', async () => {
    const page = await openScreen(failing, 'timeline')
    const row = page.getByRole('treeitem').filter({ hasText: 'psql -f' }).first()
    await row.getByText('1 log · error').waitFor()
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

describe('a collector that only logs have come to', () => {
  const silent = setUpCollector(async (url) => {
    const record = { body: { stringValue: 'hello' }, attributes: [{ key: 'session.id', value: { stringValue: 'of-no-span-at-all' } }] }
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] }
    const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] })
    await fetch(`${url}/v1/logs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  })

  it('says so in place of an empty list', async () => {
    const { page } = await open(silent().url)
    await page.getByText('Log records arrive, the latest from claude-code').waitFor()
    await page.getByRole('button', { name: 'Show the list of sessions' }).click()
    await page.getByText('No sessions yet').waitFor()
    await page.getByRole('link', { name: '/api/v1/logs' }).waitFor()
  })
})
