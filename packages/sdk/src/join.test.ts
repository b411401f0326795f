import { describe, expect, it } from 'vitest'
import { environmentOf, parentSessionOf, parseTraceparent } from './join.ts'

const TRACE = '5b8efff798038103d269b633813fc60c'
const SPAN = 'eee19b7ec3c1b174'
const PARENT = `00-${TRACE}-${SPAN}-01`

describe('parseTraceparent', () => {
  it('reads a sampled and an unsampled one', () => {
    expect(parseTraceparent(PARENT)).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags: 1, isRemote: true })
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-00`)?.traceFlags).toBe(0)
  })

  it('reads one of a later version, with more fields', () => expect(parseTraceparent(`01-${TRACE}-${SPAN}-01-more`)?.spanId).toBe(SPAN))

  it.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['a text', 'hello'],
    ['the invalid version', `ff-${TRACE}-${SPAN}-01`],
    ['no trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['no span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', PARENT.toUpperCase()],
    ['one that is too short', PARENT.slice(0, -4)],
  ])('refuses %s', (_, value) => expect(parseTraceparent(value)).toBeUndefined())
})

describe('parentSessionOf', () => {
  it.each([
    ['both variables', { AI_TRACKER_SESSION_ID: TRACE, TRACEPARENT: PARENT }, TRACE, SPAN],
    ['the session alone', { AI_TRACKER_SESSION_ID: 'my-session' }, 'my-session', undefined],
    ['a number of the store with a parent', { AI_TRACKER_SESSION_ID: '17', TRACEPARENT: PARENT }, '17', SPAN],
    ['a number of the store alone, which says nothing elsewhere', { AI_TRACKER_SESSION_ID: '17' }, undefined, undefined],
    ['a parent alone, which may be anything', { TRACEPARENT: PARENT }, undefined, undefined],
    ['the id of a session that records nothing', { AI_TRACKER_SESSION_ID: '0'.repeat(32), TRACEPARENT: PARENT }, undefined, undefined],
    ['nothing', {}, undefined, undefined],
  ])('takes %s', (...[, env, sessionId, spanId]) => {
    const found = parentSessionOf(env)
    expect([found?.sessionId, found?.spanContext?.spanId]).toEqual([sessionId, spanId])
  })
})

describe('environmentOf', () => {
  const spanContext = { traceId: TRACE, spanId: SPAN, traceFlags: 1 }

  it('names session, workflow, phase and the span to hang on', () =>
    expect(environmentOf({ spanContext, workflow: 'blog_post', phase: 'draft' })).toEqual({
      AI_TRACKER_SESSION_ID: TRACE,
      AI_TRACKER_WORKFLOW: 'blog_post',
      AI_TRACKER_PHASE: 'draft',
      TRACEPARENT: PARENT,
    }))

  it('leaves out what is not known', () =>
    expect(environmentOf({ spanContext, workflow: undefined, phase: undefined })).toEqual({
      AI_TRACKER_SESSION_ID: TRACE,
      TRACEPARENT: PARENT,
    }))

  it('names nothing where nothing is recorded', () =>
    expect(environmentOf({ spanContext: { ...spanContext, traceId: '0'.repeat(32) }, workflow: 'w', phase: undefined })).toEqual({}))
})
