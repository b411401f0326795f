import { describe, expect, it } from 'vitest'
import { fillDemo } from '../demo/fill-demo.ts'
import { type Open, PHONE, setUpBrowser, type View } from './browser.ts'
import { expectAccessible, expectAccessibleInDark, expectControlsReachable, expectNoSidewaysScroll } from './checks.ts'
import { setUpCollector } from './page-collector.ts'
import { finishState, prepareState, STATES, type State } from './states.ts'

/** What a browser says about a collector that is gone, and about an address that names nothing. */
const EXPECTED = /ERR_CONNECTION_REFUSED|404/
/** Those of an empty, a locked and a full collector are tested with the set-up page, the sign-in and removal; a large trace has a test of its own. */
const ELSEWHERE = /^(huge|sessions-(empty|retention)|sign-in)/
/** Further pictures of screens that another state has the parts of. */
const LIKE_ANOTHER =
  /^(sessions-(failed|by-cost)|running-transcript|(parallel|long)-timeline|long-(transcript|cost)|blog-post-cost|eventful-(timeline|cost|issues|raw)|hostile-(cost|raw))$/
const states = STATES.filter(({ name }) => !ELSEWHERE.test(name) && !LIKE_ANOTHER.test(name))

const collector = setUpCollector((url) => fillDemo(url, { nowMs: Date.now() }))
const open = setUpBrowser()

async function enter(from: Open, state: State, view: View) {
  const opened = await from(collector().url + state.path, view, (page) => prepareState(page, state))
  opened.watch.tolerate(EXPECTED)
  await finishState(opened.page, state)
  return opened.page
}

describe('accessibility', () => {
  it.each(states)('$name has no violation in light and dark', async (state) => {
    const page = await enter(open, state, { theme: 'light' })
    await expectAccessible(page)
    await expectAccessibleInDark(page)
  })
})

describe('on a phone', () => {
  it.each(states)('$name fits, and everything can be reached', async (state) => {
    const page = await enter(open, state, PHONE)
    await expectNoSidewaysScroll(page)
    await expectControlsReachable(page)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
  })
})
