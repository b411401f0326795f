import type { TranscriptItem } from '@ai-tracker/collector/contract'
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
  errorMessageLength: 0,
}

function action(spanId: string, why?: string): TranscriptItem {
  const error = why === undefined ? null : { type: 'E', message: why }
  const texts = {
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
  return { ...place, id: 1, kind: 'event', spanId, name, detail, failed: false }
}

/** Exceptions that have an entry, and those that stand with a span: `a: E no`. */
function told(items: readonly TranscriptItem[]) {
  const { bySpan, placed } = placeExceptions(items)
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
  ])('$name', ({ items, entries, withSpans }) => expect(told(items)).toEqual({ entries, withSpans }))
})
