import { describe, expect, it } from 'vitest'
import type { List, Response, SessionCost } from '../../collector/src/contract.ts'
import { traceIdOf } from '../demo/otlp-json.ts'
import { sendPlan } from '../demo/send.ts'
import { eventfulSession } from '../demo/sessions/eventful.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { withoutPrices } from '../demo/sessions/gaps.ts'
import { longConversation } from '../demo/sessions/long-conversation.ts'
import { setUpBrowser } from './browser.ts'
import { eventually } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const failing = failingSession(NOW_MS)
const long = longConversation(NOW_MS)
const unpriced = withoutPrices(NOW_MS)
const eventful = eventfulSession(NOW_MS)

const collector = setUpCollector(async (url) => {
  for (const plan of [failing, long, unpriced, eventful]) await sendPlan(url, plan)
})
const open = setUpBrowser()

describe('the cost of a session', () => {
  it('is shown by model, phase and token part, each to the last digit', async () => {
    const cost = await collector().rest.get<SessionCost>(`/sessions/${traceIdOf(failing)}/cost`)
    const { page } = await open(collector().url + screen(failing, 'cost'))
    await waitUntilShown(page)
    const amounts = [cost.models, cost.phases, cost.parts].flat().map(({ costUsd }) => `$${costUsd}`)
    const shown = await page
      .getByRole('main')
      .getByRole('table')
      .locator('[title^="$"]')
      .evaluateAll((found) => found.map((each) => each.getAttribute('title')))
    for (const amount of amounts) expect(shown).toContain(amount)
  })

  it('is explained for every call: the lines add up to its amount', async () => {
    const { items } = await collector().rest.get<List<Response>>(`/sessions/${traceIdOf(long)}/responses?sort=cost&limit=1`)
    const dearest = items[0]
    const { page } = await open(collector().url + screen(long, 'cost'))
    await waitUntilShown(page)
    const line = page.getByRole('region', { name: 'Model calls' }).getByRole('button', { expanded: false }).first()
    await line.click()
    await page.getByRole('row', { name: /^Sum/ }).getByText(`$${dearest?.costUsd}`).waitFor()
    for (const { costUsd } of dearest?.costDerivation?.lines ?? []) await page.getByText(`$${costUsd}`, { exact: true }).first().waitFor()
    await page.reload()
    await page.getByRole('row', { name: /^Sum/ }).waitFor()
  })

  it('is unknown and never zero where there is no price', async () => {
    const { page } = await open(collector().url + screen(unpriced, 'cost'))
    await waitUntilShown(page)
    await page.getByText('support-triage-8b-lora3').first().waitFor()
    expect(await page.getByRole('main').textContent()).not.toMatch(/\$0(\.0*)?(?!\.?\d)/)
  })

  it('is sorted in its address', async () => {
    const { page } = await open(collector().url + screen(long, 'cost'))
    await waitUntilShown(page)
    await page.getByText('In order', { exact: true }).click()
    await eventually(() => new URL(page.url()).searchParams.get('sort')).toBe('started')
  })
})

describe('the issues of a session', () => {
  it('are listed with severity, place and whether they are fixed, beside the spans that failed', async () => {
    const { page } = await open(collector().url + screen(failing, 'issues'))
    await waitUntilShown(page)
    const issues = page.getByRole('region', { name: 'Reported issues' })
    for (const text of ['Critical', 'Major', 'Minor', 'data_loss', 'migrations/0042_currency.sql:8', 'Fixed in iteration 1'])
      await issues.getByText(text).first().waitFor()
    const failed = page.getByRole('region', { name: 'Failed spans' })
    await failed.getByText('ConnectionError: connect ETIMEDOUT').first().waitFor()
    await failed.getByRole('link', { name: 'psql -f' }).first().click()
    await page.getByRole('complementary', { name: 'Span' }).getByRole('heading', { name: 'psql -f' }).waitFor()
  })

  it('say when nothing went wrong', async () => {
    const { page } = await open(collector().url + screen(eventful, 'issues'))
    await page.getByRole('heading', { name: 'Nothing went wrong' }).waitFor()
  })
})
