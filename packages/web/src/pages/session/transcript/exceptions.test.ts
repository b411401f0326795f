import type { Phase, TranscriptItem } from '@ai-tracker/collector/contract'
import { describe, expect, it } from 'vitest'
import { exceptionText, placeExceptions } from './exceptions.ts'

const place = {
  traceId: 't',
  at: null,
  atNs: '0',
  phaseId: null,
  phase: null,
  agents: [],
  durationMs: 1,
  error: null,
}

function action(spanId: string, why?: string): TranscriptItem {
  const error = why === undefined ? null : { type: 'E', message: why }
  const texts = {
    errorMessageLength: 0,
    tool: null,
    callId: null,
    text: null,
    textLength: 0,
    arguments: null,
    argumentsLength: 0,
    result: null,
    resultLength: 0,
    exitCode: null,
  }
  return { ...place, ...texts, id: 1, kind: 'action', type: 'bash', spanId, failed: why !== undefined, error }
}

const moment = (spanId: string, detail: string, name = 'exception'): TranscriptItem => {
  const [title = null, body = null] = detail === '' ? [] : detail.split('\n')
  const texts = { eventIndex: 0, title, body, chosen: null, rationale: null, alternatives: null, alternativeCount: 0 }
  return { ...place, ...texts, durationMs: null, id: 1, kind: 'event', spanId, name, detail, failed: false }
}

/** An item in its place: from one millisecond to another, in a phase, below agents. */
function at<T extends TranscriptItem>(item: T, [fromMs, toMs]: readonly [number, number], { phaseId = null, agents = [] }: Place = {}): T {
  const around = agents.map((spanId) => ({ spanId, name: spanId }))
  return { ...item, atNs: String(fromMs * 1e6), durationMs: toMs - fromMs, phaseId, agents: around }
}

interface Place {
  readonly phaseId?: number | null
  readonly agents?: readonly string[]
}

/** A phase of a session, until a millisecond. */
const phase = (id: number, parentId: number | null, toMs: number | null): Phase => ({
  id,
  parentId,
  spanId: `phase ${id}`,
  traceId: 't',
  name: 'p',
  number: null,
  iteration: null,
  attempt: null,
  implicit: false,
  status: 'completed',
  startedAt: null,
  completedAt: toMs === null ? null : new Date(toMs).toISOString(),
  durationMs: null,
  responseCount: 0,
  tokensTotal: 0,
  costUsd: null,
  costCoverage: null,
  error: null,
  metadata: null,
})

/** Exceptions that have an entry, and those that stand with a span: `a: E no`. */
function told(items: readonly TranscriptItem[], phases: readonly Phase[] = []) {
  const { bySpan, placed } = placeExceptions(items, phases)
  return {
    entries: items.filter((item) => item.kind === 'event' && !placed.has(item)).map(({ spanId }) => spanId),
    withSpans: [...bySpan].map(([key, exceptions]) => `${key}: ${exceptions.map(exceptionText).join(', ')}`),
  }
}

