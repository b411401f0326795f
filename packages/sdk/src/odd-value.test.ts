import { diag } from '@opentelemetry/api'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { attributesOf } from './attributes.ts'
import { resolveConfig } from './config.ts'
import { checkpointEvent, issueEvent, metricEvent, ratingEvent } from './events.ts'
import { nameOr, nonEmpty, tellOdd } from './odd-value.ts'
import { pastTimes } from './past-times.ts'
import { processState } from './process-state.ts'

const NOW: [number, number] = [1_700_000_000, 0]
const none = () => undefined

/** What OpenTelemetry's diagnostics are told. */
function listen(): readonly string[] {
  const said: string[] = []
  diag.setLogger({ error: none, info: none, debug: none, verbose: none, warn: (text) => said.push(text.replace('@ai-tracker/sdk: ', '')) })
  onTestFinished(() => diag.disable())
  return said
}

beforeEach(() => processState().warned.clear())

describe('what is odd', () => {
  it.each<[name: string, use: () => unknown, result: unknown, said: string]>([
    ['NaN', () => attributesOf({ score: Number.NaN }), {}, 'score is NaN; it is not recorded'],
    ['Infinity', () => attributesOf({ n: Number.POSITIVE_INFINITY }), {}, 'n is Infinity; it is not recorded'],
    ['an object', () => attributesOf({ model: {} as never }), {}, 'model is a value of type object; it is not recorded'],
    ['a BigInt', () => attributesOf({ n: 5n as never }), {}, 'n is 5; it is not recorded'],
    [
      'a list of several types',
      () => attributesOf({ l: ['a', 5] as never }),
      { l: ['a'] },
      'l is a value of type object; only the texts in it are recorded',
    ],
    [
      'a negative count',
      () => attributesOf({ 'gen_ai.usage.input_tokens': -5 }),
      { 'gen_ai.usage.input_tokens': -5 },
      'gen_ai.usage.input_tokens is -5; it is kept as an attribute of the span, and counts as unknown',
    ],
    [
      'half a token',
      () => attributesOf({ 'gen_ai.usage.output_tokens': 0.5 }),
      { 'gen_ai.usage.output_tokens': 0.5 },
      'gen_ai.usage.output_tokens is 0.5; it is kept as an attribute of the span, and counts as unknown',
    ],
    [
      'a negative cost',
      () => attributesOf({ 'tracker.cost.usd': -0.1 }),
      { 'tracker.cost.usd': -0.1 },
      'tracker.cost.usd is -0.1; it is kept as an attribute of the span, and counts as unknown',
    ],
    [
      'a severity',
      () => issueEvent({ severity: 'huge' as never, type: 't' }).attributes['tracker.issue.severity'],
      'huge',
      'the severity of an issue is "huge"; it is sent as it is; what is not critical, major or minor may be shown as minor',
    ],
    [
      'an issue without a type',
      () => issueEvent({ severity: 'minor', type: '' }).attributes['tracker.issue.type'],
      'unspecified',
      'the type of an issue is ""; "unspecified" is recorded',
    ],
    [
      'a measurement of NaN',
      () => metricEvent({ name: 'm', value: Number.NaN }).attributes['tracker.metric.value'],
      'NaN',
      'the value of a measurement is NaN; it is recorded as a text',
    ],
    [
      'a checkpoint without a name',
      () => checkpointEvent('', undefined).attributes['tracker.checkpoint.name'],
      'unnamed',
      'the name of a checkpoint is ""; "unnamed" is recorded',
    ],
    [
      'a rating of Infinity',
      () => ratingEvent({ score: Number.NEGATIVE_INFINITY, label: 'bad' }).attributes['gen_ai.evaluation.score.value'],
      undefined,
      'gen_ai.evaluation.score.value is -Infinity; it is not recorded',
    ],
    [
      'a duration',
      () => pastTimes({ endedAt: undefined, durationMs: -5 }, () => NOW).startTime,
      NOW,
      'the duration of what is over is -5; 0 is recorded',
    ],
    [
      'a date',
      () => pastTimes({ endedAt: '2026' as never, durationMs: undefined }, () => NOW).endTime,
      NOW,
      'endedAt is "2026"; the present moment is recorded',
    ],
    ['a limit', () => resolveConfig({ maxQueueSpans: -1, env: {} }).maxQueueSpans, 8192, 'maxQueueSpans is -1; its default is used'],
    [
      'a choice of content',
      () => resolveConfig({ env: { TRACKER_CONTENT: 'redacted' } }).content,
      'off',
      'TRACKER_CONTENT is "redacted"; it is taken as off; the other value is full',
    ],
    ['an empty text', () => nonEmpty('the key', ''), undefined, 'the key is ""; it counts as left out'],
    ['a long text', () => tellOdd('it', 'x'.repeat(100), 'cut'), undefined, `it is "${'x'.repeat(60)}…"; cut`],
  ])('is told of, with what became of it: %s', (...[, use, result, message]) => {
    const said = listen()
    expect(use()).toEqual(result)
    use()
    expect(said).toEqual([message])
  })

  it.each<[name: string, use: () => unknown]>([
    ['a count of 0', () => attributesOf({ 'gen_ai.usage.input_tokens': 0 })],
    ['a count as a text', () => attributesOf({ 'gen_ai.usage.input_tokens': '12' })],
    ['a temperature below 0', () => attributesOf({ 'gen_ai.request.temperature': -0.5 })],
    ['a negative exit code', () => attributesOf({ 'process.exit.code': -1 })],
    ['nothing', () => attributesOf({ a: undefined, b: null, c: [], d: false })],
    ['a duration of 0', () => pastTimes({ endedAt: new Date(5), durationMs: 0 }, () => NOW)],
    ['a name', () => nameOr('other', 'the name', 'this')],
    ['no text', () => nonEmpty('the key', undefined)],
  ])('is not %s', (_, use) => {
    const said = listen()
    use()
    expect(said).toEqual([])
  })
})
