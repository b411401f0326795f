import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createConversation, MODELS } from '../demo/conversation.ts'
import { agentStep, artifact, checkpoint, decision, exception, issue, phaseStep, sessionStep } from '../demo/parts.ts'
import { sendPlan } from '../demo/send.ts'
import { failingSession } from '../demo/sessions/failing.ts'
import { HOSTILE } from '../demo/sessions/hostile.ts'
import type { Moment, Plan } from '../demo/step.ts'
import { PHONE, setUpBrowser, type View } from './browser.ts'
import { elementCount, eventually, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { screen, waitUntilShown } from './states.ts'

const NOW_MS = Date.now()
const failing = failingSession(NOW_MS)
const long = longTextsSession(5_000_000)
const alike = alikeSession()

const collector = setUpCollector(async (url) => {
  await sendPlan(url, failing)
  await sendPlan(url, long)
  await sendPlan(url, alike)
})
const open = setUpBrowser()

/** What is reported is megabytes long, reorders its line and speaks to a terminal. */
function longTextsSession(length: number): Plan {
  const line = (name: string): string => `${name} ${HOSTILE.bidi} ${HOSTILE.ansi} ${HOSTILE.script} `
  const text = (name: string): string => line(name).padEnd(length, 'long ')
  const conversation = createConversation(MODELS.sonnet, 'You help.')
  conversation.ask('Do it.')
  const phases = [
    phaseStep(text('the-phase'), 1, { children: [agentStep('worker', { children: [conversation.call({ text: 'Done.' })] })] }),
    phaseStep('decide', 2, { moments: [decision(line('the-choice'), ['a', 'b'], text('the-rationale'))] }),
    phaseStep('review', 3, {
      moments: [issue({ id: 'i', severity: 'major', type: 'text', description: text('the-issue'), location: text('the-location') })],
    }),
    phaseStep('write', 4, { moments: [artifact('file', text('the-artifact'), { size: 1 })] }),
    phaseStep('throw', 5, { moments: [exception('LongError', text('the-exception'), text('the-stack'))] }),
  ]
  return {
    name: 'long-texts',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: NOW_MS - 3_600_000,
    root: sessionStep({ key: 'long-texts' }, { children: phases }),
  }
}

/** Moments that are easily taken for each other, or apart. */
function alikeSession(): Plan {
  const thrown = (message: string, stack: string): Moment => exception('Timeout', message, stack)
  const withExit = (moment: Moment): Moment => ({ ...moment, attributes: { ...moment.attributes, exit: 1 } })
  const moments = [
    decision('one\ntwo', ['one', 'one\ntwo'], ''),
    decision('', ['a', 'b'], 'only because'),
    checkpoint('tests-green', 'all 42 pass'),
  ]
  const children = [
    phaseStep('choose', 1, { lengthMs: 10, moments }),
    phaseStep('throw', 2, { lengthMs: 10, moments: [thrown('failed after 10 tries', 'at a.ts'), withExit(thrown('10 tries', 'at b.ts'))] }),
    phaseStep('again', 3, { lengthMs: 10, moments: [exception('Other', 'no', 'at other.ts')] }),
  ]
  return {
    name: 'alike',
    service: 'tests',
    scope: ['tests', '1'],
    startMs: NOW_MS - 1_800_000,
    root: sessionStep({ key: 'alike' }, { children }),
  }
}

async function openScreen(plan: Plan, name: string, view?: View): Promise<Page> {
  const { page } = await open(collector().url + screen(plan, name), view)
  await waitUntilShown(page)
  return page
}

/** Goes down until something is drawn. */
async function reach(page: Page, target: Locator): Promise<void> {
  await eventually(async () => {
    if (await target.isVisible()) return true
    await page.keyboard.press('PageDown')
    return false
  }).toBe(true)
  await target.scrollIntoViewIfNeeded()
}

describe('a decision in the transcript', () => {
  it('has its type, what was chosen, and why, each on a line of its own, and on request what else there was', async () => {
    const page = await openScreen(failing, 'transcript')
    const entry = page.getByRole('article', { name: 'Decision' })
    await reach(page, entry)
    const lines = ['Decision approach', 'column with a default', 'Reads stay as they are and the change can be taken back.']
    for (const line of lines) expect(await entry.getByRole('paragraph').filter({ hasText: line }).textContent()).toBe(line)
    await entry.getByRole('button', { name: 'Alternatives', expanded: false }).click()
    const alternatives = entry.getByRole('listitem')
    await eventually(() => alternatives.allTextContents()).toEqual(['column with a default', 'new table', 'JSON field'])
    expect(await alternatives.filter({ has: page.getByRole('img', { name: 'Chosen' }) }).allTextContents()).toEqual([
      'column with a default',
    ])
  })
})

describe('a decision of which little is known', () => {
  it('has what was chosen as it was sent, in several lines', async () => {
    const page = await openScreen(alike, 'transcript')
    const entry = page.getByRole('article', { name: 'Decision' }).first()
    await reach(page, entry)
    expect(await entry.getByRole('paragraph').allTextContents()).toEqual(['Decision approach', 'one\ntwo'])
    await entry.getByRole('button', { name: 'Alternatives' }).click()
    await eventually(() => entry.getByRole('listitem').count()).toBe(2)
    expect(await entry.getByRole('img', { name: 'Chosen' }).count()).toBe(1)
  })

  it('has only why', async () => {
    const page = await openScreen(alike, 'transcript')
    const entry = page.getByRole('article', { name: 'Decision' }).nth(1)
    await reach(page, entry)
    expect(await entry.getByRole('paragraph').allTextContents()).toEqual(['Decision approach', 'only because'])
    expect(await entry.locator('p.font-medium').count()).toBe(0)
  })
})

describe('a checkpoint in the transcript', () => {
  it('is called by its name', async () => {
    const page = await openScreen(alike, 'transcript')
    const entry = page.getByRole('article', { name: 'Checkpoint' })
    await reach(page, entry)
    expect(await entry.getByRole('paragraph').allTextContents()).toEqual(['Checkpoint tests-green', 'all 42 pass'])
  })
})

describe('an exception in the transcript', () => {
  it('has its own stack trace, and all that its message does not say, beside one of the same time', async () => {
    const page = await openScreen(alike, 'transcript')
    const entry = page.getByRole('article', { name: 'Event' }).filter({ hasText: 'Timeout: 10 tries' })
    await reach(page, entry)
    expect(await entry.count()).toBe(1)
    await entry.getByRole('button', { name: 'Stack trace' }).click()
    await entry.getByText('at b.ts').waitFor()
    expect(await entry.getByText('at a.ts').count()).toBe(0)
    expect(await entry.getByRole('term').filter({ hasText: /^exit/ }).count()).toBe(1)
  })

  it('is told once, with what threw it, and has its stack trace folded', async () => {
    const page = await openScreen(failing, 'transcript')
    const failure = page.getByText('ConnectionError: connect ETIMEDOUT 10.12.0.8:5432', { exact: true })
    await eventually(async () => {
      await page.keyboard.press('End')
      return await failure.count()
    }).toBe(3)
    expect(await page.getByRole('article', { name: 'Event' }).filter({ hasText: 'exception' }).count()).toBe(0)
    const action = page.getByRole('article', { name: 'Action bash' }).last()
    expect(await action.getByText('at TCPConnectWrap').count()).toBe(0)
    await action.getByRole('button', { name: 'Stack trace', expanded: false }).click()
    await action.getByText('at TCPConnectWrap.afterConnect').waitFor()
  })
})

describe('phases in the transcript', () => {
  it('are named once, with their attempt, and the agents in them by their rail', async () => {
    const page = await openScreen(failing, 'transcript')
    const headings = new Set<string>()
    await eventually(async () => {
      for (const heading of await page.getByRole('heading', { level: 3 }).allTextContents()) headings.add(heading)
      await page.keyboard.press('PageDown')
      return [...headings]
    }).toEqual(['plan', 'implement', 'review', 'migrate', 'migrate, attempt 2', 'migrate, attempt 3'])
  })
})

describe('Markdown of a description', () => {
  it('is set among the issues', async () => {
    const page = await openScreen(failing, 'issues')
    const issues = page.getByRole('region', { name: 'Reported issues' })
    for (const code of ['orders', 'currency', 'cur'])
      await issues
        .locator('code', { hasText: new RegExp(`^${code}$`) })
        .first()
        .waitFor()
    expect(await issues.textContent()).not.toContain('`')
  })

  it('is set in the transcript', async () => {
    const page = await openScreen(failing, 'transcript')
    const naming = page.getByRole('article', { name: 'Issue' }).filter({ hasText: 'naming' })
    await reach(page, naming)
    await naming.locator('code', { hasText: /^cur$/ }).waitFor()
  })
})

describe('a report of 5 MB with controls', () => {
  const shown = {
    timeline: ['the-phase'],
    transcript: ['the-phase', 'the-choice', 'the-rationale', 'the-issue', 'the-artifact', 'LongError: the-exception'],
    issues: ['the-issue', 'the-location'],
  } as const
  const screens = Object.entries(shown).map(([name, texts]) => ({ name, texts }))

  it.each(screens)('is shown by its beginning, with marks, and stops nothing: $name', async ({ name, texts }) => {
    const page = await openScreen(long, name, PHONE)
    for (const text of texts) {
      const place = page.getByText(text).filter({ visible: true }).first()
      await reach(page, place)
      expect(await place.textContent()).toContain('\\u202e')
    }
    await expectNoSidewaysScroll(page)
    expect(await page.evaluate('document.body.textContent.length')).toBeLessThan(200_000)
    expect(await page.evaluate(LONGEST_ATTRIBUTE)).toBeLessThan(5_000)
    expect(await elementCount(page)).toBeLessThan(3_000)
  })

  it('has a stack trace that comes when a person wants it', async () => {
    const page = await openScreen(long, 'transcript')
    const thrown = page.getByRole('article', { name: 'Event' }).filter({ hasText: 'LongError' })
    await reach(page, thrown)
    await thrown.getByRole('button', { name: 'Stack trace' }).click()
    await thrown.getByText('the-stack').waitFor()
    await thrown
      .getByRole('button', { name: /^Show all .*5M/ })
      .last()
      .waitFor()
  })
})

const LONGEST_ATTRIBUTE = `Math.max(...[...document.querySelectorAll('[title], [aria-label]')].map((element) => Math.max(...['title', 'aria-label'].map((name) => element.getAttribute(name)?.length ?? 0))))`