describe('an exception', () => {
  it.each([
    { name: 'stands with what threw it', items: [action('a', 'no'), moment('a', 'E\nno')], entries: [], withSpans: ['t-a: E: no'] },
    { name: 'stands there also when it was caught', items: [action('a'), moment('a', 'E\nno')], entries: [], withSpans: ['t-a: E: no'] },
    {
      name: 'is not told again by the spans that it passes',
      items: [action('a', 'no'), moment('a', 'E\nno'), moment('phase', 'E\nno'), moment('root', 'E\nno')],
      entries: [],
      withSpans: ['t-a: E: no'],
    },
    {
      name: 'is not told again where only the error said it',
      items: [action('a', 'no'), moment('phase', 'E\nno')],
      entries: [],
      withSpans: [],
    },
    { name: 'is told when it is another one', items: [action('a', 'no'), moment('phase', 'E\nyes')], entries: ['phase'], withSpans: [] },
    {
      name: 'is told again after something that succeeded',
      items: [moment('a', 'E\nno'), action('b'), moment('c', 'E\nno')],
      entries: ['a', 'c'],
      withSpans: [],
    },
    {
      name: 'is told once by each attempt',
      items: [action('a', 'no'), moment('a', 'E\nno'), moment('p', 'E\nno'), action('b', 'no'), moment('b', 'E\nno'), moment('q', 'E\nno')],
      entries: [],
      withSpans: ['t-a: E: no', 't-b: E: no'],
    },
    { name: 'is nothing else', items: [action('a', 'no'), moment('a', 'E\nno', 'log')], entries: ['a'], withSpans: [] },
    {
      name: 'that is long is the same as its error, which is cut later',
      items: [action('a', 'x'.repeat(3_000)), moment('phase', `E\n${'x'.repeat(1_990)}`)],
      entries: [],
      withSpans: [],
    },
    {
      name: 'without a text has an entry after something that failed without a reason',
      items: [{ ...action('a', ''), error: null }, moment('phase', ''), moment('root', '')],
      entries: ['phase', 'root'],
      withSpans: [],
    },
  ])('$name', ({ items, entries, withSpans }) => expect(told(items)).toEqual({ entries, withSpans }))
})

describe('an exception that goes up', () => {
  const thrown = at(action('a', 'no'), [0, 10])
  const one = { agents: ['lead', 'one'] }
  const two = { agents: ['lead', 'two'] }
  it.each([
    {
      name: 'is not told again after something beside it succeeded',
      items: [thrown, at(action('b'), [1, 2]), at(moment('root', 'E\nno'), [11, 11])],
      entries: [],
    },
    {
      name: 'is told again after an attempt that came later succeeded',
      items: [thrown, at(action('b'), [10, 12]), at(moment('root', 'E\nno'), [13, 13])],
      entries: ['root'],
    },
    {
      name: 'is not told again while another agent has success',
      items: [at(thrown, [0, 10], one), at(action('b'), [11, 12], two), at(moment('root', 'E\nno'), [13, 13], { agents: ['lead'] })],
      entries: [],
    },
    {
      name: 'is told again after its own agent went on',
      items: [at(thrown, [0, 10], one), at(action('b'), [11, 12], one), at(moment('root', 'E\nno'), [13, 13])],
      entries: ['root'],
    },
    {
      name: 'is told again after the agent around its own went on',
      items: [at(thrown, [0, 10], one), at(action('b'), [11, 12], { agents: ['lead'] }), at(moment('root', 'E\nno'), [13, 13])],
      entries: ['root'],
    },
    {
      name: 'is told by another agent that throws the same',
      items: [at(thrown, [0, 10], one), at(moment('two', 'E\nno'), [11, 11], two)],
      entries: ['two'],
    },
    {
      name: 'is not told again while a phase beside its own has success',
      items: [
        at(thrown, [0, 10], { phaseId: 2 }),
        at(action('b'), [11, 12], { phaseId: 3 }),
        at(moment('root', 'E\nno'), [13, 13], { phaseId: 1 }),
      ],
      phases: [phase(1, null, null), phase(2, 1, 13), phase(3, 1, 13)],
      entries: [],
    },
    {
      name: 'is told again after the phase that came next had success',
      items: [
        at(thrown, [0, 10], { phaseId: 2 }),
        at(action('b'), [12, 13], { phaseId: 3 }),
        at(moment('root', 'E\nno'), [14, 14], { phaseId: 1 }),
      ],
      phases: [phase(1, null, null), phase(2, 1, 11), phase(3, 1, 14)],
      entries: ['root'],
    },
    {
      name: 'is told by a phase beside that throws the same',
      items: [at(thrown, [0, 10], { phaseId: 2 }), at(moment('other', 'E\nno'), [11, 11], { phaseId: 3 })],
      phases: [phase(2, null, 13), phase(3, null, 13)],
      entries: ['other'],
    },
  ])('$name', ({ items, phases = [], entries }) => expect(told(items, phases).entries).toEqual(entries))
})
